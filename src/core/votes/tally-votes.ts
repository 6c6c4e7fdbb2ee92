import type { Feedback, Vote } from './feedback.ts';

/** Which votes are counted. */
export type VoteWindow = {
  /** The candidate as the voting page calls it. */
  readonly candidate: string;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  /** How far back votes count, in milliseconds. */
  readonly windowMs: number;
};

/** Votes on a candidate in a window. Each vote of the file is counted in exactly one of the numbers, but for its copies. */
export type VoteTally = {
  readonly wins: number;
  readonly losses: number;
  /** Both answers were as good: no reason for either, so it is not part of the ratio. */
  readonly ties: number;
  readonly neither: number;
  /** In the window and about other models. */
  readonly others: number;
  /** The candidate against itself, which nobody can win. */
  readonly selfPairs: number;
  /** About the candidate, with a preference that there is not. */
  readonly unknown: number;
  /** Rows that say the same as one that was counted, at the same time. */
  readonly duplicates: number;
  /** About the candidate, from later than now. */
  readonly future: number;
  /** About the candidate, from before the window. */
  readonly older: number;
};

/** The numbers of a tally, in the order they are told. */
export const voteCounts = [
  'wins',
  'losses',
  'ties',
  'neither',
  'others',
  'selfPairs',
  'unknown',
  'duplicates',
  'future',
  'older',
] as const satisfies readonly (keyof VoteTally)[];

/** What is told of a tally beside its numbers. */
export type VoteNotes = {
  /** What stands in place of a preference, safe to show, each once; the first few. */
  readonly saidInstead: readonly string[];
  /** Other models of the window, each once, as the file calls them; the first few. */
  readonly otherModels: readonly string[];
};

/** How far ahead of ours the clock of a browser may be, in milliseconds. */
export const clockToleranceMs = 5 * 60 * 1000;

/** Most texts that are told one by one. */
const toldTexts = 5;

/** Where a vote belongs. */
type Place = Exclude<keyof VoteTally, 'duplicates'>;

/** Counts the votes on a candidate: only pairs that it is one half of, only those of the window. Pure. */
export function tallyVotes({ votes }: Feedback, window: VoteWindow): VoteTally & VoteNotes {
  const counts: Record<keyof VoteTally, number> = {
    ...{ wins: 0, losses: 0, ties: 0, neither: 0, others: 0 },
    ...{ selfPairs: 0, unknown: 0, duplicates: 0, future: 0, older: 0 },
  };
  const saidInstead = new Set<string>();
  const otherModels = new Set<string>();
  for (const vote of votes) {
    const place = placeVote(vote, window);
    if (place === undefined) continue;
    counts[place] += 1;
    if (isCounted(place)) counts.duplicates += vote.copies;
    if (place === 'unknown' && saidInstead.size < toldTexts) saidInstead.add(vote.said);
    if (place !== 'others') continue;
    for (const model of [vote.a, vote.b]) if (otherModels.size < toldTexts) otherModels.add(model);
  }
  return { ...counts, saidInstead: [...saidInstead], otherModels: [...otherModels] };
}

function isCounted(place: Place): boolean {
  return place === 'wins' || place === 'losses' || place === 'ties' || place === 'neither';
}

/** undefined: of other models, and not of this window. */
function placeVote(
  { a, b, castAtMs, preferred }: Vote,
  { candidate, nowMs, windowMs }: VoteWindow,
): Place | undefined {
  const isAbout = a === candidate || b === candidate;
  const isFuture = castAtMs > nowMs + clockToleranceMs;
  const isOlder = castAtMs < nowMs - windowMs;
  if (!isAbout) return isFuture || isOlder ? undefined : 'others';
  if (isFuture) return 'future';
  if (isOlder) return 'older';
  if (a === b) return 'selfPairs';
  switch (preferred) {
    case 'A':
      return a === candidate ? 'wins' : 'losses';
    case 'B':
      return b === candidate ? 'wins' : 'losses';
    case 'tie':
      return 'ties';
    case 'neither':
      return 'neither';
    case undefined:
      return 'unknown';
    default:
      return preferred satisfies never;
  }
}
