import type { Deployment } from '../deployment/deployment.ts';
import { ConflictError, NotFoundError } from '../errors/app-error.ts';
import type { DeploymentJournal } from '../ports/deployment-journal.ts';

/**
 * Gives a deployment up: it is taken out of the journal, and what is done of it stays as it is.
 * @throws ConflictError deployment-running; NotFoundError deployment-not-found; UnavailableError
 */
export async function abandonDeployment(
  journal: DeploymentJournal,
  deploymentId: string,
): Promise<Deployment> {
  const claim = await journal.claim(deploymentId);
  if (claim.outcome === 'taken')
    throw new ConflictError('deployment-running', 'Another process carries it on: it is not given up.');
  if (claim.outcome === 'missing')
    throw new NotFoundError('deployment-not-found', 'It is not in the journal any more.');
  await claim.held.remove();
  return claim.held.deployment;
}
