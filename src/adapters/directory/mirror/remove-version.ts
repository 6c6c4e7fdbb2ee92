import { join } from 'node:path';
import type { FileSystem } from '../../../core/ports/file-system.ts';
import { childPath } from '../../files/child-path.ts';
import { listNamesIfThere } from '../../files/durable-write.ts';
import { findErrno } from '../../files/file-errors.ts';
import type { DirectoryContext } from '../directory-options.ts';
import { makeCopyFolders } from './make-folders.ts';

/**
 * Removes a version from the copy: gone by one rename, then deleted; what a crash leaves of it is found by doctor. Answers false when it was not
 * there. Rejects with Node's error.
 * @param folder name of the version's folder
 */
export async function removeVersion(cache: DirectoryContext, folder: string): Promise<boolean> {
  const { fileSystem, places } = cache;
  await makeCopyFolders(fileSystem, places);
  const temporary = join(places.temporary, `removed-${cache.createId()}`);
  try {
    await fileSystem.rename(childPath(places.root, folder), temporary);
  } catch (thrown) {
    if (findErrno(thrown) === 'ENOENT') return false;
    throw thrown;
  }
  await fileSystem.syncFolder(places.root);
  await removeTree(fileSystem, temporary);
  return true;
}

async function removeTree(fileSystem: FileSystem, path: string): Promise<void> {
  if ((await fileSystem.findFacts(path))?.kind !== 'folder') return await fileSystem.removeFile(path);
  for (const name of await listNamesIfThere(fileSystem, path)) await removeTree(fileSystem, join(path, name));
  await fileSystem.removeFolder(path);
}
