import { join } from 'node:path';
import type { OperationRecord } from '../../core/operation/operation-record.ts';
import type { FileSystem } from '../../core/ports/file-system.ts';
import { isTemporaryName, listNamesIfThere, removeIfThere } from '../files/durable-write.ts';
import { findErrno, withFileErrors } from '../files/file-errors.ts';
import type { DirectoryContext } from './directory-options.ts';

/** Temporary files younger than this may belong to a write that is still going on, in milliseconds. */
const minimumAgeMs = 10 * 60 * 1000;

/**
 * Removes temporary files and folders that cut-off writes left behind: in the registry folder, in `rollback_logs` and in
 * `.lastgood`. What is young, or belongs to an operation of `keep`, stays. Returns the removed paths, inside the registry.
 */
export async function removeDirectoryLeftovers(
  context: DirectoryContext,
  keep: readonly OperationRecord[],
): Promise<readonly string[]> {
  const { places } = context;
  const removed: string[] = [];
  const kept = keep.map(operation => `version-${operation.operationId}`);
  await withFileErrors('remove leftovers', places.own, async () => {
    for (const folder of [places.root, places.rollbackLogs, places.own, places.operations]) {
      removed.push(...(await removeOld(context, folder, isTemporaryName)));
    }
    removed.push(...(await removeOld(context, places.temporary, name => !kept.includes(name))));
  });
  return removed.map(path => path.slice(places.root.length + 1));
}

async function removeOld(
  context: DirectoryContext,
  folder: string,
  isLeftover: (name: string) => boolean,
): Promise<readonly string[]> {
  const { fileSystem } = context;
  const removed: string[] = [];
  for (const name of (await listNamesIfThere(fileSystem, folder)).filter(isLeftover)) {
    const path = join(folder, name);
    const facts = await fileSystem.findFacts(path);
    if (facts === undefined || context.now() - facts.modifiedAtMs < minimumAgeMs) continue;
    if (facts.kind === 'folder') await removeFolder(fileSystem, path);
    else await removeIfThere(fileSystem, path);
    removed.push(path);
  }
  return removed;
}

/** Staged versions are one level deep. */
async function removeFolder(fileSystem: FileSystem, path: string): Promise<void> {
  for (const name of await listNamesIfThere(fileSystem, path))
    await removeIfThere(fileSystem, join(path, name));
  await fileSystem.removeFolder(path).catch((thrown: unknown) => {
    // Another doctor was faster.
    if (findErrno(thrown) !== 'ENOENT') throw thrown;
  });
}
