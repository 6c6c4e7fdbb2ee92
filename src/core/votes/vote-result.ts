import type { CandidateSince } from './candidate-since.ts';
import type { VoteTally } from './tally-votes.ts';
import type { VoteTerms } from './vote-terms.ts';
import type { RatioInterval } from './wilson-interval.ts';

/** Votes as they were judged: numbers, terms, and what they were held against. Stored as it is in the report of a gate. */
export type VoteResult = VoteTally &
  VoteTerms & {
    /** As the voting page calls it, safe to show. */
    readonly candidate: string;
    /** Wins among wins and losses, 0..1; null without one. */
    readonly ratio: number | null;
    /** What the votes speak for with 95% confidence; null without one. */
    readonly interval: RatioInterval | null;
    /** ISO 8601 UTC; null where nobody knows. */
    readonly candidateSince: string | null;
    readonly sinceFrom: CandidateSince['source'] | null;
  };

/** Wins and losses: the votes that decide. Pure. */
export function countDecisive({ wins, losses }: Pick<VoteTally, 'wins' | 'losses'>): number {
  return wins + losses;
}

/** How many more wins or losses there have to be; 0 when there are enough. Pure. */
export function countMissing(result: Pick<VoteResult, 'wins' | 'losses' | 'minVotes'>): number {
  return Math.max(0, result.minVotes - countDecisive(result));
}

/** How long it still has to be the candidate, in milliseconds, 0 when long enough; undefined where nobody knows since when. Pure. */
export function measureWait(
  { candidateSince, candidateForMs }: Pick<VoteResult, 'candidateSince' | 'candidateForMs'>,
  now: string,
): number | undefined {
  if (candidateSince === null) return undefined;
  return Math.max(0, Date.parse(candidateSince) + candidateForMs - Date.parse(now));
}
