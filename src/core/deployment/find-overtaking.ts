import type { AliasPosition } from '../history/model-history.ts';
import type { Blocker } from '../plan/plan.ts';
import { block, formatCommand } from '../plan/planning.ts';
import type { ModelStatus } from '../registry/model-status.ts';
import { type Deployment, getLink, isSettled } from './deployment.ts';

/**
 * Why a deployment does not go on any more: what is live is neither what it was when it was begun nor its own version, or its version was
 * live since and was taken back. Undefined while it may go on, and once its promotion is made. Pure.
 */
export function findOvertaking(
  deployment: Deployment,
  status: Pick<ModelStatus, 'index' | 'effective'>,
): Blocker | undefined {
  if (isPromoted(deployment, status)) return undefined;
  const { model, alias, version, links } = deployment;
  const position = status.effective.aliases.get(alias);
  const live = position?.version ?? null;
  const before = getLink(links, 'promote').expected;
  const isAsBefore = live === before;
  if (version !== null && live === version) return undefined;
  if (isAsBefore && !wasTakenBack(deployment, status)) return undefined;
  const since = isAsBefore
    ? `${version} was live since this deployment was begun, and was taken back.`
    : `It was ${before ?? 'nothing'} when this deployment was begun.`;
  const message = `${model}@${alias} is ${live ?? 'nothing'} now${describeMove(position)}. ${since}`;
  return block('deployment-overtaken', message, adviseAnew(deployment));
}

/** Whether nothing is left to move: by its journal, or by the history where the journal had no time to say so. Pure. */
export function isPromoted(
  { links }: Pick<Deployment, 'links'>,
  { index }: Pick<ModelStatus, 'index'>,
): boolean {
  const link = getLink(links, 'promote');
  const { operationId } = link;
  return (
    isSettled(link) ||
    index.entries.some(({ entry }) => entry.operationId === operationId && entry.action === 'promote')
  );
}

/** How a deployment that cannot go on is left behind, and what it was for is done all the same. Pure. */
export function adviseAnew({
  deploymentId,
  request,
  command,
}: Pick<Deployment, 'deploymentId' | 'request' | 'command'>): string {
  const abandon = formatCommand(['deploy', '--abandon', deploymentId]);
  const anew =
    request.decision === undefined
      ? `deploy anew, which shows what changes now: ${command}`
      : 'decide again, with the command that decided';
  return `Give this one up: ${abandon}. Then ${anew}.`;
}

/** Whether the version of a deployment was made live by others after it was begun, and is not any more. */
function wasTakenBack(
  { alias, version, startedAt }: Deployment,
  { effective }: Pick<ModelStatus, 'effective'>,
): boolean {
  return effective.spans.some(
    span => span.alias === alias && span.version === version && (span.end?.at ?? '') > startedAt,
  );
}

function describeMove(position: AliasPosition | undefined): string {
  if (position === undefined) return '';
  const { action, actor, since } = position;
  if (action === 'adopt') return `: another program moved it, seen ${since}`;
  const verb = action === 'rollback' ? 'rolled it back' : action === 'undo' ? 'undid a move' : 'moved it';
  return `: ${actor} ${verb} ${since}`;
}
