import type { DeploymentLink } from '../deployment/deployment.ts';
import { AppError, toAppError } from '../errors/app-error.ts';
import type { ReceiptProblem } from '../plan/receipt.ts';
import { maskSecrets } from '../secrets/find-secret.ts';
import type { Session } from '../session/session.ts';
import { carryGate } from './carry-gate.ts';
import { carryPromotion, type PromotionStart } from './carry-promotion.ts';
import { carryPublication } from './carry-publication.ts';
import { carryRegistration } from './carry-registration.ts';
import { carryTelling } from './carry-telling.ts';
import { failLink, type LinkEnd, type LinkWork } from './deployment-environment.ts';
import { finishEarlierTry } from './finish-earlier-try.ts';

/** Makes one link, from what is there now. What stands in the way is how it ended; never throws for a foreseen failure. */
export async function carryLink(work: LinkWork, start: PromotionStart): Promise<LinkEnd> {
  return maskEnd(await carryOrFail(work, start), work.session);
}

async function carryOrFail(work: LinkWork, start: PromotionStart): Promise<LinkEnd> {
  try {
    return await carry(work, start);
  } catch (thrown) {
    // What is broken off on request fails as it likes.
    const isStopped = work.environment.stop?.aborted === true && !(thrown instanceof AppError);
    return failLink(isStopped ? describeStopAt(work.link) : toAppError(thrown));
  }
}

function describeStopAt({ kind }: DeploymentLink): ReceiptProblem {
  const message = `Stopped on request at ${kind}.`;
  return { code: 'cancelled', message, hint: 'Resume the deployment when ready.' };
}

async function carry(work: LinkWork, start: PromotionStart): Promise<LinkEnd> {
  const { kind } = work.link;
  await finishEarlierTry(work);
  if (kind === 'register') return await carryRegistration(work);
  const { version } = work.deployment;
  if (version === null) throw new RangeError('A deployment has a version once it is registered.');
  switch (kind) {
    case 'gate':
      return await carryGate(work, version);
    case 'publish':
      return await carryPublication(work, version);
    case 'promote':
      return await carryPromotion(work, version, start);
    case 'track':
      return await carryTelling(work, 'tracking');
    case 'notify':
      return await carryTelling(work, 'notification');
    default:
      return kind satisfies never;
  }
}

/** What others say of a failure goes into the journal, and to those who are told: without a secret that they may have repeated. */
function maskEnd(end: LinkEnd, { secrets = [] }: Session): LinkEnd {
  if (end.state !== 'failed') return end;
  const { code, message, hint } = end.problem;
  return {
    ...end,
    problem: { code, message: maskSecrets(message, secrets), hint: maskSecrets(hint, secrets) },
  };
}
