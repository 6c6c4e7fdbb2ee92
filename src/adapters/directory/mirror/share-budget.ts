import { toAppError } from '../../../core/errors/app-error.ts';
import type { CallOptions, ObjectStore } from '../../../core/ports/object-store.ts';

/** A bucket whose calls share the budget of one act. */
export type SharedBudget = {
  readonly store: ObjectStore;
  /** Another act begins: what an earlier one waited for does not count. */
  readonly begin: () => void;
};

/**
 * The same bucket, whose calls do not each wait their own time: all outages of an act together, each from the start of the first call that
 * could not reach the bucket until one that could, hold it up by no more than `budgetMs`. Each call is attempted once at least.
 * @param options `nowMs`: milliseconds from any origin
 */
export function shareBudget(
  store: ObjectStore,
  { budgetMs, nowMs }: { readonly budgetMs: number; readonly nowMs: () => number },
): SharedBudget {
  let lostSinceMs: number | undefined;
  /** In outages that are over: a bucket that answers one call and refuses the next again and again must not cost the budget each time. */
  let spentMs = 0;
  const share = async <Options extends CallOptions, Result>(
    options: Options | undefined,
    call: (shared: Options) => Promise<Result>,
  ): Promise<Result> => {
    const startedAtMs = nowMs();
    const left = Math.max(0, budgetMs - spentMs - (startedAtMs - (lostSinceMs ?? startedAtMs)));
    const shared = { ...options, budgetMs: Math.min(left, options?.budgetMs ?? left) } as Options;
    try {
      const result = await call(shared);
      if (lostSinceMs !== undefined) spentMs += nowMs() - lostSinceMs;
      lostSinceMs = undefined;
      return result;
    } catch (thrown) {
      if (!options?.signal?.aborted && toAppError(thrown).code === 'network-failed')
        lostSinceMs ??= startedAtMs;
      throw thrown;
    }
  };
  return {
    begin: () => {
      spentMs = 0;
      lostSinceMs = undefined;
    },
    store: {
      address: store.address,
      listsWhole: store.listsWhole,
      list: (query, options) => share(options, shared => store.list(query, shared)),
      find: (name, options) => share(options, shared => store.find(name, shared)),
      read: (name, limitBytes, options) => share(options, shared => store.read(name, limitBytes, shared)),
      download: (name, path, options) => share(options, shared => store.download(name, path, shared)),
      write: (write, options) => share(options, shared => store.write(write, shared)),
      remove: (name, generation, options) => share(options, shared => store.remove(name, generation, shared)),
      close: () => store.close(),
    },
  };
}
