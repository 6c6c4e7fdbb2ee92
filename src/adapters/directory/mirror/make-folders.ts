import { dirname } from 'node:path';
import type { FileSystem } from '../../../core/ports/file-system.ts';
import { ensureFolder } from '../../files/durable-write.ts';
import { findErrno } from '../../files/file-errors.ts';
import type { Places } from '../layout.ts';

/**
 * Makes the folder of a copy, and those of ours inside that writing needs. Idempotent. Rejects with Node's error: `EEXIST` when
 * something else, a link included, stands in the place of one of ours.
 */
export async function makeCopyFolders(fileSystem: FileSystem, places: Places): Promise<void> {
  await makeRoot(fileSystem, places.root);
  for (const folder of [places.own, places.temporary]) await ensureFolder(fileSystem, folder);
}

/** The folder itself may be behind links: where the cache is, is the user's choice. */
async function makeRoot(fileSystem: FileSystem, root: string): Promise<void> {
  try {
    await fileSystem.makeFolder(root);
  } catch (thrown) {
    const errno = findErrno(thrown);
    if (errno === 'EEXIST') return;
    const parent = dirname(root);
    if (errno !== 'ENOENT' || parent === root) throw thrown;
    await makeRoot(fileSystem, parent);
    await makeRoot(fileSystem, root);
  }
}
