import type { Deployment, DeploymentLink } from '../deployment/deployment.ts';
import { getLink, isSettled } from '../deployment/deployment.ts';
import type { DeploymentPlan } from '../deployment/deployment-plan.ts';
import { adviseAnew, findOvertaking, isPromoted } from '../deployment/find-overtaking.ts';
import {
  confirmDeploying,
  type DeployedVersion,
  listNotUndone,
  type PublicationFacts,
} from '../deployment/plan-deployment.ts';
import { blockHeld } from '../plan/block-held.ts';
import { findLiveVersion } from '../plan/find-version.ts';
import type { Blocker } from '../plan/plan.ts';
import { block } from '../plan/planning.ts';
import { warnOfOthers } from '../plan/warn-of-found.ts';
import type { ReadOptions } from '../ports/registry.ts';
import { judgeModel, type ModelStatus } from '../registry/model-status.ts';
import { emptyModel } from '../registry/registry-index.ts';
import { refuseSecretConfiguration } from '../secrets/refuse-secret-content.ts';
import { findPublicationFacts } from './find-publication-facts.ts';
import { refuseSecretWords } from './prepare-deployment.ts';
import type { Session } from './session.ts';

/**
 * Plans carrying on a deployment that was cut off or failed: its links as they stand. It goes on only from where it was begun: what others
 * made live since stands in its way. What is still to be published is looked
 * at as it was at first. Nothing is changed; the files it was begun with are looked at when it is carried on.
 * @throws NotFoundError registry-not-found; InvalidInputError secret-given; UnavailableError when the registry cannot be read
 */
export async function prepareResumption(
  session: Session,
  deployment: Deployment,
  options: ReadOptions = {},
): Promise<DeploymentPlan> {
  const { deploymentId, title, model, alias, actor, request, links, command, startedAt } = deployment;
  const index = await session.registry.reader.loadIndex({ signal: options.signal });
  const found = index.models.find(candidate => candidate.model === model);
  const status = judgeModel(found ?? emptyModel(model), index, session.sha256);
  refuseSecretWords(session, request, status);
  if (request.subject.at === 'new') refuseSecretConfiguration(request.subject.registration, session.secrets);
  const live = findLiveVersion(status, alias) ?? null;
  const blockers = findBlockers(deployment, status, live);
  // What is not carried on in any case needs no word of the hub.
  const publication =
    blockers.length === 0 ? await findWhatIsPublished(session, deployment, options) : undefined;
  return {
    ...{ deploymentId, title, model, alias, actor, request, command },
    begun: 'begun',
    links: links.map(showNow),
    blockers,
    warnings: [
      `Begun ${startedAt} by ${actor}: what is done of it is not done again.`,
      ...warnOfLive(deployment, status, live),
      ...(isPromoted(deployment, status) || live === deployment.version
        ? []
        : warnOfOthers(index, model, new Set([alias]))),
      ...(publication?.warnings ?? []),
    ],
    notUndone: listNotUndone(request),
    confirmation: confirmDeploying(request, { ...session, publication }, 'moves'),
    changes: true,
  };
}

/**
 * How it stands where it is still to be published: that may be public by now, or hold what others wrote. What keeps it from being
 * published is found when that is tried.
 */
async function findWhatIsPublished(
  session: Session,
  { links, request, version }: Deployment,
  options: ReadOptions,
): Promise<PublicationFacts | undefined> {
  if (isSettled(getLink(links, 'publish'))) return undefined;
  const deployed: DeployedVersion =
    version === null
      ? { at: 'new', name: request.subject.at === 'new' ? request.subject.registration.version : undefined }
      : { at: 'there', version, found: 'named' };
  return await findPublicationFacts(session, request, deployed, options);
}

/** A link that has begun and not ended was cut off: it waits again. */
function showNow(link: DeploymentLink): DeploymentLink {
  return isSettled(link) ? link : { ...link, state: 'waiting' };
}

function warnOfLive(deployment: Deployment, status: ModelStatus, live: string | null): readonly string[] {
  const { alias, version } = deployment;
  if (isPromoted(deployment, status) || live === version) return [];
  return [`${alias} is ${live ?? 'nothing'} now: what is live changes.`];
}

function findBlockers(deployment: Deployment, status: ModelStatus, live: string | null): readonly Blocker[] {
  if (isPromoted(deployment, status)) return [];
  const { model, version, request } = deployment;
  const { effective } = status;
  const overtaken = findOvertaking(deployment, status);
  const blockers: Blocker[] = overtaken === undefined ? [] : [overtaken];
  const { modelHold } = effective;
  if (modelHold)
    blockers.push(
      block('model-held', `${model} is held by ${modelHold.actor}: ${modelHold.reason ?? 'no reason'}.`),
    );
  const hold = version === null ? undefined : effective.versionHolds.get(version);
  if (version !== null && hold !== undefined) blockers.push(blockHeld({ model, version }, hold));
  const { decision } = request;
  const isOutdated = decision !== undefined && decision.live !== live && live !== version;
  if (isOutdated && overtaken === undefined) {
    const message = `It rests on a decision about ${decision.live ?? 'nothing'}, and ${live ?? 'nothing'} is live now.`;
    blockers.push(block('moved-meanwhile', message, adviseAnew(deployment)));
  }
  return blockers;
}
