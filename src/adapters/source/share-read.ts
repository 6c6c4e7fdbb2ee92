import type { ReadOptions } from '../../core/ports/registry.ts';

/** One read that several callers wait for. */
type Shared<Result> = {
  readonly answer: Promise<Result>;
  readonly stop: AbortController;
  readonly watchers: Set<NonNullable<ReadOptions['onProgress']>>;
  waiting: number;
};

/**
 * A read of which only one runs at a time: whoever asks meanwhile waits for the same. It is given up when everybody who waits for it has
 * given up; one who does alone gets the reason of its own signal.
 */
export function shareRead<Result>(
  read: (options: ReadOptions) => Promise<Result>,
): (options?: ReadOptions) => Promise<Result> {
  let shared: Shared<Result> | undefined;
  const begin = (): Shared<Result> => {
    const stop = new AbortController();
    const watchers: Shared<Result>['watchers'] = new Set();
    const onProgress = (done: number, total: number): void => {
      for (const watcher of watchers) watcher(done, total);
    };
    const answer = read({ signal: stop.signal, onProgress }).finally(() => {
      if (shared === begun) shared = undefined;
    });
    // Everybody may have given up by then.
    answer.catch(() => undefined);
    const begun: Shared<Result> = { answer, stop, watchers, waiting: 0 };
    return begun;
  };
  return async ({ signal, onProgress } = {}) => {
    signal?.throwIfAborted();
    // One that was given up and has not ended yet is nobody's.
    if (shared === undefined || shared.stop.signal.aborted) shared = begin();
    const mine = shared;
    mine.waiting += 1;
    if (onProgress) mine.watchers.add(onProgress);
    const { promise: givenUp, reject } = Promise.withResolvers<never>();
    const giveUp = (): void => {
      mine.waiting -= 1;
      if (mine.waiting === 0) mine.stop.abort(signal?.reason);
      else reject(signal?.reason);
    };
    signal?.addEventListener('abort', giveUp, { once: true });
    try {
      return await Promise.race([mine.answer, givenUp]);
    } finally {
      signal?.removeEventListener('abort', giveUp);
      if (onProgress) mine.watchers.delete(onProgress);
      if (!signal?.aborted) mine.waiting -= 1;
    }
  };
}
