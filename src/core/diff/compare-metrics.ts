import {
  describeMetricIn,
  findThresholds,
  type MetricThreshold,
  reachesAll,
  reachesThreshold,
} from '../gate/metric-thresholds.ts';
import type { Policy } from '../gate/policy.ts';
import type { MetricDirection } from '../registry/metric.ts';
import type { Metrics } from '../registry/version.ts';

/** Whether a change is for the better. `changed`: the direction is not known. */
export type ChangeVerdict = 'better' | 'worse' | 'same' | 'changed' | 'only-before' | 'only-after';

/** That a change goes from one side of what the gate demands to the other. */
export type Crossing = 'now passes' | 'now fails';

/** A metric of two versions. */
export type MetricChange = {
  readonly metric: string;
  readonly unit: string;
  readonly direction: MetricDirection;
  readonly before: number | undefined;
  readonly after: number | undefined;
  /** after − before; undefined when one is missing. */
  readonly difference: number | undefined;
  /** difference ÷ |before|; undefined when one is missing or before is 0. */
  readonly differenceRatio: number | undefined;
  readonly verdict: ChangeVerdict;
  /** What the gate demands of the metric; empty where nothing is. */
  readonly thresholds: readonly MetricThreshold[];
  /** undefined when both are on one side, or one is missing. */
  readonly crosses: Crossing | undefined;
};

/** What is known of a metric beside its two values. */
export type KnownMetric = Pick<MetricChange, 'metric' | 'unit' | 'direction' | 'thresholds'>;

/** What is known of a metric under a policy, or without one. Pure. */
export function knowMetric(metric: string, policy?: Policy): KnownMetric {
  const { unit, direction } = describeMetricIn(policy, metric);
  return { metric, unit, direction, thresholds: findThresholds(policy, metric) };
}

/** Every metric that either has, sorted by name; with a policy also whether they cross what it demands. Pure. */
export function compareMetrics(before: Metrics, after: Metrics, policy?: Policy): readonly MetricChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.map(metric =>
    compareMetric(knowMetric(metric, policy), ownNumber(before, metric), ownNumber(after, metric)),
  );
}

/** One metric of two versions. Pure. */
export function compareMetric(
  known: KnownMetric,
  before: number | undefined,
  after: number | undefined,
): MetricChange {
  const { metric, unit, direction, thresholds } = known;
  const base = { metric, unit, direction, thresholds, before, after };
  if (before === undefined || after === undefined) {
    const verdict = before === undefined ? 'only-after' : 'only-before';
    return { ...base, difference: undefined, differenceRatio: undefined, verdict, crosses: undefined };
  }
  const difference = after - before;
  const differenceRatio = before === 0 ? undefined : difference / Math.abs(before);
  const crosses = findCrossing(before, after, thresholds);
  return { ...base, difference, differenceRatio, verdict: judge(difference, direction), crosses };
}

/** The change the other way round. Pure. */
export function reverseChange(change: MetricChange): MetricChange {
  return compareMetric(change, change.after, change.before);
}

/** The first threshold that the change goes across; undefined when it crosses none. Pure. */
export function findCrossed({ before, after, thresholds }: MetricChange): MetricThreshold | undefined {
  if (before === undefined || after === undefined) return undefined;
  return thresholds.find(each => reachesThreshold(before, each) !== reachesThreshold(after, each));
}

/** The value of a metric; undefined when it is not there. Pure. */
export function ownNumber(metrics: Metrics, name: string): number | undefined {
  return Object.hasOwn(metrics, name) ? metrics[name] : undefined;
}

function judge(difference: number, direction: MetricDirection): ChangeVerdict {
  if (difference === 0) return 'same';
  if (direction === 'unknown') return 'changed';
  const isBetter = direction === 'higher' ? difference > 0 : difference < 0;
  return isBetter ? 'better' : 'worse';
}

function findCrossing(
  before: number,
  after: number,
  thresholds: readonly MetricThreshold[],
): Crossing | undefined {
  const [passed, passes] = [reachesAll(before, thresholds), reachesAll(after, thresholds)];
  if (passed === passes) return undefined;
  return passes ? 'now passes' : 'now fails';
}
