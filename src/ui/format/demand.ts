import { findCrossed, type MetricChange } from '../../core/diff/compare-metrics.ts';
import type { MetricThreshold } from '../../core/gate/metric-thresholds.ts';
import { formatMetric } from './number.ts';

/** What is written for at least and at most: `≥` and `≤`, or ASCII. */
export type BoundSigns = { readonly atLeast: string; readonly atMost: string };

/** The signs where nobody knows what a terminal can show, such as in a file. */
export const asciiBoundSigns: BoundSigns = { atLeast: '>=', atMost: '<=' };

/** A threshold with its operator: `≥ 3`. */
export function formatDemand({ operator, threshold }: MetricThreshold, signs: BoundSigns): string {
  return `${operator === '>=' ? signs.atLeast : signs.atMost} ${formatMetric(threshold)}`;
}

/** All that is demanded of a metric: `≥ 3 and ≤ 5`; empty for nothing. */
export function formatDemands(thresholds: readonly MetricThreshold[], signs: BoundSigns): string {
  return thresholds.map(each => formatDemand(each, signs)).join(' and ');
}

/**
 * What it means that a change crosses a threshold, as a sentence: `groundedness falls below 3: the gate of latest would fail.`
 * Undefined when it crosses none.
 */
export function describeCrossing(change: MetricChange, alias: string): string | undefined {
  const crossed = findCrossed(change);
  if (change.crosses === undefined || crossed === undefined) return undefined;
  const threshold = formatMetric(crossed.threshold);
  if (change.crosses === 'now passes') {
    return `${change.metric} reaches ${threshold}, as the gate of ${alias} demands.`;
  }
  const moves = crossed.operator === '>=' ? 'falls below' : 'rises above';
  return `${change.metric} ${moves} ${threshold}: the gate of ${alias} would fail.`;
}
