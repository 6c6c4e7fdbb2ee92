import type { DeploymentPlan } from '../deployment/deployment-plan.ts';
import type { DeploymentRequest } from '../deployment/deployment-request.ts';
import type { ReadOptions } from '../ports/registry.ts';
import { findBegun } from './find-begun.ts';
import { prepareDeployment } from './prepare-deployment.ts';
import { prepareResumption } from './prepare-resumption.ts';
import type { Session } from './session.ts';

/**
 * Plans what is asked for: where the same was begun on this machine and went no further, that one is carried on. Where others have made
 * something else live since, it is planned anew from what is live now, and the earlier one is left alone.
 * @throws ConflictError deployment-running; else as `prepareDeployment`
 */
export async function prepareAsked(
  session: Session,
  request: DeploymentRequest,
  options: ReadOptions = {},
): Promise<DeploymentPlan> {
  const begun = await findBegun(session, request);
  const resumption = begun && (await prepareResumption(session, begun, options));
  const overtaken = resumption?.blockers.find(({ code }) => code === 'deployment-overtaken');
  if (resumption !== undefined && overtaken === undefined) return resumption;
  const plan = await prepareDeployment(session, request, options);
  if (overtaken === undefined || begun === undefined) return plan;
  const warning = `The same was begun ${begun.startedAt} by ${begun.actor} and is not carried on. ${overtaken.message}`;
  return { ...plan, warnings: [warning, ...plan.warnings] };
}
