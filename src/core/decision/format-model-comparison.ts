import { findComparisonFigures } from './comparison-figures.ts';
import type { Decision } from './decide.ts';
import { type DeploymentRecord, formatDeploymentJson, formatDeploymentTime } from './deployment-record.ts';

/**
 * model_comparison.json: S1's fields, then ours under `lastgood`. The contributions are weight times metric, as in S1; the metrics as
 * measured stand under `lastgood.metrics`, so that nobody publishes the one for the other. `best_run_id` is the best version, or the
 * best run where the history was taken from runs. Numbers are not rounded; there is null where there is none. Pure.
 * @see model_selection.py of the original
 */
export function formatModelComparison(record: DeploymentRecord): string {
  const { decision } = record;
  const figures = findComparisonFigures(decision);
  return formatDeploymentJson({
    current_score: figures.score,
    current_contributions: byMetric(decision, each => each.contribution),
    historical_best_score: figures.best,
    best_run_id: decision?.best?.version ?? null,
    is_best: figures.isBest,
    improvement: figures.improvement,
    improvement_percentage: figures.improvementPercentage,
    timestamp: formatDeploymentTime(record.at),
    lastgood: {
      format: 1,
      tool: record.tool,
      deploymentRunId: record.runId,
      metrics: byMetric(decision, each => each.value),
      weights: byMetric(decision, each => each.weight),
      normalisedWeights: byMetric(decision, each => each.normalisedWeight),
      noiseBand: decision?.noiseBand ?? null,
      history: decision?.history ?? [],
    },
  });
}

function byMetric(
  decision: Decision | null,
  pick: (contribution: Decision['contributions'][number]) => number | null,
): Readonly<Record<string, number | null>> {
  return Object.fromEntries((decision?.contributions ?? []).map(each => [each.metric, pick(each)]));
}
