/** Lets only so much work run at once; the rest waits, first come, first served. */
export type Turns = {
  /** Rejects with the signal's reason when the caller gives up before it is its turn. */
  take<Result>(signal: AbortSignal | undefined, work: () => Promise<Result>): Promise<Result>;
};

/** Turns for work of which `limit` may run at once. */
export function createTurns(limit: number): Turns {
  const waiting = new Set<() => void>();
  let runs = 0;
  const leave = (): void => {
    runs -= 1;
    const [next] = waiting;
    next?.();
  };
  const enter = async (signal: AbortSignal | undefined): Promise<void> => {
    signal?.throwIfAborted();
    if (runs < limit) {
      runs += 1;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const begin = (): void => {
      waiting.delete(begin);
      runs += 1;
      resolve();
    };
    const abort = (): void => {
      waiting.delete(begin);
      reject(signal?.reason);
    };
    waiting.add(begin);
    signal?.addEventListener('abort', abort, { once: true });
    await promise.finally(() => signal?.removeEventListener('abort', abort));
  };
  return {
    take: async (signal, work) => {
      await enter(signal);
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
