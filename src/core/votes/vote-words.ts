import { showModelId } from './candidate-name.ts';
import type { VoteNotes } from './tally-votes.ts';
import { countDecisive, type VoteResult } from './vote-result.ts';

const minuteMs = 60_000;

/** A span in hours, in minutes below one: `24 h`, `19.5 h`, `40 min`. Rounded up: who waits that long has waited enough. Pure. */
export function formatHours(spanMs: number): string {
  const minutes = Math.ceil(spanMs / minuteMs);
  return minutes < 60 ? `${minutes} min` : `${Math.ceil(minutes / 6) / 10} h`;
}

/** A part of a whole in percent, never rounded up: what is below a threshold does not look as if it reached it. Pure. */
export function formatPercent(ratio: number): string {
  return `${Math.floor(Number((ratio * 1000).toPrecision(12))) / 10}%`;
}

/** How many there are of something that takes an s in the plural: `1 vote`, `3 votes`. Pure. */
export function countThings(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

/** What was counted, in a sentence without its full stop: `qwen_v2 won 14 of 22 votes of the last 24 h, 63.6% (43%..80.2%)`. Pure. */
export function describeCount(result: VoteResult): string {
  const { candidate, wins, ratio, interval, windowMs } = result;
  const span = `of the last ${formatHours(windowMs)}`;
  if (ratio === null || interval === null) return `${candidate} has no vote for or against it ${span}`;
  const range = `${formatPercent(interval.low)}..${formatPercent(interval.high)}`;
  const votes = countThings(countDecisive(result), 'vote');
  return `${candidate} won ${wins} of ${votes} ${span}, ${formatPercent(ratio)} (${range} with 95% confidence)`;
}

/** What is in the file and was not counted, each in a sentence without its full stop; none where there is nothing odd. Pure. */
export function listOddities(result: VoteResult, notes: VoteNotes): readonly string[] {
  const { candidate, future, unknown, duplicates, selfPairs } = result;
  const shown = notes.otherModels.map(showModelId).join(', ');
  const isStranger = notes.otherModels.length > 0 && countPairs(result) === 0;
  return [
    ...(isStranger ? [`no pair of that time has ${candidate}, they are of ${shown}`] : []),
    ...(future === 0 ? [] : [`${countThings(future, 'vote')} from the future not counted`]),
    ...(unknown === 0
      ? []
      : [
          `${countThings(unknown, 'vote')} not counted that prefer${unknown === 1 ? 's' : ''} ${notes.saidInstead.join(', ')}`,
        ]),
    ...(duplicates === 0 ? [] : [`${countThings(duplicates, 'repeated row')} counted once`]),
    ...(selfPairs === 0 ? [] : [`${countThings(selfPairs, 'pair')} of ${candidate} with itself left out`]),
  ];
}

/** Pairs with the candidate in the window, whatever came of them. */
function countPairs({ wins, losses, ties, neither, selfPairs, unknown }: VoteResult): number {
  return wins + losses + ties + neither + selfPairs + unknown;
}
