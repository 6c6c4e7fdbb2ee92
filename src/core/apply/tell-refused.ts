import type { DeploymentPlan } from '../deployment/deployment-plan.ts';
import { describeRefused } from '../deployment/describe-deployment-event.ts';
import { toAppError } from '../errors/app-error.ts';
import type { ReceiptProblem } from '../plan/receipt.ts';
import type { Session } from '../session/session.ts';
import { tellEvents } from './tell-events.ts';

/**
 * Tells that a deployment which was asked for is not begun: the gate refused it, or something is broken. Never throws for a foreseen failure.
 * @returns what could not be kept, each in a sentence; empty when all is well
 */
export async function tellRefused(
  { telling, registry, now, sha256 }: Pick<Session, 'telling' | 'registry' | 'now' | 'sha256'>,
  plan: DeploymentPlan,
  problem: ReceiptProblem,
): Promise<readonly string[]> {
  if (telling === undefined) return [];
  try {
    const event = describeRefused(plan, problem, { registry: registry.reader.identity, now: now() });
    return event === undefined ? [] : await tellEvents(telling, [event], sha256);
  } catch (thrown) {
    return [`Nobody is told of it: ${toAppError(thrown).message}`];
  }
}
