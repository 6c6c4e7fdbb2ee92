import { describeMetric } from '../registry/metric.ts';
import type { Metrics } from '../registry/version.ts';

/** Whether a change is for the better. `changed`: the direction is not known. */
export type ChangeVerdict = 'better' | 'worse' | 'same' | 'changed' | 'only-before' | 'only-after';

/** A metric of two versions. */
export type MetricChange = {
  readonly metric: string;
  readonly unit: string;
  readonly before: number | undefined;
  readonly after: number | undefined;
  /** after − before; undefined when one is missing. */
  readonly difference: number | undefined;
  /** difference ÷ |before|; undefined when one is missing or before is 0. */
  readonly differenceRatio: number | undefined;
  readonly verdict: ChangeVerdict;
};

/** Every metric that either has, sorted by name. Pure. */
export function compareMetrics(before: Metrics, after: Metrics): readonly MetricChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.map(metric => compareMetric(metric, ownNumber(before, metric), ownNumber(after, metric)));
}

function ownNumber(metrics: Metrics, name: string): number | undefined {
  return Object.hasOwn(metrics, name) ? metrics[name] : undefined;
}

function compareMetric(metric: string, before: number | undefined, after: number | undefined): MetricChange {
  const { unit, direction } = describeMetric(metric);
  const base = { metric, unit, before, after };
  if (before === undefined || after === undefined) {
    const verdict = before === undefined ? 'only-after' : 'only-before';
    return { ...base, difference: undefined, differenceRatio: undefined, verdict };
  }
  const difference = after - before;
  const differenceRatio = before === 0 ? undefined : difference / Math.abs(before);
  if (difference === 0) return { ...base, difference, differenceRatio, verdict: 'same' };
  if (direction === 'unknown') return { ...base, difference, differenceRatio, verdict: 'changed' };
  const isBetter = direction === 'higher' ? difference > 0 : difference < 0;
  return { ...base, difference, differenceRatio, verdict: isBetter ? 'better' : 'worse' };
}
