import { findOvertaking } from '../deployment/find-overtaking.ts';
import { AppError, toAppError } from '../errors/app-error.ts';
import type { Blocker } from '../plan/plan.ts';
import { judgeModel } from '../registry/model-status.ts';
import { emptyModel } from '../registry/registry-index.ts';
import type { LoadedDeployments } from './load-deployments.ts';
import type { Session } from './session.ts';

/** Why deployments do not go on any more, by their id. */
export type OvertakenDeployments = ReadonlyMap<string, Blocker>;

/**
 * Which of the deployments that were cut off can only be given up: others moved what is live since. None where the registry cannot be
 * read: nobody knows then. Never throws for a foreseen failure.
 */
export async function findOvertaken(
  { registry, sha256 }: Pick<Session, 'registry' | 'sha256'>,
  { deployments }: Pick<LoadedDeployments, 'deployments'>,
): Promise<OvertakenDeployments> {
  const cutOff = deployments.filter(({ at }) => at === 'cut-off');
  if (cutOff.length === 0) return new Map();
  const index = await registry.reader.loadIndex().catch(toAppError);
  if (index instanceof AppError) return new Map();
  return new Map(
    cutOff.flatMap(({ deployment }) => {
      const { model, deploymentId } = deployment;
      const found = index.models.find(each => each.model === model) ?? emptyModel(model);
      const overtaken = findOvertaking(deployment, judgeModel(found, index, sha256));
      return overtaken === undefined ? [] : [[deploymentId, overtaken] as const];
    }),
  );
}
