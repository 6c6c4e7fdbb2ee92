import type { ChangeVerdict, MetricChange } from '../../core/diff/compare-metrics.ts';
import type { Segment, Tone } from '../components/line.tsx';
import type { Theme } from '../terminal/theme.ts';
import { formatMetric, formatRatio } from './number.ts';

type Looks = {
  readonly symbol: keyof Theme['symbols'] & ('better' | 'worse' | 'same' | 'arrow' | 'unknown');
  readonly tone: Tone;
  readonly word: string;
};

const looks: Readonly<Record<ChangeVerdict, Looks>> = {
  better: { symbol: 'better', tone: 'good', word: 'better' },
  worse: { symbol: 'worse', tone: 'bad', word: 'worse' },
  same: { symbol: 'same', tone: 'muted', word: 'same' },
  changed: { symbol: 'arrow', tone: 'plain', word: 'changed' },
  'only-before': { symbol: 'unknown', tone: 'warning', word: 'no longer measured' },
  'only-after': { symbol: 'unknown', tone: 'warning', word: 'not measured before' },
};

/** A difference as a signed number without binary noise: `+0.12`, `-3`, `0`; empty when it is undefined. */
export function formatDifference(difference: number | undefined): string {
  if (difference === undefined) return '';
  // Differences of decimal fractions carry binary noise in their last digits; no metric has twelve that matter.
  const cleaned = Number(difference.toPrecision(12));
  return cleaned > 0 ? `+${formatMetric(cleaned)}` : formatMetric(cleaned);
}

/** A difference with its share of what was before: `-1.59 (-37%)`; empty where nothing changed or one is missing. */
export function describeDifference({
  difference,
  differenceRatio,
}: Pick<MetricChange, 'difference' | 'differenceRatio'>): string {
  if (difference === undefined || difference === 0) return '';
  const size = formatDifference(difference);
  const sign = difference > 0 ? '+' : '';
  return differenceRatio === undefined ? size : `${size} (${sign}${formatRatio(differenceRatio)})`;
}

/**
 * A change of a metric with symbol, size and word, so that it is read without colour, and whether it crosses what the gate
 * demands: `▲ +0.12 better`, `▼ -1.4 worse, now fails`.
 */
export function segmentOfChange(
  change: Pick<MetricChange, 'difference' | 'verdict'> & Partial<Pick<MetricChange, 'crosses'>>,
  theme: Theme,
): Segment {
  const { symbol, tone, word } = looks[change.verdict];
  const size = change.verdict === 'same' ? '' : formatDifference(change.difference);
  const words = change.crosses === undefined ? word : `${word}, ${change.crosses}`;
  return { text: [theme.symbols[symbol], size, words].filter(part => part !== '').join(' '), tone };
}
