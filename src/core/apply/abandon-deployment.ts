import { ConflictError, NotFoundError } from '../errors/app-error.ts';
import type { DeploymentJournal } from '../ports/deployment-journal.ts';

/**
 * Gives a deployment up: it is taken out of the journal, one that cannot be read too, and what is done of it stays as it is.
 * @throws ConflictError deployment-running; NotFoundError deployment-not-found; UnavailableError
 */
export async function abandonDeployment(journal: DeploymentJournal, deploymentId: string): Promise<void> {
  const claim = await journal.claim(deploymentId);
  if (claim.outcome === 'taken')
    throw new ConflictError('deployment-running', 'Another process carries it on: it is not given up.');
  if (claim.outcome === 'claimed') return await claim.held.remove();
  if (!(await journal.discard(deploymentId)))
    throw new NotFoundError('deployment-not-found', 'It is not in the journal any more.');
}
