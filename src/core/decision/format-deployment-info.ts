import { formatServerVersion } from '../names/server-version.ts';
import { type DeploymentRecord, formatDeploymentJson, formatDeploymentTime } from './deployment-record.ts';

/**
 * deployment_info.json: S1's fields, then ours under `lastgood`. `should_deploy` is false whenever something went wrong before the
 * decision, so that nobody acts on what an earlier run left. `mlflow_registered` is about what was done, in a registry of MLflow, and
 * `huggingface_deployed` about what stands on a hub now. `deployment_run_id` is the run it was logged as, where it was. Pure.
 * @see deployment_script.py of the original
 */
export function formatDeploymentInfo(record: DeploymentRecord): string {
  const { decision, done, registryKind } = record;
  const mlflowVersion = registryKind === 'mlflow' ? done.registeredVersion : null;
  return formatDeploymentJson({
    deployment_timestamp: formatDeploymentTime(record.at),
    deployment_run_id: record.loggedRun?.runId ?? record.runId,
    should_deploy: decision?.outcome === 'deploy',
    force_deploy: record.forced,
    min_improvement_threshold: record.minImprovement,
    mlflow_registered: mlflowVersion !== null,
    huggingface_deployed: done.published !== null,
    mlflow_model_version: mlflowVersion === null ? null : formatServerVersion(mlflowVersion),
    lastgood: {
      format: 1,
      tool: record.tool,
      model: record.model,
      alias: record.alias,
      outcome: decision?.outcome ?? 'unknown',
      verdict: decision?.verdict ?? 'ERROR',
      reason: decision?.reason ?? record.problem?.message ?? null,
      problem: record.problem,
      evidence: record.evidence,
      registeredVersion: done.registeredVersion,
      published: done.published,
      promotedTo: done.promotedTo,
      runId: record.runId,
      loggedRun: record.loggedRun,
      warnings: record.warnings,
    },
  });
}
