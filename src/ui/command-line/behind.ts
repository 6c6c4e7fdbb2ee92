/** Work that goes on when its receipt is there already: what earlier operations left unfinished. The program ends after it. */
export type Behind = {
  readonly begin: (work: Promise<unknown>) => void;
  /** Resolves when nothing goes on any more, however that ended. */
  readonly ended: () => Promise<void>;
  /** Leaves work to the very end, when the result is printed; once for what it is about, however often it is said. */
  readonly leaveToTheEnd: (about: object, work: () => Promise<void>) => void;
  /** Does what was left to the end, and resolves when nothing goes on any more. */
  readonly finish: () => Promise<void>;
};

/** Nothing goes on. */
export function createBehind(): Behind {
  let all: Promise<unknown> = Promise.resolve();
  const left = new Map<object, () => Promise<void>>();
  const begin = (work: Promise<unknown>): void => {
    all = Promise.allSettled([all, work]);
  };
  const ended = async (): Promise<void> => void (await all);
  return {
    begin,
    ended,
    leaveToTheEnd: (about, work) => void left.set(about, work),
    finish: async () => {
      await ended();
      for (const work of left.values()) begin(work());
      left.clear();
      await ended();
    },
  };
}
