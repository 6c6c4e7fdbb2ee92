import type { BucketAddress, ObjectStore } from '../../core/ports/object-store.ts';
import type { Variables } from '../../core/settings/read-environment.ts';
import { type TimeLimits, usualTimeLimits } from './deadline.ts';
import { createGsutilStore } from './gsutil-store.ts';
import { createJsonApiStore } from './json-api-store.ts';
import { openJsonApi } from './open-json-api.ts';
import { createLargeUpload } from './resumable-upload.ts';
import { createRetryingStore } from './retrying-store.ts';
import { sleep } from './sleep.ts';

/** How a bucket is reached: with Google's library and its login, or with the program gsutil and the login of the Cloud SDK. */
export type BucketTransport = 'sdk' | 'gsutil';

/** Which bucket, and how. */
export type BucketOptions = {
  readonly address: BucketAddress;
  readonly transport: BucketTransport;
  /** Variables of the environment: the emulator, proxies, what gsutil runs with. */
  readonly variables: Variables;
  /** No call begins another attempt later than this, in milliseconds; a minute when left out. */
  readonly budgetMs?: number | undefined;
  readonly limits?: TimeLimits | undefined;
};

const usualBudgetMs = 60_000;

/**
 * A bucket whose calls are tried again while that may help. Opens no connection and loads nothing before its first call.
 * @throws InvalidInputError `invalid-configuration` when a variable names no server.
 */
export function openObjectStore(options: BucketOptions): ObjectStore {
  return createRetryingStore(openTransport(options), {
    budgetMs: options.budgetMs ?? usualBudgetMs,
    nowMs: () => performance.now(),
    random: Math.random,
    sleep,
  });
}

/** A bucket whose calls are attempted once. */
export function openTransport(options: BucketOptions): ObjectStore {
  const { address, variables, limits = usualTimeLimits } = options;
  if (options.transport === 'gsutil') return createGsutilStore({ address, variables, limits });
  const { api, sdk, openAgent } = openJsonApi({ address, variables, limits });
  return createJsonApiStore(api, createLargeUpload(sdk.storage, openAgent));
}
