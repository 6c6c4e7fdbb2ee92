/** How much longer there is rest after a reading than it took: who watches reads all of it again. */
const restPerReading = 4;

/** Longest rest, in milliseconds. */
const longestRestMs = 5000;

/** Tells who watches of changes, no faster than they can be read. */
export type PacedTelling = {
  /** Something changed. */
  readonly tell: () => void;
  /** Carries out a reading, whose length counts. */
  readonly measure: <Result>(read: () => Promise<Result>) => Promise<Result>;
  /** Who is told from now on, until the returned function is called. */
  readonly listen: (onChange: () => void) => () => void;
};

/**
 * Tells at once, and what comes soon after that once, at least `leastMs` later: not while something is read, and after a reading that took
 * long only when four times as long is over. Otherwise changes that keep coming would leave no time for anything but reading them.
 */
export function createPacedTelling(leastMs: number): PacedTelling {
  const listeners = new Set<() => void>();
  let running = 0;
  let restsUntilMs = 0;
  let timer: NodeJS.Timeout | undefined;
  let isDue = false;
  const tellNow = (): void => {
    isDue = false;
    wait();
    for (const listener of listeners) listener();
  };
  const wait = (): void => {
    timer = setTimeout(() => {
      timer = undefined;
      if (!isDue) return;
      if (running > 0 || performance.now() < restsUntilMs) wait();
      else tellNow();
    }, leastMs);
    timer.unref();
  };
  return {
    tell: () => {
      if (listeners.size === 0) return;
      if (timer === undefined && running === 0 && performance.now() >= restsUntilMs) tellNow();
      else {
        isDue = true;
        if (timer === undefined) wait();
      }
    },
    measure: async read => {
      const startedAtMs = performance.now();
      running += 1;
      try {
        return await read();
      } finally {
        running -= 1;
        const endedAtMs = performance.now();
        restsUntilMs = endedAtMs + Math.min(longestRestMs, restPerReading * (endedAtMs - startedAtMs));
      }
    },
    listen: onChange => {
      listeners.add(onChange);
      return () => {
        listeners.delete(onChange);
        if (listeners.size > 0) return;
        clearTimeout(timer);
        timer = undefined;
        isDue = false;
      };
    },
  };
}
