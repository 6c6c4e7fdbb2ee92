import { requireWriteAccess } from '../../core/apply/apply-plan.ts';
import { carryDeployment } from '../../core/apply/carry-deployment.ts';
import type { DeploymentEnvironment } from '../../core/apply/deployment-environment.ts';
import { tellRefused } from '../../core/apply/tell-refused.ts';
import {
  type ConfirmedDeployment,
  confirmDeployment,
  type DeploymentPlan,
} from '../../core/deployment/deployment-plan.ts';
import type { DeploymentReceipt } from '../../core/deployment/deployment-receipt.ts';
import type { DeploymentRequest } from '../../core/deployment/deployment-request.ts';
import { ConflictError, toAppError } from '../../core/errors/app-error.ts';
import { extendCommand } from '../../core/plan/extend-command.ts';
import { prepareAsked } from '../../core/session/prepare-asked.ts';
import type { Session } from '../../core/session/session.ts';
import type { WriteCall } from './carry-out.ts';
import { withReading } from './check-files.ts';
import { requireConsent } from './consent.ts';
import { describeDeploymentEnvironment } from './deployment-environment.ts';
import type { Host } from './host.ts';
import { type Named, nameRegistry } from './name-registry.ts';
import { printDeploymentPlan } from './print-deployment.ts';
import { tell } from './speak.ts';
import { tellOthersAtTheEnd } from './tell-others.ts';

/**
 * Plans a deployment, or carrying on the same that was begun here. @throws AppError as `prepareAsked`
 */
export async function planDeploymentHere(
  host: Host,
  session: Session,
  request: DeploymentRequest,
  named: Named,
): Promise<DeploymentPlan> {
  const plan = await withReading(host, 'Reading what is deployed:', options =>
    prepareAsked(session, request, options),
  );
  // What was begun has the words that name its registry.
  return plan.begun === 'new' ? extendCommand(plan, nameRegistry(named)) : plan;
}

/**
 * Carries a planned deployment out: shows it, obtains the confirmation it asks for, makes link after link.
 * @throws ConflictError with the first blocker's code; UnavailableError read-only; InvalidInputError confirmation-required; ConflictError
 *   cancelled. Nothing was changed then.
 */
export async function carryOutDeployment(
  call: WriteCall,
  session: Session,
  plan: DeploymentPlan,
  findObjection?: DeploymentEnvironment['findObjection'],
): Promise<DeploymentReceipt> {
  const { host } = call;
  const confirmed = await confirm(call, session, plan);
  await host.behind.ended();
  const environment = describeDeploymentEnvironment(host, session, findObjection);
  try {
    return await carryDeployment(confirmed, environment);
  } finally {
    environment.end();
    tellOthersAtTheEnd(host, session);
  }
}

async function confirm(
  call: WriteCall,
  session: Session,
  plan: DeploymentPlan,
): Promise<ConfirmedDeployment> {
  try {
    return await obtainConfirmation(call, session, plan);
  } catch (thrown) {
    const { code, message, hint } = toAppError(thrown);
    const notices = await tellRefused(session, plan, { code, message, hint });
    tell(call.host, notices);
    tellOthersAtTheEnd(call.host, session);
    throw thrown;
  }
}

async function obtainConfirmation(
  { host, options }: WriteCall,
  session: Session,
  plan: DeploymentPlan,
): Promise<ConfirmedDeployment> {
  const confirmed = confirmDeployment(plan);
  if (confirmed === undefined) throw describeBlocked(host, plan);
  if (!plan.changes) return confirmed;
  requireWriteAccess(session);
  tell(host, printDeploymentPlan(plan));
  await requireConsent(host, options, plan.confirmation);
  return confirmed;
}

function describeBlocked(host: Host, plan: DeploymentPlan): ConflictError {
  const [first, ...others] = plan.blockers;
  tell(host, [`Not possible: ${plan.title}`, ...others.map(blocker => `  also: ${blocker.message}`)]);
  return new ConflictError(first?.code ?? 'plan-blocked', first?.message ?? 'Something blocks the plan.', {
    hint: first?.hint ?? '',
    data: { blockers: plan.blockers.map(blocker => blocker.code), title: plan.title },
  });
}
