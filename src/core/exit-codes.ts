/** What the process's exit code says, by meaning. The docs page of exit codes is made from {@link exitCodes}. */
export type ExitMeaning = keyof typeof exitCodes;

type ExitCodeRow = { readonly code: number; readonly meaning: string };

export const exitCodes = {
  done: { code: 0, meaning: 'Done, or nothing to do (`unchanged`).' },
  error: { code: 1, meaning: 'An error; something named was not found; nothing is proven good.' },
  usage: { code: 2, meaning: 'The command was not understood, or a confirmation is missing.' },
  gate: { code: 3, meaning: 'The gate did not pass: FAIL, INCONCLUSIVE or ERROR.' },
  conflict: { code: 4, meaning: 'Somebody moved first, or the plan is stale. Nothing was written.' },
  held: { code: 5, meaning: 'The version or model is held.' },
  integrity: { code: 6, meaning: 'A digest, a history chain or a version is damaged.' },
  partial: { code: 7, meaning: 'Some steps were done and some were not; the receipt says which.' },
  unavailable: {
    code: 8,
    meaning: 'Something outside cannot be used: file system, permission, network, login, tool.',
  },
  cancelled: { code: 9, meaning: 'Cancelled by the user before anything was written.' },
  hangup: { code: 129, meaning: 'Ended by SIGHUP (the terminal went away).' },
  interrupted: { code: 130, meaning: 'Ended by ctrl-c (SIGINT).' },
  terminated: { code: 143, meaning: 'Ended by SIGTERM.' },
} as const satisfies Readonly<Record<string, ExitCodeRow>>;
