/** What a person preferred of the two answers of a pair. */
export type Preference = 'A' | 'B' | 'tie' | 'neither';

/** One pair that a person was shown, whatever came of it. Rows of a file that say exactly the same at the same time are one. */
export type Vote = {
  /** Milliseconds since the epoch. */
  readonly castAtMs: number;
  /** The models behind the answers A and B, as the voting page calls them: to be compared, not shown. */
  readonly a: string;
  readonly b: string;
  /** undefined: the row says something else than there is. */
  readonly preferred: Preference | undefined;
  /** What stands in the row, safe to show. */
  readonly said: string;
  /** How many further rows say exactly the same. */
  readonly copies: number;
};

/** What `user_feedback.json` holds. */
export type Feedback = {
  /** In the order of the file. */
  readonly votes: readonly Vote[];
  /** Ratings of single answers, the list `interleaved`: nobody compared anything there, so they are no votes. */
  readonly ratings: number;
};
