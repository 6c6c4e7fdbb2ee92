import type { OperationOwner, OwnerState } from '../../core/operation/operation-record.ts';
import { removeIfThere } from '../files/durable-write.ts';
import { findErrno } from '../files/file-errors.ts';
import { describeOwner, judgeOwner } from '../files/process-owner.ts';
import { readJsonObject } from '../files/read-json.ts';
import { claimPath, type DeploymentPlace, listClaims, privateFile } from './deployment-place.ts';

/** How long a process of which nothing can be known, on another machine for one, may have a deployment, in milliseconds. */
const unknownOwnerMs = 15 * 60_000;

/** How long a claim may say nothing that can be read: it is being written. A loss of power leaves it so. Milliseconds. */
const unwrittenMs = 10_000;

/** A deployment that this process has. */
export type Claim = {
  /** Lets it go. Rejects with Node's error. */
  readonly release: () => Promise<void>;
};

/** Who has a deployment. */
export type Claimant = {
  readonly number: number;
  readonly owner: OperationOwner | undefined;
  readonly state: OwnerState;
};

/**
 * Takes a deployment by a file that only one process can create: the first free number after the claims of processes that are gone.
 * Rejects with Node's error.
 */
export async function claimDeployment(
  place: DeploymentPlace,
  deploymentId: string,
): Promise<Claim | { readonly takenBy: OperationOwner | undefined }> {
  const last = await findClaimant(place, deploymentId);
  if (last !== undefined && last.state !== 'gone') return { takenBy: last.owner };
  const own = (last?.number ?? 0) + 1;
  const bytes = new TextEncoder().encode(`${JSON.stringify(place.owner ?? describeOwner())}\n`);
  try {
    await place.fileSystem.createFile(claimPath(place, deploymentId, own), bytes, privateFile);
  } catch (thrown) {
    if (findErrno(thrown) !== 'EEXIST') throw thrown;
    return { takenBy: (await findClaimant(place, deploymentId))?.owner };
  }
  return { release: () => removeClaims(place, deploymentId) };
}

/** Who has it, or had it last and is gone; undefined when nobody has. Rejects with Node's error. */
export async function findClaimant(
  place: DeploymentPlace,
  deploymentId: string,
): Promise<Claimant | undefined> {
  const number = (await listClaims(place, deploymentId)).at(-1);
  if (number === undefined) return undefined;
  const path = claimPath(place, deploymentId, number);
  const reading = await readJsonObject(place.fileSystem, path, { limitBytes: 4096 });
  const said = reading.ok ? (reading.value as unknown as OperationOwner) : undefined;
  const isKnown = typeof said?.host === 'string' && typeof said.processId === 'number';
  const owner = isKnown ? said : undefined;
  const state = owner === undefined ? 'elsewhere' : judgeOwner(owner);
  if (state !== 'elsewhere') return { number, owner, state };
  const facts = await place.fileSystem.findFacts(path);
  const limitMs = owner === undefined ? unwrittenMs : unknownOwnerMs;
  const isOld = facts === undefined || place.now() - facts.modifiedAtMs > limitMs;
  return { number, owner, state: isOld ? 'gone' : 'elsewhere' };
}

/** The highest last: while it stands nobody else begins. */
async function removeClaims(place: DeploymentPlace, deploymentId: string): Promise<void> {
  for (const number of await listClaims(place, deploymentId))
    await removeIfThere(place.fileSystem, claimPath(place, deploymentId, number));
}
