import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest, the longest first: of the services, and of both. */
const slowest: readonly string[] = [
  'test/proofs/dvc-crash-sweep.test.ts',
  'test/services/dvc-kills.test.ts',
  'test/proofs/mlflow-races.test.ts',
  'test/services/gsutil-store.test.ts',
  'test/services/dvc-states.test.ts',
  'test/services/dvc-stories.test.ts',
  'test/adapters/dvc/write/dvc-history.test.ts',
  'test/services/gsutil-machines.test.ts',
  'test/services/mlflow-stories.test.ts',
  'test/services/strace-sweep.test.ts',
  'test/bin/leftovers.test.ts',
  'test/e2e/first-open.test.ts',
  'test/bin/history-integrity.test.ts',
  'test/proofs/crash-sweep.test.ts',
  'test/proofs/deployment-faults.test.ts',
  'test/proofs/deployment-requests.test.ts',
  'test/e2e/confirmation.test.ts',
  'test/adapters/dvc/write/refusals.test.ts',
  'test/adapters/dvc/write/moves.test.ts',
  'test/adapters/dvc/write/remote-source.test.ts',
  'test/e2e/many-keys.test.ts',
  'test/proofs/races.test.ts',
  'test/bin/apart.test.ts',
  'test/e2e/endings.test.ts',
  'test/adapters/history/many-processes.test.ts',
  'test/originals/b0-11-half-written-version.test.ts',
  'test/e2e/mirror.test.ts',
  'test/proofs/killed-by-strace.test.ts',
  'test/proofs/bucket-races.test.ts',
  'test/adapters/bucket/gsutil-process.test.ts',
];

/**
 * The order of files: the known slow ones first, so that none of them begins when the other workers are nearly done, also where no run
 * before has been remembered. Then as Vitest has it.
 */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rankOf = ({ moduleId }: TestSpecification): number => {
      const rank = slowest.indexOf(relative(this.ctx.config.root, moduleId));
      return rank === -1 ? slowest.length : rank;
    };
    return sorted.toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}
