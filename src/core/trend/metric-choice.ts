import { ownNumber } from '../diff/compare-metrics.ts';
import { describeMetricIn } from '../gate/metric-thresholds.ts';
import type { Policy } from '../gate/policy.ts';
import type { MetricRow } from '../registry/metric.ts';
import type { Metrics, Version } from '../registry/version.ts';

/** How many of the newest versions a trend shows at a glance, and how many decide which metric is the main one. */
export const trendLength = 12;

/** A metric that a trend can be shown of. */
export type ListedMetric = MetricRow & {
  readonly metric: string;
  /** Versions that have it. */
  readonly versionCount: number;
  /** Its value in the newest version that has it. */
  readonly newest: number;
};

/** Metrics a trend is shown of, most telling first. */
const tellingMetrics = [
  'groundedness',
  'factual_correctness',
  'answer_relevance',
  'weighted_score',
  'mean_semantic_sim',
  'accuracy',
];

/** The metric that says most about a model, of the versions given (the newest few); undefined when they have none. Pure. */
export function chooseMainMetric(versions: readonly Version[]): string | undefined {
  const metrics = versions.map(metricsOf);
  const known = tellingMetrics.find(name => metrics.some(values => Object.hasOwn(values, name)));
  return known ?? Object.keys(metrics.at(-1) ?? {})[0];
}

/** Every metric that a version has: the telling ones first, then by name. Versions come oldest first. Pure. */
export function listMetrics(versions: readonly Version[], policy?: Policy): readonly ListedMetric[] {
  const found = new Map<string, { versionCount: number; newest: number }>();
  for (const version of versions) {
    for (const [metric, value] of Object.entries(metricsOf(version))) {
      found.set(metric, { versionCount: (found.get(metric)?.versionCount ?? 0) + 1, newest: value });
    }
  }
  const names = [...found.keys()].sort();
  const telling = tellingMetrics.filter(name => found.has(name));
  const ordered = [...telling, ...names.filter(name => !tellingMetrics.includes(name))];
  return ordered.flatMap(metric => {
    const counted = found.get(metric);
    return counted === undefined ? [] : [{ metric, ...describeMetricIn(policy, metric), ...counted }];
  });
}

/** The metrics of a version; none of one without a usable record. Pure. */
export function metricsOf(version: Version): Metrics {
  return version.whole === 'complete' ? version.record.metrics : {};
}

/** A metric of a version; undefined where it has none. Pure. */
export function readMetric(version: Version, metric: string): number | undefined {
  return ownNumber(metricsOf(version), metric);
}
