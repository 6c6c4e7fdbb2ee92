import { type DeploymentRecord, formatDeploymentJson, formatDeploymentTime } from './deployment-record.ts';

/**
 * deployment_info.json: S1's fields, then ours under `lastgood`. `should_deploy` is false whenever something went wrong before the
 * decision, so that nobody acts on what an earlier run left. Nothing is registered with MLflow or pushed to a hub here, and the
 * fields say so. Pure.
 * @see deployment_script.py of the original
 */
export function formatDeploymentInfo(record: DeploymentRecord): string {
  const { decision, done } = record;
  return formatDeploymentJson({
    deployment_timestamp: formatDeploymentTime(record.at),
    deployment_run_id: record.runId,
    should_deploy: decision?.outcome === 'deploy',
    force_deploy: record.forced,
    min_improvement_threshold: record.minImprovement,
    mlflow_registered: false,
    huggingface_deployed: false,
    mlflow_model_version: null,
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
      promotedTo: done.promotedTo,
      warnings: record.warnings,
    },
  });
}
