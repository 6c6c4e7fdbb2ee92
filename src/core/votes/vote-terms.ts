/** What votes have to say for a candidate to pass. */
export type VoteTerms = {
  /** Least part of wins among wins and losses, 0..1. Equality passes. */
  readonly threshold: number;
  /** Fewer wins and losses than this say nothing; at least 1. */
  readonly minVotes: number;
  /** How far back votes count, in milliseconds. */
  readonly windowMs: number;
  /** How long it must have been the candidate, in milliseconds. */
  readonly candidateForMs: number;
};

const dayMs = 24 * 3600 * 1000;

/** S4's rule, half of the votes of about a day, with a least number of them: there one vote was enough. */
export const usualVoteTerms: VoteTerms = {
  threshold: 0.5,
  minVotes: 20,
  windowMs: dayMs,
  candidateForMs: dayMs,
};
