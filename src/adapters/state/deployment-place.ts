import { join } from 'node:path';
import type { OperationOwner } from '../../core/operation/operation-record.ts';
import type { FileSystem } from '../../core/ports/file-system.ts';
import { listOwnNames } from '../files/list-own-names.ts';

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

/** The journal of a deployment. Its id is checked. */
export function journalPath({ folder }: DeploymentPlace, deploymentId: string): string {
  return join(folder, `${checkId(deploymentId)}.json`);
}

/** Ids of the deployments in a journal, in no order. Rejects with Node's error. */
export async function listDeploymentIds({ fileSystem, folder }: DeploymentPlace): Promise<readonly string[]> {
  const names = await listOwnNames(fileSystem, folder);
  return names.flatMap(name => journalName.exec(name)?.[1] ?? []);
}

/** Whether a text can be the id of a deployment. */
export function isDeploymentId(text: string): boolean {
  return new RegExp(`^${idPattern}$`).test(text);
}

function checkId(id: string): string {
  if (isDeploymentId(id)) return id;
  throw new RangeError('A deployment is named by letters, digits and dashes.');
}
