import { untilAborted } from './deadline.ts';

/** A list that is read while it still comes. */
export type GrowingList<Item> = {
  /** As long as it is by now. */
  readonly items: readonly Item[];
  /**
   * Waits until `isEnough` says so or the list is whole; it is asked again each time the list has grown by some.
   * Rejects with what the list failed with, and with the signal's reason.
   */
  wait(isEnough: () => boolean, signal: AbortSignal | undefined): Promise<void>;
  /** Gives the rest up. Whoever waits for it is rejected with the reason. */
  stop(reason: unknown): void;
};

/**
 * Begins a list. It goes on by itself, whether anybody waits or not.
 * @param fill gives the items one by one, and settles when the list is whole or failed
 * @param stepLength after how many items those who wait are told
 */
export function growList<Item>(
  stepLength: number,
  fill: (take: (item: Item) => void, signal: AbortSignal) => Promise<void>,
): GrowingList<Item> {
  const items: Item[] = [];
  const control = new AbortController();
  let state: { readonly is: 'growing' | 'whole' } | { readonly is: 'failed'; readonly thrown: unknown } = {
    is: 'growing',
  };
  let grown = Promise.withResolvers<void>();
  const tell = (): void => {
    grown.resolve();
    grown = Promise.withResolvers();
  };
  const take = (item: Item): void => {
    items.push(item);
    if (items.length % stepLength === 0) tell();
  };
  const end = (ended: typeof state): void => {
    state = ended;
    tell();
  };
  fill(take, control.signal).then(
    () => end({ is: 'whole' }),
    (thrown: unknown) => end({ is: 'failed', thrown }),
  );
  return {
    items,
    wait: async (isEnough, signal) => {
      while (state.is === 'growing' && !isEnough())
        await (signal === undefined ? grown.promise : untilAborted(grown.promise, signal));
      if (state.is === 'failed' && !isEnough()) throw state.thrown;
    },
    stop: reason => control.abort(reason),
  };
}
