import { join } from 'node:path';
import type { FileSystem } from '../../core/ports/file-system.ts';
import { removeIfThere } from '../files/durable-write.ts';
import { findErrno, withFileErrors } from '../files/file-errors.ts';
import { entryNameInFolder, placeHistory } from './history-place.ts';

/** Names a claim puts into a temporary folder. */
const namesInFolder = [entryNameInFolder, 'registry.json'] as const;

/**
 * Removes what writers that were killed left in `.lastgood/tmp`; answers the names it removed, sorted.
 * @param olderThanMs younger ones may belong to a writer that is still at work; an hour is safe.
 * @throws UnavailableError when the file system refuses.
 */
export function removeLeftovers(
  fileSystem: FileSystem,
  root: string,
  olderThanMs: number,
  now: () => number,
): Promise<readonly string[]> {
  const { temporaryFolder } = placeHistory(root);
  return withFileErrors('remove leftovers', temporaryFolder, async () => {
    const removed: string[] = [];
    for (const name of await listLeftovers(fileSystem, temporaryFolder)) {
      const path = join(temporaryFolder, name);
      const facts = await fileSystem.findFacts(path);
      if (facts === undefined || now() - facts.modifiedAtMs < olderThanMs) continue;
      if (facts.kind === 'folder') await removeClaimFolder(fileSystem, path);
      else await removeIfThere(fileSystem, path);
      removed.push(name);
    }
    return removed;
  });
}

async function listLeftovers(fileSystem: FileSystem, folder: string): Promise<readonly string[]> {
  try {
    return [...(await fileSystem.listNames(folder))].sort();
  } catch (thrown) {
    if (findErrno(thrown) === 'ENOENT') return [];
    throw thrown;
  }
}

async function removeClaimFolder(fileSystem: FileSystem, path: string): Promise<void> {
  for (const name of namesInFolder) await removeIfThere(fileSystem, join(path, name));
  await fileSystem.removeFolder(path);
}
