import { ownNumber } from '../diff/compare-metrics.ts';
import { listTrainingMetrics } from './training-fields.ts';
import type { Metrics, Version } from './version.ts';

/** A version and its value of the metric that versions are ranked by. */
export type RankedVersion = { readonly version: string; readonly value: number };

/** The metrics of a version with the numbers of its training, `cost_usd` among them; a measured metric of the same name goes first. Pure. */
export function listComparable(version: Version): Metrics {
  if (version.whole !== 'complete') return {};
  return { ...listTrainingMetrics(version.record.training), ...version.record.metrics };
}

/** Versions that have the metric, best first; of equal ones the older first. Versions come oldest first. Pure. */
export function rankByMetric(
  versions: readonly Version[],
  metric: string,
  best: 'highest' | 'lowest',
): readonly RankedVersion[] {
  const sign = best === 'highest' ? -1 : 1;
  return versions
    .flatMap((version): readonly RankedVersion[] => {
      const value = ownNumber(listComparable(version), metric);
      return value === undefined ? [] : [{ version: version.version, value }];
    })
    .sort((one, other) => sign * (one.value - other.value));
}
