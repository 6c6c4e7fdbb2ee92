/** Work that goes on when its receipt is there already: what earlier operations left unfinished. The program ends after it. */
export type Behind = {
  readonly begin: (work: Promise<unknown>) => void;
  /** Resolves when nothing goes on any more, however that ended. */
  readonly ended: () => Promise<void>;
};

/** Nothing goes on. */
export function createBehind(): Behind {
  let all: Promise<unknown> = Promise.resolve();
  return {
    begin: work => {
      all = Promise.allSettled([all, work]);
    },
    ended: async () => void (await all),
  };
}
