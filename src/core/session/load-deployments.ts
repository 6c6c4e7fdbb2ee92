import type { Deployment, DeploymentLink } from '../deployment/deployment.ts';
import { isSettled } from '../deployment/deployment.ts';
import type { Finding } from '../diagnosis/finding.ts';
import { InvalidInputError, NotFoundError, toAppError } from '../errors/app-error.ts';
import { formatCommand } from '../plan/planning.ts';
import type { KeptDeployment, UnreadableDeployment } from '../ports/deployment-journal.ts';
import { withoutFullStop } from '../text/full-stop.ts';
import { makeSafeText } from '../text/safe-text.ts';
import { findOvertaken, type OvertakenDeployments } from './find-overtaken.ts';
import type { Session } from './session.ts';

/** The deployments of a registry that are not finished on this machine, oldest first. */
export type LoadedDeployments = {
  readonly deployments: readonly KeptDeployment[];
  readonly unreadable: readonly UnreadableDeployment[];
};

/** Shortest beginning of an id that is taken for it, in characters. */
const shortestPrefix = 4;

/** What of deployments is not finished; nothing where none are kept. @throws UnavailableError */
export async function loadDeployments({ deploying }: Pick<Session, 'deploying'>): Promise<LoadedDeployments> {
  return (await deploying?.journal.list()) ?? { deployments: [], unreadable: [] };
}

/**
 * The deployment that is meant: by its id or the beginning of it, or the only one that was cut off where none is named.
 * @throws NotFoundError deployment-not-found; InvalidInputError usage when several fit
 */
export function getDeployment({ deployments }: LoadedDeployments, typed: string | undefined): Deployment {
  const fitting = deployments.filter(({ deployment: { deploymentId }, at }) =>
    typed === undefined ? at === 'cut-off' : isMeant(deploymentId, typed),
  );
  const [first, ...others] = fitting;
  if (first === undefined) {
    const which = typed === undefined ? '' : ` called ${makeSafeText(typed, { limit: 80 })}`;
    throw new NotFoundError('deployment-not-found', `No deployment${which} was cut off here.`);
  }
  if (others.length === 0) return first.deployment;
  const ids = fitting.map(({ deployment }) => deployment.deploymentId).join(', ');
  throw new InvalidInputError('usage', `Several deployments fit: ${ids}.`, { hint: 'Name one of them.' });
}

/** The only file of the journal that is named so and cannot be read; undefined where there is none, or several fit. Pure. */
export function findUnreadable(
  { deployments, unreadable }: LoadedDeployments,
  typed: string,
): UnreadableDeployment | undefined {
  if (deployments.some(({ deployment }) => isMeant(deployment.deploymentId, typed))) return undefined;
  const [first, ...others] = unreadable.filter(({ deploymentId }) => isMeant(deploymentId, typed));
  return others.length === 0 ? first : undefined;
}

function isMeant(deploymentId: string, typed: string): boolean {
  return deploymentId === typed || (typed.length >= shortestPrefix && deploymentId.startsWith(typed));
}

/** The link a deployment goes on with; undefined when all are settled. Pure. */
export function findNextLink({ links }: Pick<Deployment, 'links'>): DeploymentLink | undefined {
  return links.find(link => !isSettled(link));
}

/** What doctor says of the deployments of a registry on this machine. Never throws for a foreseen failure. */
export async function examineDeployments(
  session: Pick<Session, 'deploying' | 'registry' | 'sha256'>,
): Promise<readonly Finding[]> {
  try {
    const loaded = await loadDeployments(session);
    return describeUnfinished(loaded, await findOvertaken(session, loaded));
  } catch (thrown) {
    const { message, hint } = toAppError(thrown);
    return [{ subject: 'deployments', state: 'damaged', message: withoutFullStop(message), hint }];
  }
}

/** What doctor says of deployments that were cut off or failed, and of files of the journal that cannot be read. Pure. */
export function describeUnfinished(
  { deployments, unreadable }: LoadedDeployments,
  overtaken: OvertakenDeployments,
): readonly Finding[] {
  const cutOff = deployments
    .filter(({ at }) => at === 'cut-off')
    .map(({ deployment }): Finding => {
      const { title, deploymentId, startedAt, actor } = deployment;
      const next = findNextLink(deployment);
      const since = overtaken.get(deploymentId);
      const because = since?.message ?? next?.problem?.message;
      const why = because === undefined ? '' : `: ${because}`;
      return {
        subject: title,
        state: 'needs-decision',
        message: `began ${startedAt} by ${actor} and went no further than ${next?.kind ?? 'its end'}${why}`,
        hint:
          since?.hint ??
          `Carry it on: ${formatCommand(['deploy', '--resume', deploymentId])}. Or give it up: ${formatCommand(['deploy', '--abandon', deploymentId])}.`,
      };
    });
  const damaged = unreadable.map(
    ({ deploymentId, path }): Finding => ({
      subject: path,
      state: 'damaged',
      message: 'is a journal of a deployment that cannot be read',
      hint: `Give the command of the deployment again: what is done of it is found. Then drop the file: ${formatCommand(['deploy', '--abandon', deploymentId])}.`,
    }),
  );
  return [...cutOff, ...damaged];
}
