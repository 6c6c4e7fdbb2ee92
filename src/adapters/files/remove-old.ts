import { join } from 'node:path';
import type { FileSystem } from '../../core/ports/file-system.ts';
import { listNamesIfThere, removeIfThere } from './durable-write.ts';
import { findErrno } from './file-errors.ts';

/** Temporary files younger than this may belong to a write that is still going on, in milliseconds. */
const minimumAgeMs = 10 * 60 * 1000;

/** What removing needs from outside. */
type RemoveContext = {
  readonly fileSystem: FileSystem;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/**
 * Removes what cut-off writes left in a folder: files, and folders with files, whose name says so and that are not young. Returns the
 * paths removed; none when the folder is not there. Rejects with Node's error.
 */
export async function removeOld(
  { fileSystem, now }: RemoveContext,
  folder: string,
  isLeftover: (name: string) => boolean,
): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const name of (await listNamesIfThere(fileSystem, folder)).filter(isLeftover)) {
    const path = join(folder, name);
    const facts = await fileSystem.findFacts(path);
    if (facts === undefined || now() - facts.modifiedAtMs < minimumAgeMs) continue;
    if (facts.kind === 'folder') await removeFolder(fileSystem, path);
    else await removeIfThere(fileSystem, path);
    removed.push(path);
  }
  return removed;
}

/** What is being written is one level deep. */
async function removeFolder(fileSystem: FileSystem, path: string): Promise<void> {
  for (const name of await listNamesIfThere(fileSystem, path))
    await removeIfThere(fileSystem, join(path, name));
  await fileSystem.removeFolder(path).catch((thrown: unknown) => {
    // Another doctor was faster.
    if (findErrno(thrown) !== 'ENOENT') throw thrown;
  });
}
