import { type FinishedDeployment, isSuperseded } from '../deployment/is-superseded.ts';
import { toAppError } from '../errors/app-error.ts';
import type { DeploymentJournal } from '../ports/deployment-journal.ts';

/**
 * Takes deployments out of the journal that were cut off and have nothing left to do, since another one did it. Never throws for a foreseen
 * failure. @returns what was taken out, and what could not be, each in a sentence
 */
export async function dropSuperseded(
  journal: DeploymentJournal,
  finished: FinishedDeployment,
): Promise<readonly string[]> {
  try {
    const { deployments } = await journal.list();
    const superseded = deployments
      .filter(({ deployment, at }) => at === 'cut-off' && isSuperseded(deployment, finished))
      .map(({ deployment }) => deployment);
    const notices: string[] = [];
    for (const { deploymentId, startedAt, actor } of superseded) {
      const claim = await journal.claim(deploymentId);
      if (claim.outcome !== 'claimed') continue;
      await claim.held.remove();
      notices.push(`The deployment ${deploymentId}, begun ${startedAt} by ${actor}, has nothing left to do.`);
    }
    return notices;
  } catch (thrown) {
    return [`Earlier deployments of the same are left in the journal: ${toAppError(thrown).message}`];
  }
}
