import type { ErrorCodeRow } from './error-code-row.ts';

/** Errors of deployments. */
export const deploymentCodes = {
  'deployment-not-found': {
    exit: 'error',
    meaning: 'No deployment of that id is unfinished here.',
    hint: 'See them with lastgood deploy --list. On another machine give the same command again: what is done is found.',
  },
  'deployment-running': {
    exit: 'conflict',
    meaning: 'Another process carries that deployment on, or one of the same model.',
    hint: 'Wait for it, and look at it with lastgood deploy --list.',
  },
  'deployment-overtaken': {
    exit: 'conflict',
    meaning:
      'Somebody else changed what is live after a deployment was begun. It is not carried on over that.',
    hint: 'Give it up with lastgood deploy --abandon and its ID, then deploy anew: that shows what changes now.',
  },
  'deployment-changed': {
    exit: 'conflict',
    meaning: 'What a deployment was begun with has changed since. Nothing more was done.',
    hint: 'Give it up with lastgood deploy --abandon and its ID, then deploy anew.',
  },
} as const satisfies Readonly<Record<string, ErrorCodeRow>>;
