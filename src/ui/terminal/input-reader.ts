import type { TerminalInput } from './key.ts';
import { emptySplitState, flushDelayMs, flushEscape, type SplitState, splitInput } from './split-keys.ts';

/** Takes chunks as they arrive and gives inputs in order, one per call. */
export type InputReader = {
  readonly push: (chunk: Uint8Array) => void;
  /** Forgets what is unfinished. */
  readonly reset: () => void;
};

/** A reader that ends unfinished sequences by time; a lone ESC is a key after `escapeDelayMs`. */
export function createInputReader(
  escapeDelayMs: number,
  onInput: (input: TerminalInput) => void,
): InputReader {
  let state: SplitState = emptySplitState;
  let timer: NodeJS.Timeout | undefined;
  let afterPoll: NodeJS.Immediate | undefined;

  const forgetDelay = () => {
    clearTimeout(timer);
    clearImmediate(afterPoll);
  };
  // Timers run before input is read: after a busy stretch the rest of a sequence may lie there unread when its time is up.
  const flush = () => {
    afterPoll = setImmediate(() => accept(flushEscape(state)));
  };
  const accept = ([next, inputs]: readonly [SplitState, readonly TerminalInput[]]) => {
    state = next;
    const delayMs = flushDelayMs(state, escapeDelayMs);
    if (delayMs !== undefined) timer = setTimeout(flush, delayMs);
    for (const input of inputs) onInput(input);
  };

  return {
    push: chunk => {
      forgetDelay();
      accept(splitInput(state, chunk));
    },
    reset: () => {
      forgetDelay();
      state = emptySplitState;
    },
  };
}
