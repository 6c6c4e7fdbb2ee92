import type { TimeLimits } from '../../../src/adapters/bucket/deadline.ts';
import type { BucketAddress, ObjectStore } from '../../../src/core/ports/object-store.ts';
import type { Emulator } from '../../support/gcs/emulator.ts';

/** How one store of the contract differs from the others. */
export type StageOptions = {
  readonly address: BucketAddress;
  /** No attempt begins later, in milliseconds. */
  readonly budgetMs: number;
  /** Those of the program when undefined. */
  readonly limits: TimeLimits | undefined;
};

/** A store and the bucket behind it, freed when the test ends. */
export type Stage = { readonly emulator: Emulator; readonly store: ObjectStore };

export type OpenStage = (change?: Partial<StageOptions>) => Promise<Stage>;

/** More than one request takes. */
export const largeBytes = 9 * 1024 * 1024;
