import { findLive, openRegistry, writeS0Registry } from '../registry-rig.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { runWorkflow, type WorkflowEnd, type WorkflowRun } from './run-workflow.ts';

/** The model of S0's workflows. */
export const workflowModel = 'frontshift-rag';

/** A run of rollback.yml on a real registry. */
export type RollbackRun = WorkflowEnd & {
  readonly registry: string;
  /** What is live after it. */
  readonly live: () => Promise<string | null | undefined>;
};

/** Dispatches docs/workflows/rollback.yml on a registry as S0 leaves it, with v1 to v11, v11 live. */
export function runRollback(
  inputs: WorkflowRun['inputs'],
  options: Partial<Omit<WorkflowRun, 'inputs' | 'trigger'>> = {},
): RollbackRun {
  const registry = options.registry ?? createTemporaryFolder();
  if (options.registry === undefined) writeS0Registry(registry, workflowModel, 11);
  const end = runWorkflow('rollback.yml', {
    ...{ trigger: 'workflow_dispatch', registry, ...options },
    inputs: { reason: 'INC-412 wrong answers', ...inputs },
  });
  return { ...end, registry, live: () => findLive(openRegistry(registry), workflowModel) };
}

/** The results of the jobs, by name. */
export function listResults({ jobs }: WorkflowEnd): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(jobs).map(([id, { result }]) => [id, result]));
}
