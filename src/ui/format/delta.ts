import type { ChangeVerdict, MetricChange } from '../../core/diff/compare-metrics.ts';
import type { Segment, Tone } from '../components/line.tsx';
import type { Theme } from '../terminal/theme.ts';
import { formatMetric } from './number.ts';

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

/** A change of a metric with symbol, size and word, so that it is read without colour: `▲ +0.12 better`. */
export function segmentOfChange(change: Pick<MetricChange, 'difference' | 'verdict'>, theme: Theme): Segment {
  const { symbol, tone, word } = looks[change.verdict];
  const size = change.verdict === 'same' ? '' : formatDifference(change.difference);
  return { text: [theme.symbols[symbol], size, word].filter(part => part !== '').join(' '), tone };
}
