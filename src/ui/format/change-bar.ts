import type { MetricChange } from '../../core/diff/compare-metrics.ts';

/** From how much of |before| on a bar has one cell more. */
const steps: readonly number[] = [0, 0.02, 0.05, 0.1, 0.25];

/** What a bar is made of where nobody knows what is shown, such as in a file. */
export const asciiBar = { barFull: '#', barEmpty: '.' } as const;

/** Cells of a bar. */
export const changeBarWidth = steps.length;

/**
 * How large a change is against what was before, at a glance: one cell for any change, then one more each from 2 %, 5 %, 10 % and
 * 25 % on. Empty where nothing changed or there is nothing to hold it against.
 */
export function drawChangeBar(
  { differenceRatio }: Pick<MetricChange, 'differenceRatio'>,
  symbols: { readonly barFull: string; readonly barEmpty: string },
): string {
  if (differenceRatio === undefined || differenceRatio === 0) return '';
  const size = Math.abs(differenceRatio);
  const full = steps.filter((from, place) => (place === 0 ? size > from : size >= from)).length;
  return symbols.barFull.repeat(full) + symbols.barEmpty.repeat(changeBarWidth - full);
}
