import type { Deployment, DeploymentLink } from '../deployment/deployment.ts';
import { isSettled } from '../deployment/deployment.ts';
import type { Finding } from '../diagnosis/finding.ts';
import { formatCommand } from '../plan/planning.ts';
import type { KeptDeployment } from '../ports/deployment-journal.ts';
import type { Session } from './session.ts';

/** The deployments of a registry that are not finished on this machine, oldest first. */
export type LoadedDeployments = {
  readonly deployments: readonly KeptDeployment[];
  /** Names of files of the journal that cannot be read. Safe to show. */
  readonly unreadable: readonly string[];
};

/** What of deployments is not finished; nothing where none are kept. @throws UnavailableError */
export async function loadDeployments({ deploying }: Pick<Session, 'deploying'>): Promise<LoadedDeployments> {
  return (await deploying?.journal.list()) ?? { deployments: [], unreadable: [] };
}

/** The link a deployment goes on with; undefined when all are settled. Pure. */
export function findNextLink({ links }: Pick<Deployment, 'links'>): DeploymentLink | undefined {
  return links.find(link => !isSettled(link));
}

/** What doctor says of deployments that were cut off or failed, and of files of the journal that cannot be read. Pure. */
export function describeUnfinished({ deployments, unreadable }: LoadedDeployments): readonly Finding[] {
  const cutOff = deployments
    .filter(({ at }) => at === 'cut-off')
    .map(({ deployment }): Finding => {
      const { title, deploymentId, startedAt, actor } = deployment;
      const next = findNextLink(deployment);
      const why = next?.problem == null ? '' : `: ${next.problem.message}`;
      return {
        subject: title,
        state: 'needs-decision',
        message: `began ${startedAt} by ${actor} and went no further than ${next?.kind ?? 'its end'}${why}`,
        hint: `Carry it on: ${formatCommand(['deploy', '--resume', deploymentId])}. Or give it up: ${formatCommand(['deploy', '--abandon', deploymentId])}.`,
      };
    });
  const damaged = unreadable.map(
    (name): Finding => ({
      subject: name,
      state: 'damaged',
      message: 'is a journal of a deployment that cannot be read',
      hint: 'Give the command of the deployment again: what is done of it is found. Then remove the file.',
    }),
  );
  return [...cutOff, ...damaged];
}
