import { join } from 'node:path';
import type { OperationOwner } from '../../core/operation/operation-record.ts';
import type { FileSystem } from '../../core/ports/file-system.ts';
import { listNamesIfThere } from '../files/durable-write.ts';

/** What a journal of deployments is made with. */
export type DeploymentPlace = {
  readonly fileSystem: FileSystem;
  /** Absolute; only this registry's deployments stand in it. Made by {@link DeploymentPlace.makeFolder} when the first one comes. */
  readonly folder: string;
  /** Makes the folder so that nobody else can look into it. Rejects with Node's error. */
  readonly makeFolder: () => Promise<void>;
  /** A name nobody else uses, such as a random UUID. */
  readonly createId: () => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** This process, unless told. */
  readonly owner?: OperationOwner | undefined;
};

/** An id is a UUID, or a name of the same characters. */
const idPattern = '[A-Za-z0-9][A-Za-z0-9-]{0,63}';
const journalName = new RegExp(`^(${idPattern})\\.json$`);
const claimName = new RegExp(`^(${idPattern})\\.claim\\.([1-9][0-9]{0,8})$`);

/** What journals and claims may be read and written by: their owner. */
export const privateFile = 0o600;

/** The journal of a deployment. Its id is checked. */
export function journalPath({ folder }: DeploymentPlace, deploymentId: string): string {
  return join(folder, `${checkId(deploymentId)}.json`);
}

/** The file that says who carries a deployment on; of several the highest number counts. */
export function claimPath({ folder }: DeploymentPlace, deploymentId: string, number: number): string {
  return join(folder, `${checkId(deploymentId)}.claim.${number}`);
}

/** Ids of the deployments in a journal, in no order. Rejects with Node's error. */
export async function listDeploymentIds({ fileSystem, folder }: DeploymentPlace): Promise<readonly string[]> {
  const names = await listNamesIfThere(fileSystem, folder);
  return names.flatMap(name => journalName.exec(name)?.[1] ?? []);
}

/** Numbers of the claims of a deployment, ascending. Rejects with Node's error. */
export async function listClaims(
  { fileSystem, folder }: DeploymentPlace,
  deploymentId: string,
): Promise<readonly number[]> {
  const names = await listNamesIfThere(fileSystem, folder);
  return names
    .flatMap(name => {
      const [, claimed, number] = claimName.exec(name) ?? [];
      return claimed === deploymentId ? [Number(number)] : [];
    })
    .sort((one, other) => one - other);
}

/** Whether a text can be the id of a deployment. */
export function isDeploymentId(text: string): boolean {
  return new RegExp(`^${idPattern}$`).test(text);
}

function checkId(id: string): string {
  if (isDeploymentId(id)) return id;
  throw new RangeError('A deployment is named by letters, digits and dashes.');
}
