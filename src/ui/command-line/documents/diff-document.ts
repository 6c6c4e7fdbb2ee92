import type { ValueChange, VersionComparison } from '../../../core/diff/compare-versions.ts';
import type { MetricThreshold } from '../../../core/gate/metric-thresholds.ts';
import type { DiffDocument } from '../json/diff.ts';

/** A comparison as a document. Pure. */
export function describeDiff(comparison: VersionComparison): DiffDocument {
  return {
    schema: 'lastgood/diff/1',
    model: comparison.model,
    before: comparison.before,
    after: comparison.after,
    gateAlias: comparison.gateAlias ?? null,
    metrics: comparison.metrics.map(change => ({
      metric: change.metric,
      unit: change.unit,
      before: change.before ?? null,
      after: change.after ?? null,
      difference: change.difference ?? null,
      differenceRatio: change.differenceRatio ?? null,
      verdict: change.verdict,
      thresholds: describeThresholds(change.thresholds),
      crosses: change.crosses ?? null,
    })),
    configuration: comparison.configuration.map(describeChange),
    unchangedConfigurationCount: comparison.unchangedConfigurationCount,
    artifacts: comparison.artifacts.map(describeChange),
    unchangedArtifactCount: comparison.unchangedArtifactCount,
    particulars: comparison.particulars.map(describeChange),
    training: comparison.training.map(describeChange),
    lineage: comparison.lineage.map(describeChange),
    gaps: [...comparison.gaps],
  };
}

/** What a gate demands, as a document. Pure. */
export function describeThresholds(thresholds: readonly MetricThreshold[]) {
  return thresholds.map(({ operator, threshold }) => ({ operator, threshold }));
}

function describeChange({ name, before, after }: ValueChange) {
  return { name, before: before ?? null, after: after ?? null };
}
