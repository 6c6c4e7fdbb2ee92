/**
 * Test files of kind dvc that start git hundreds of times: `npm run test:services` runs them. What a move is, when it is refused and the
 * defects of S4 by name stay in `npm test`, since whoever has a clone has git.
 */
export const onGit: readonly string[] = [
  'test/adapters/dvc/serving/following-file.test.ts',
  'test/adapters/dvc/write/{cut-off,dvc-history,git-places,lost-answers,only-trained}.test.ts',
  'test/adapters/dvc/write/{power-loss,quoted-commands,remote-source}.test.ts',
  'test/proofs/{dvc-crash-sweep,dvc-races}.test.ts',
];
