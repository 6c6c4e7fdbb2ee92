import { advisePublishing } from '../deployment/advise-publishing.ts';
import { getLink } from '../deployment/deployment.ts';
import { coversConfirmation } from '../plan/confirmation.ts';
import type { ReceiptProblem } from '../plan/receipt.ts';
import { confirmPublication, type PublicationPlan } from '../publish/publication-plan.ts';
import { prepareWanted } from '../session/find-publication-facts.ts';
import { openDesk } from '../session/open-desk.ts';
import { type PublicationDesk, preparePublicationRecord } from '../session/prepare-publication.ts';
import { applyPublication } from './apply-publication.ts';
import { failLink, type LinkEnd, type LinkWork } from './deployment-environment.ts';

/**
 * Publishes the version, or what is missing of it, and puts that on record; nothing where it stands there as it should.
 * @throws AppError as the hub does: production is where it was
 */
export async function carryPublication(work: LinkWork, version: string): Promise<LinkEnd> {
  const { deployment, environment, session } = work;
  if (deployment.request.publish === undefined)
    return { state: 'skipped', detail: 'it is to be published nowhere' };
  const { desk, plan } = await prepare(work, version);
  const [blocker] = plan.blockers;
  const confirmed = confirmPublication(plan);
  if (blocker !== undefined || confirmed === undefined)
    return failLink(blocker === undefined ? unpublishable : advisePublishing(blocker, plan.state));
  const { registry, writes, now, sha256, tool, telling } = session;
  if (plan.state.at !== 'published' && !coversConfirmation(work.confirmed, plan.confirmation))
    return failLink(becamePublic(plan));
  const end = await applyPublication(confirmed, {
    ...{ registry, writes, now, sha256, tool, telling },
    hub: desk.hub,
    planRecord: receipt => preparePublicationRecord(session, plan.hubUrl, plan, receipt),
    stop: environment.stop,
    onProgress: (done, total) => environment.onProgress?.('publish', done, total),
  });
  const { outcome, problem, receipt } = end;
  // Nobody has looked what came of one that was stopped.
  const isLeft = outcome === 'partial' || problem?.code === 'cancelled';
  if (problem !== undefined) return failLink(problem, { left: isLeft ? 'something' : 'nothing' });
  const isOurs = outcome === 'applied' || work.link.attempts > 1;
  return { state: isOurs ? 'done' : 'unchanged', detail: receipt?.url ?? plan.publication.repository };
}

const unpublishable = { code: 'plan-blocked', message: 'It cannot be published.', hint: '' } as const;

/** It was private, or not there, when the deployment was confirmed. */
function becamePublic({ publication: { repository } }: PublicationPlan): ReceiptProblem {
  return {
    code: 'confirmation-required',
    message: `${repository} is public now, and that was not confirmed: nothing was sent there.`,
    hint: 'Resume the deployment, and confirm it by the name of the repository as well.',
  };
}

/**
 * Why a version may not become live for want of its publication; undefined when it stands published now, or nobody asked for that.
 * @throws AppError as the hub does: nobody knows then, and it may not become live
 */
export async function findUnpublished(work: LinkWork, version: string): Promise<ReceiptProblem | undefined> {
  const { links, model, request } = work.deployment;
  if (request.publish === undefined) return undefined;
  const { plan } = await prepare({ ...work, link: getLink(links, 'publish') }, version);
  if (plan.state.at === 'published') return undefined;
  const { repository } = request.publish;
  return {
    code: 'publication-conflict',
    message: `${model} ${version} does not stand published in ${repository} any more: nothing was promoted.`,
    hint: 'Find out who changed it there; resuming the deployment publishes what is missing.',
  };
}

async function prepare(
  { deployment: { request }, link, session, environment }: LinkWork,
  version: string,
): Promise<{ readonly desk: PublicationDesk; readonly plan: PublicationPlan }> {
  const desk = await openDesk(session);
  const { operationId, kind } = link;
  const options = {
    signal: environment.stop,
    onProgress: (done: number, total: number) => environment.onProgress?.(kind, done, total),
  };
  return { desk, plan: await prepareWanted(session, desk, request, { version, operationId }, options) };
}
