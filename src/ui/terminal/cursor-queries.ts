/**
 * How long to wait for the terminal's answer, in milliseconds. A terminal that never answers must not lock a
 * confirmation.
 */
const answerTimeoutMs = 2000;

/** Questions for the cursor's position that are on their way. Answers come in the order of the questions. */
export type CursorQueries = {
  /**
   * Counts a question that `send` writes; true once the terminal has answered it, false if it has not within
   * two seconds.
   */
  readonly ask: (send: () => void) => Promise<boolean>;
  /** The terminal has answered one. */
  readonly answer: () => void;
};

/** No questions yet. */
export function createCursorQueries(): CursorQueries {
  /** A question that timed out keeps its place, or its late answer would count for the next one. */
  const waiting: (() => void)[] = [];
  return {
    ask: send =>
      new Promise(resolve => {
        // After the frame that is being drawn in this tick: the answer must mean that it was shown.
        setImmediate(() => {
          const timer = setTimeout(() => resolve(false), answerTimeoutMs);
          waiting.push(() => {
            clearTimeout(timer);
            resolve(true);
          });
          send();
        });
      }),
    answer: () => waiting.shift()?.(),
  };
}
