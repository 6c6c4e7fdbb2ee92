import type { Decision } from './decide.ts';
import { type DeploymentRecord, formatDeploymentJson, formatDeploymentTime } from './deployment-record.ts';

/**
 * model_comparison.json: S1's fields, then ours under `lastgood`. The contributions are weight times metric, as in S1; the metrics as
 * measured stand under `lastgood.metrics`, so that nobody publishes the one for the other. `best_run_id` is the best version. Numbers
 * are not rounded; there is null where there is none. Pure.
 * @see model_selection.py of the original
 */
export function formatModelComparison(record: DeploymentRecord): string {
  const { decision } = record;
  return formatDeploymentJson({
    current_score: decision?.score ?? null,
    current_contributions: byMetric(decision, each => each.contribution),
    historical_best_score: decision?.best?.score ?? null,
    best_run_id: decision?.best?.version ?? null,
    is_best: decision !== null && isBest(decision),
    improvement: improvementOf(decision),
    improvement_percentage: percentageOf(decision),
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

/** S1's question is about scores alone: whether there is none better or equal. */
function isBest({ score, best, improvement, verdict }: Decision): boolean {
  if (score === null || verdict === 'ERROR') return false;
  return best === null || (improvement ?? 0) > 0;
}

/** 0 for the first, as S1 has it; null when nothing could be compared. */
function improvementOf(decision: Decision | null): number | null {
  return decision === null || isIncomparable(decision) ? null : (decision.improvement ?? 0);
}

function percentageOf(decision: Decision | null): number | null {
  return decision === null || isIncomparable(decision) ? null : (decision.improvementRatio ?? 0) * 100;
}

function isIncomparable({ score, best, improvement, verdict }: Decision): boolean {
  return score === null || (best === null && verdict === 'ERROR') || (best !== null && improvement === null);
}
