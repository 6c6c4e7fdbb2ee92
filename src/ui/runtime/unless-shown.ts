/** What a screen says of a key that needs something to be shown, while there is nothing. */
export type ReadingWords = {
  /** While it is read for the first time: `The gate is still being read.` */
  readonly loading: string;
  /** After that failed: `The gate could not be read; r tries again.` */
  readonly failed: string;
};

/**
 * A `disabled` of a binding for screens that read something and show it: why the key does nothing while there is nothing to see, and
 * the reason of the screen once there is. Pure.
 */
export function unlessShown<State extends { readonly at: 'loading' | 'failed' | 'shown' }>(
  words: ReadingWords,
  reason: (state: Extract<State, { readonly at: 'shown' }>) => string | undefined,
): (state: State) => string | undefined {
  return state => {
    if (state.at !== 'shown') return words[state.at];
    return reason(state as Extract<State, { readonly at: 'shown' }>);
  };
}
