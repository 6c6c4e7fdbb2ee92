import { type Deployment, type DeploymentLink, getLink } from '../deployment/deployment.ts';
import { describeDeployed, describeStopped } from '../deployment/describe-deployment-event.ts';
import { toAppError } from '../errors/app-error.ts';
import type { RegistryEvent } from '../events/event.ts';
import type { Telling } from '../events/telling.ts';
import type { ReceiptProblem } from '../plan/receipt.ts';
import { type DeployedEvidence, loadDeployedEvidence } from '../session/load-deployed-evidence.ts';
import type { Session } from '../session/session.ts';
import type { LinkEnd, LinkWork } from './deployment-environment.ts';
import { type KeptEvent, keepEvent } from './tell-events.ts';

/**
 * Puts what happened in the outbox, for the channels of one use. A channel that hears of promotions and not of deployments hears of the
 * promotion. Never fails: what could not be kept or measured is a notice.
 */
export async function carryTelling(work: LinkWork, use: 'tracking' | 'notification'): Promise<LinkEnd> {
  const { deployment, session } = work;
  const { telling } = session;
  const hearers = [...(telling?.channels ?? []), ...(telling?.unready ?? [])].filter(
    each => each.use === use,
  );
  if (telling === undefined || hearers.length === 0)
    return { state: 'skipped', detail: 'no channel is configured for it' };
  const { state: moved } = getLink(deployment.links, 'promote');
  if (moved === 'unchanged')
    return { state: 'skipped', detail: 'nothing was moved: there is nothing to tell' };
  const facts = { registry: session.registry.reader.identity, now: session.now() };
  const { evidence, missed } = await findEvidence(work);
  const describe = (kind: 'deployed' | 'promoted') => describeDeployed(deployment, kind, facts, evidence);
  const hearsDeployed = (each: Hearer): boolean => each.use === use && each.kinds.has('deployed');
  const hearsPromoted = (each: Hearer): boolean => each.use === use && !each.kinds.has('deployed');
  const ends = [
    await tell(session, choose(telling, hearsDeployed), describe('deployed')),
    await tell(session, choose(telling, hearsPromoted), describe('promoted')),
  ];
  return { ...describeKept(ends), notices: [...missed, ...ends.flatMap(({ notices }) => notices)] };
}

/** Only what is in the outbox will be told. */
function describeKept(ends: readonly KeptEvent[]): {
  readonly state: 'done' | 'skipped';
  readonly detail: string;
} {
  const missed = ends.flatMap(end => end.missed);
  if (ends.every(({ kept }) => kept.length === 0)) {
    const detail = missed.length === 0 ? 'no channel hears of it' : `not told to ${missed.join(', ')}`;
    return { state: 'skipped', detail };
  }
  const detail = missed.length === 0 ? 'in the outbox' : `in the outbox, not told to ${missed.join(', ')}`;
  return { state: 'done', detail };
}

/** What was measured and judged. Without it the deployment is told of all the same. */
async function findEvidence({
  deployment: { model, version, alias },
  session,
}: LinkWork): Promise<{ readonly evidence: DeployedEvidence; readonly missed: readonly string[] }> {
  const none = { gate: undefined, metrics: {}, files: {} };
  if (version === null) return { evidence: none, missed: [] };
  try {
    return { evidence: await loadDeployedEvidence(session, { model, version, alias }), missed: [] };
  } catch (thrown) {
    return { evidence: none, missed: [`Told without what was measured: ${toAppError(thrown).message}`] };
  }
}

/** Tells that a deployment stopped at a link. @returns what could not be kept, each in a sentence; empty when all is well */
export async function tellStopped(
  session: Session,
  deployment: Deployment,
  link: DeploymentLink,
  problem: ReceiptProblem,
): Promise<readonly string[]> {
  const { telling, registry } = session;
  if (telling === undefined) return [];
  const facts = { registry: registry.reader.identity, now: session.now() };
  const event = describeStopped(deployment, link, problem, facts);
  return event === undefined ? [] : (await tell(session, telling, event)).notices;
}

type Hearer = Pick<Telling['channels'][number], 'use' | 'kinds'>;

function choose(telling: Telling, isMeant: (hearer: Hearer) => boolean): Telling {
  const { channels, unready } = telling;
  return { ...telling, channels: channels.filter(isMeant), unready: unready.filter(isMeant) };
}

async function tell({ sha256 }: Session, telling: Telling, event: RegistryEvent): Promise<KeptEvent> {
  try {
    return await keepEvent(telling, event, sha256);
  } catch (thrown) {
    // Whatever is wrong with telling must not hide how the deployment ended.
    const missed = [...telling.unready, ...telling.channels].map(({ name }) => name);
    return { kept: [], missed, notices: [`Nobody is told of it: ${toAppError(thrown).message}`] };
  }
}
