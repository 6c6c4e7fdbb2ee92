import { describe, onTestFinished } from 'vitest';
import type { TimeLimits } from '../../src/adapters/bucket/deadline.ts';
import type { BucketAddress, ObjectStore } from '../../src/core/ports/object-store.ts';
import type { Emulator } from '../support/gcs/emulator.ts';
import { openEmulator } from '../support/gcs/emulator-rig.ts';
import { describeLostAnswers } from './object-store/lost-answers.ts';
import { describeReads } from './object-store/reads.ts';
import { describeRefusals } from './object-store/refusals.ts';
import { describeSilence } from './object-store/silence.ts';
import type { OpenStage, StageOptions } from './object-store/stage.ts';
import { describeWrites } from './object-store/writes.ts';

/** How the contract gets a store to test. */
export type ObjectStoreRig = {
  /** The store, with its retries, of an address in an emulator. Its clock and its waits are real. */
  readonly open: (emulator: Emulator, options: StageOptions) => ObjectStore;
  /** Whether the store speaks to the https endpoint. */
  readonly https: boolean;
  /** As short as one attempt of this store can be given, for tests in which nothing answers. */
  readonly shortLimits: TimeLimits;
};

const address: BucketAddress = { bucket: 'bucket', prefix: 'team/registry/' };

/** Long enough for a few attempts of the slowest store. */
const budgetMs = 20_000;

/** What every {@link ObjectStore} must do, with its retries, whatever the network makes of it. */
export function describeObjectStore(name: string, rig: ObjectStoreRig): void {
  const stage: OpenStage = async change => {
    const emulator = await openEmulator({ https: rig.https });
    const store = rig.open(emulator, { address, budgetMs, limits: undefined, ...change });
    onTestFinished(() => store.close());
    return { emulator, store };
  };
  /** A store that makes one attempt, and waits for it as short as it can. */
  const impatient: OpenStage = () => stage({ budgetMs: 0, limits: rig.shortLimits });

  describe(`object store: ${name}`, () => {
    describeWrites(stage);
    describeReads(stage);
    describeRefusals(stage);
    describeLostAnswers(stage);
    describeSilence(impatient, rig.shortLimits);
  });
}
