import { formatServerVersion } from '../names/server-version.ts';
import type { FinishedRun } from '../ports/run-log.ts';
import { findComparisonFigures } from './comparison-figures.ts';
import type { DeploymentRecord } from './deployment-record.ts';
import { formatModelComparison } from './format-model-comparison.ts';
import { recordedScore } from './score.ts';

/** Metric of a deployment run: 1 when its model was deployed. */
export const deploymentSuccess = 'deployment_success';
/** Tag of a deployment run: the run that made the model. */
export const candidateRunTag = 'lastgood.candidate_run';

/** Longest value of a parameter that every server takes, in characters. */
const paramLimit = 500;

/**
 * A deployment as a run: S1's metrics and parameters, and its comparison as a file. `deployment_success` says what was done, not what
 * was decided. Pure.
 * @param run `startedAt`: ISO 8601 UTC; `record.at` is when it ended
 * @see deployment_script.py and model_selection.py of the original
 */
export function describeDeploymentRun(
  record: DeploymentRecord,
  run: { readonly experiment: string; readonly startedAt: string },
): FinishedRun {
  return {
    experiment: run.experiment,
    name: `deployment_${run.startedAt
      .replace(/\.\d+Z$/, '')
      .replace(/[-:]/g, '')
      .replace('T', '_')}`,
    outcome: record.problem === null && record.decision !== null ? 'finished' : 'failed',
    startedAt: run.startedAt,
    endedAt: record.at,
    metrics: listMetrics(record),
    params: listParams(record),
    tags: listTags(record),
    files: { 'model_comparison.json': formatModelComparison(record) },
  };
}

function listMetrics({ decision, done }: DeploymentRecord): Readonly<Record<string, number>> {
  const { score, best, isBest, improvement, improvementPercentage } = findComparisonFigures(decision);
  const known = [
    [recordedScore, score],
    ['is_best_model', decision === null ? null : Number(isBest)],
    ['historical_best_score', best],
    ['improvement', best === null ? null : improvement],
    ['improvement_percentage', best === null ? null : improvementPercentage],
    ...(decision?.contributions ?? []).map(
      each => [`contribution_${each.metric}`, each.contribution] as const,
    ),
    [deploymentSuccess, Number(done.promotedTo !== null)],
  ] as const;
  return Object.fromEntries(known.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

function listParams({
  decision,
  done,
  registryKind,
  problem,
}: DeploymentRecord): Readonly<Record<string, string>> {
  const version = done.registeredVersion;
  return {
    deployment_decision: decision?.outcome ?? 'unknown',
    huggingface_deployed: done.published === null ? 'False' : 'True',
    ...(done.published === null ? {} : { hf_model_id: done.published.repository }),
    ...(version === null || registryKind !== 'mlflow'
      ? {}
      : { mlflow_model_version: formatServerVersion(version) }),
    ...(problem === null ? {} : { deployment_error: problem.message.slice(0, paramLimit) }),
  };
}

function listTags({
  runId,
  model,
  alias,
  tool,
  candidateRunId,
}: DeploymentRecord): Readonly<Record<string, string>> {
  const known = [
    ['lastgood.run', runId],
    ['lastgood.model', model],
    ['lastgood.alias', alias],
    ['mlflow.source.name', tool],
    [candidateRunTag, candidateRunId],
  ] as const;
  return Object.fromEntries(known.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}
