import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createNodeFileSystem } from '../src/adapters/files/node-file-system.ts';
import { createFileDeployments } from '../src/adapters/state/file-deployments.ts';
import { findStateFolder, makePrivateFolder, nameRegistryKey } from '../src/adapters/state/state-folder.ts';
import type { DeploymentJournal } from '../src/core/ports/deployment-journal.ts';
import type { DeployingParts } from './open-deploying.ts';

/** The deployments of a registry that are not finished on this machine. Nothing is read yet. */
export function openDeployments({ registry, variables, ...folders }: DeployingParts): DeploymentJournal {
  const state = findStateFolder(variables, folders.homeFolder);
  const folder = join(state, 'deployments', nameRegistryKey(registry));
  return createFileDeployments({
    ...{ fileSystem: createNodeFileSystem(), folder, createId: randomUUID, now: Date.now },
    makeFolder: () => makePrivateFolder(folder),
  });
}
