import { countDecisive, countMissing, measureWait, type VoteResult } from '../../core/votes/vote-result.ts';
import { formatHours, formatPercent } from '../../core/votes/vote-words.ts';
import { formatMinute } from './age.ts';

/** A fact about votes: what it is, what it is now, and what it has to be; empty where nothing is demanded. */
export type VoteFact = { readonly label: string; readonly found: string; readonly wanted: string };

/** Votes in rows: how they fell, what part was won, how many are missing, how long it is still to wait. Pure. */
export function listVoteFacts(result: VoteResult, now: string): readonly VoteFact[] {
  const { wins, losses, ties, neither, windowMs, minVotes, threshold, candidateForMs } = result;
  const missing = countMissing(result);
  const more = missing === 0 ? '' : `, ${missing} more needed`;
  return [
    {
      label: 'votes',
      found: `${countDecisive(result)} of the last ${formatHours(windowMs)}: ${wins} won, ${losses} lost${more}`,
      wanted: `at least ${minVotes}`,
    },
    { label: 'ratio', found: describeRatio(result), wanted: `at least ${formatPercent(threshold)}` },
    { label: 'no preference', found: `${ties} tied, ${neither} neither`, wanted: '' },
    { label: 'candidate', found: describeSince(result, now), wanted: `for ${formatHours(candidateForMs)}` },
    ...describeLeftOut(result),
  ];
}

function describeRatio({ ratio, interval }: VoteResult): string {
  if (ratio === null || interval === null) return 'none yet';
  const range = `${formatPercent(interval.low)} to ${formatPercent(interval.high)}`;
  return `${formatPercent(ratio)}, ${range} with 95% confidence`;
}

function describeSince(result: VoteResult, now: string): string {
  const { candidateSince, sinceFrom } = result;
  if (candidateSince === null) return 'nobody recorded since when';
  const waitMs = measureWait(result, now);
  const left = waitMs === undefined || !(waitMs > 0) ? '' : `, ${formatHours(waitMs)} left`;
  return `since ${formatMinute(candidateSince)} UTC${sinceFrom === 'said' ? ', as was said' : ''}${left}`;
}

/** What is about the candidate and was not counted; nothing where there is none of it. */
function describeLeftOut(result: VoteResult): readonly VoteFact[] {
  const parts = [
    [result.older, 'older'],
    [result.duplicates, 'repeated'],
    [result.selfPairs, 'with itself'],
    [result.unknown, 'unreadable'],
    [result.future, 'from the future'],
  ] as const;
  const found = parts.flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`])).join(', ');
  return found === '' ? [] : [{ label: 'not counted', found, wanted: '' }];
}
