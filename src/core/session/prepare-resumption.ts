import type { Deployment, DeploymentLink } from '../deployment/deployment.ts';
import { isSettled } from '../deployment/deployment.ts';
import type { DeploymentPlan } from '../deployment/deployment-plan.ts';
import { confirmDeploying } from '../deployment/plan-deployment.ts';
import { blockHeld } from '../plan/block-held.ts';
import { findLiveVersion } from '../plan/find-version.ts';
import type { Blocker } from '../plan/plan.ts';
import { block } from '../plan/planning.ts';
import type { ReadOptions } from '../ports/registry.ts';
import { judgeModel, type ModelStatus } from '../registry/model-status.ts';
import { emptyModel } from '../registry/registry-index.ts';
import type { Session } from './session.ts';

/**
 * Plans carrying on a deployment that was cut off or failed: its links as they stand, and the promotion from what is live now. Nothing is
 * changed; the files it was begun with are looked at when it is carried on.
 * @throws NotFoundError registry-not-found; UnavailableError when the registry cannot be read
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
  const live = findLiveVersion(status, alias) ?? null;
  return {
    ...{ deploymentId, title, model, alias, actor, request, command },
    begun: 'begun',
    links: links.map(link => showNow(link, live)),
    blockers: findBlockers(deployment, status, live),
    warnings: [
      `Begun ${startedAt} by ${actor}: what is done of it is not done again.`,
      ...warnOfLive(deployment, live),
    ],
    notUndone: ['requests already answered'],
    confirmation: confirmDeploying(request, session),
    changes: true,
  };
}

/** A link that has begun and not ended was cut off: it waits again. */
function showNow(link: DeploymentLink, live: string | null): DeploymentLink {
  if (isSettled(link)) return link;
  const expected = link.kind === 'promote' ? live : link.expected;
  return { ...link, expected, state: 'waiting' };
}

function isPromoted({ links }: Deployment): boolean {
  return links.some(link => link.kind === 'promote' && isSettled(link));
}

function warnOfLive(deployment: Deployment, live: string | null): readonly string[] {
  const { alias, version, links } = deployment;
  if (isPromoted(deployment) || live === version) return [];
  const before = links.find(({ kind }) => kind === 'promote')?.expected ?? null;
  const moved = before === live ? '' : `, and was ${before ?? 'nothing'} when it was begun`;
  return [`${alias} is ${live ?? 'nothing'} now${moved}: what is live changes.`];
}

function findBlockers(
  deployment: Deployment,
  { effective }: ModelStatus,
  live: string | null,
): readonly Blocker[] {
  if (isPromoted(deployment)) return [];
  const { model, version, request, command } = deployment;
  const blockers: Blocker[] = [];
  const { modelHold } = effective;
  if (modelHold)
    blockers.push(
      block('model-held', `${model} is held by ${modelHold.actor}: ${modelHold.reason ?? 'no reason'}.`),
    );
  const hold = version === null ? undefined : effective.versionHolds.get(version);
  if (version !== null && hold !== undefined) blockers.push(blockHeld({ model, version }, hold));
  const { decision } = request;
  if (decision !== undefined && decision.live !== live && live !== version) {
    const message = `It rests on a decision about ${decision.live ?? 'nothing'}, and ${live ?? 'nothing'} is live now.`;
    blockers.push(block('moved-meanwhile', message, `Decide again: give it up, then ${command}.`));
  }
  return blockers;
}
