import type { Deployment } from '../../core/deployment/deployment.ts';
import { ConflictError } from '../../core/errors/app-error.ts';
import type {
  DeploymentClaim,
  DeploymentJournal,
  HeldDeployment,
  KeptDeployment,
  UnreadableDeployment,
} from '../../core/ports/deployment-journal.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { removeIfThere } from '../files/durable-write.ts';
import { withFileErrors } from '../files/file-errors.ts';
import { type Claim, findClaimant, takeClaim } from '../files/numbered-claim.ts';
import { readDeployment, writeDeployment } from './deployment-file.ts';
import { type DeploymentPlace, isDeploymentId, journalPath, listDeploymentIds } from './deployment-place.ts';

/** How long a process on another machine may have a deployment, in milliseconds. */
const elsewhereMs = 15 * 60_000;

/** Most deployments that are read: each runs or was cut off, so there are few. */
const maxDeployments = 1000;

/** A journal of deployments in a folder of this machine: one file for each, and one for each that is carried on. */
export function createFileDeployments(place: DeploymentPlace): DeploymentJournal {
  const withErrors = <Result>(doing: string, work: () => Promise<Result>): Promise<Result> =>
    withFileErrors(doing, place.folder, work);
  return {
    list: () => withErrors('read the journal of deployments', () => list(place)),
    begin: deployment => withErrors('write the journal of a deployment', () => begin(place, deployment)),
    claim: id => withErrors('take a deployment', () => claim(place, id)),
    discard: id => withErrors('remove the journal of a deployment', () => discard(place, id)),
  };
}

async function list(place: DeploymentPlace): ReturnType<DeploymentJournal['list']> {
  const deployments: KeptDeployment[] = [];
  const unreadable: UnreadableDeployment[] = [];
  for (const id of (await listDeploymentIds(place)).toSorted().slice(0, maxDeployments)) {
    const deployment = await readDeployment(place, id);
    if (deployment === 'unreadable')
      unreadable.push({ deploymentId: id, path: makeSafeText(journalPath(place, id)) });
    else if (deployment !== 'missing') {
      const claimant = await findClaimant(place, id, elsewhereMs);
      const isHeld = claimant !== undefined && claimant.state !== 'gone';
      deployments.push({ deployment, at: isHeld ? 'running' : 'cut-off' });
    }
  }
  const startOf = ({ deployment }: KeptDeployment): string => deployment.startedAt;
  deployments.sort((one, other) => startOf(one).localeCompare(startOf(other)));
  return { deployments, unreadable };
}

/** The claim first: no moment in which it stands in the journal and nobody has it. */
async function begin(place: DeploymentPlace, deployment: Deployment): Promise<HeldDeployment> {
  await place.makeFolder();
  const claimed = await takeClaim(place, deployment.deploymentId, elsewhereMs);
  if ('takenBy' in claimed)
    throw new ConflictError('deployment-running', 'Another process has a deployment of that id.');
  await writeDeployment(place, deployment);
  return hold(place, deployment, claimed);
}

async function claim(place: DeploymentPlace, deploymentId: string): Promise<DeploymentClaim> {
  if (!isDeploymentId(deploymentId)) return { outcome: 'missing' };
  if ((await readDeployment(place, deploymentId)) === 'missing') return { outcome: 'missing' };
  const claimed = await takeClaim(place, deploymentId, elsewhereMs);
  if ('takenBy' in claimed) return { outcome: 'taken', by: claimed.takenBy };
  // Whoever had it before may have ended it meanwhile.
  const deployment = await readDeployment(place, deploymentId);
  if (typeof deployment !== 'string') return { outcome: 'claimed', held: hold(place, deployment, claimed) };
  await claimed.release();
  return { outcome: 'missing' };
}

async function discard(place: DeploymentPlace, deploymentId: string): Promise<boolean> {
  if (!isDeploymentId(deploymentId) || (await readDeployment(place, deploymentId)) !== 'unreadable')
    return false;
  await removeJournal(place, deploymentId);
  return true;
}

async function removeJournal(place: DeploymentPlace, deploymentId: string): Promise<void> {
  await removeIfThere(place.fileSystem, journalPath(place, deploymentId));
  await place.fileSystem.syncFolder(place.folder);
}

function hold(place: DeploymentPlace, deployment: Deployment, { release }: Claim): HeldDeployment {
  const withErrors = <Result>(work: () => Promise<Result>): Promise<Result> =>
    withFileErrors('write the journal of a deployment', place.folder, work);
  return {
    deployment,
    save: changed => withErrors(() => writeDeployment(place, changed)),
    remove: () =>
      withErrors(async () => {
        await removeJournal(place, deployment.deploymentId);
        await release();
      }),
    release: () => withErrors(release),
  };
}
