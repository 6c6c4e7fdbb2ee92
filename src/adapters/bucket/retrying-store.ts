import { UnavailableError } from '../../core/errors/app-error.ts';
import type { CallOptions, ObjectStore } from '../../core/ports/object-store.ts';
import { PassingFailure } from './passing-failure.ts';

const firstWaitMs = 250;
const longestWaitMs = 8000;

/** What retrying takes from outside. */
export type RetryOptions = {
  /** No attempt begins later than this after the call, in milliseconds. */
  readonly budgetMs: number;
  /** Milliseconds that only grow, from any origin. */
  readonly nowMs: () => number;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** Waits; rejects with the signal's reason as soon as it is aborted. */
  readonly sleep: (waitMs: number, signal: AbortSignal | undefined) => Promise<void>;
};

/**
 * The same store, whose calls make another attempt as long as they fail for a reason that may pass and the budget lasts: waits are
 * random up to 250 ms, doubled each time up to 8 s, and never shorter than the other side asked for. Nothing else is tried again.
 *
 * A lost answer may have been a success, so a second attempt can be told `refused`, and a removal `false`, by what the first one did:
 * the caller reads back. Of a transfer (a download, a file that is written) only the time after its first failure counts, and its
 * progress begins again at 0.
 */
export function createRetryingStore(store: ObjectStore, options: RetryOptions): ObjectStore {
  const soon = <Result>(call: CallOptions | undefined, attempt: () => Promise<Result>): Promise<Result> =>
    repeat(attempt, { ...options, call, startedAtMs: options.nowMs() });
  const transfer = <Result>(call: CallOptions | undefined, attempt: () => Promise<Result>): Promise<Result> =>
    repeat(attempt, { ...options, call, startedAtMs: undefined });
  return {
    address: store.address,
    listsWhole: store.listsWhole,
    list: (query, call) => soon(call, () => store.list(query, call)),
    find: (name, call) => soon(call, () => store.find(name, call)),
    read: (name, limitBytes, call) => soon(call, () => store.read(name, limitBytes, call)),
    download: (name, path, call) => transfer(call, () => store.download(name, path, call)),
    write: (write, call) =>
      (write.body.from === 'file' ? transfer : soon)(call, () => store.write(write, call)),
    remove: (name, generation, call) => soon(call, () => store.remove(name, generation, call)),
    close: () => store.close(),
  };
}

type Course = RetryOptions & {
  readonly call: CallOptions | undefined;
  /** undefined: the budget counts from the first failure. */
  readonly startedAtMs: number | undefined;
};

async function repeat<Result>(attempt: () => Promise<Result>, course: Course): Promise<Result> {
  let { startedAtMs } = course;
  const { signal, stop, budgetMs = course.budgetMs } = course.call ?? {};
  const endsAfterMs = Math.min(budgetMs, course.budgetMs);
  const wake = signal && stop ? AbortSignal.any([signal, stop]) : (signal ?? stop);
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt();
    } catch (thrown) {
      if (!(thrown instanceof PassingFailure)) throw thrown;
      signal?.throwIfAborted();
      const now = course.nowMs();
      startedAtMs ??= now;
      const waitMs = chooseWait(attempts, thrown.waitMs, course.random());
      const isOver = stop?.aborted === true || now + waitMs > startedAtMs + endsAfterMs;
      if (isOver) throw describeGivingUp(thrown, attempts);
      await course.sleep(waitMs, wake).catch((woken: unknown) => {
        signal?.throwIfAborted();
        throw stop?.aborted ? describeGivingUp(thrown, attempts) : woken;
      });
    }
  }
}

/** Full jitter: anything up to a limit that doubles. @see https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter */
function chooseWait(attempts: number, leastMs: number, random: number): number {
  const limitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** (attempts - 1));
  return Math.max(leastMs, random * limitMs);
}

function describeGivingUp(failure: PassingFailure, attempts: number): UnavailableError {
  const message = attempts === 1 ? failure.message : `${failure.message} Tried ${attempts} times.`;
  return new UnavailableError(failure.code, message, {
    cause: failure.cause,
    hint: failure.hint,
    data: { ...failure.data, attempts },
  });
}
