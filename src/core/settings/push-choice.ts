/** What a move in a working tree sends away beside making its commit: the commit, the files of the model, both, or nothing. */
export const pushChoices = ['both', 'git', 'dvc', 'none'] as const;
export type PushChoice = (typeof pushChoices)[number];

/** Whether commits are pushed. Pure. */
export function pushesCommits(choice: PushChoice): boolean {
  return choice === 'both' || choice === 'git';
}

/** Whether the files of models are pushed. Pure. */
export function pushesFiles(choice: PushChoice): boolean {
  return choice === 'both' || choice === 'dvc';
}
