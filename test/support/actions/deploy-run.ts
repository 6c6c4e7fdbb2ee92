import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ResultsChange, writeResults } from '../evidence-files.ts';
import { findLive, openRegistry, writeS0Registry } from '../registry-rig.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { workflowModel } from './rollback-run.ts';
import { runWorkflow, type WorkflowEnd, type WorkflowRun } from './run-workflow.ts';

export type DeployRun = WorkflowEnd & {
  readonly registry: string;
  /** What is live after it. */
  readonly live: () => Promise<string | undefined>;
};

/** Calls docs/workflows/model_deploy.yml with the results of an evaluation, that pass unless told, on a registry of S0 with v1 to v3. */
export function runDeploy(
  inputs: WorkflowRun['inputs'] = {},
  options: Partial<Omit<WorkflowRun, 'inputs'>> & { readonly results?: ResultsChange } = {},
): DeployRun {
  const { results = {}, ...given } = options;
  const registry = createTemporaryFolder();
  writeS0Registry(registry, workflowModel, 3);
  const fill = (folder: string): void => {
    writeResults(join(folder, 'chat_pipeline/results'), results);
    mkdirSync(join(folder, 'models'), { recursive: true });
    writeFileSync(join(folder, 'models/model.gguf'), 'weights');
  };
  const end = runWorkflow('model_deploy.yml', {
    ...{ trigger: 'workflow_call', registry, artifacts: { 'core-eval-results': fill }, ...given },
    inputs,
  });
  return { ...end, registry, live: () => findLive(openRegistry(registry), workflowModel) };
}
