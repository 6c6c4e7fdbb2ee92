/** A suite of which `npm test`, that has three minutes for all there is, runs less than `npm run test:services` does. */
type MovedSuite = {
  readonly files: readonly string[];
  /** What `npm test` runs of it: nothing, a share of its cases or sizes, or all of it in the process of the tests. */
  readonly here: 'nothing' | 'a share' | 'in this process';
  readonly because: string;
};

/** Every such suite: with the services each runs whole, and as the built program. */
const moved: readonly MovedSuite[] = [
  {
    files: [
      'test/adapters/dvc/serving/following-file.test.ts',
      'test/adapters/dvc/write/{cut-off,dvc-history,git-places,lost-answers,only-trained}.test.ts',
      'test/adapters/dvc/write/{power-loss,quoted-commands,remote-source}.test.ts',
      'test/proofs/{dvc-crash-sweep,dvc-races}.test.ts',
    ],
    here: 'nothing',
    because:
      'They start git hundreds of times. What a move is, when it is refused and the defects of S4 by name stay: who has a clone has git.',
  },
  {
    files: [
      'test/proofs/{crash-sweep,catalog-crash-sweep,bucket-cut-off}.test.ts',
      'test/proofs/deployment-{sweep,requests,faults}.test.ts',
      'test/proofs/{races,catalog-races,bucket-races,mlflow-races}.test.ts',
      'test/proofs/{deployment-sweep,killed-by-strace}.test.ts',
      'test/adapters/{history/many-processes,weights/weights-reader}.test.ts',
      'test/adapters/directory/mirror/refresh-failures.test.ts',
      'test/e2e/{endings,many-keys,screens,terminals}.test.ts',
      'test/originals/s0-workflow-{reason-injected,target-not-found}.test.ts',
    ],
    here: 'a share',
    because:
      'Every call of every act, hundreds of moves, thousands of keys, a dozen like starts: each file says what it leaves out.',
  },
  {
    files: [
      'test/bin/{apart,bucket,bucket-conflicts,copy-of-bucket,disputed-head,history-integrity}.test.ts',
      'test/bin/{leftovers,live-in-bucket,serving-order,sync,unfinishable}.test.ts',
      'test/bin/{bucket-tokens,connections,mlflow,notify,tracking}.test.ts',
      'test/originals/b0-{2,3,16}-*.test.ts',
      'test/originals/b1-{1-history,2,3,4,5,6,7,8,9}-*.test.ts',
      'test/originals/b3-*.test.ts',
      'test/originals/s2-document.test.ts',
      'test/originals/s0-{gsutil,notification,tracking}-*.test.ts',
    ],
    here: 'in this process',
    because:
      'They run a thousand verbs one after the other, each of which takes 20 ms here and 150 ms as a program; see run-here.ts.',
  },
];

/** Files that `npm test` leaves out. */
export const onlyWithServices: readonly string[] = moved.flatMap(({ files, here }) =>
  here === 'nothing' ? files : [],
);

/** All that the services run whole. */
export const wholeWithServices: readonly string[] = moved.flatMap(({ files }) => files);
