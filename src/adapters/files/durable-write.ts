import { dirname, join } from 'node:path';
import type { FileSystem } from '../../core/ports/file-system.ts';
import { findErrno } from './file-errors.ts';

const temporaryName = /^\.lastgood-[^/]+\.tmp$/;

/** A name nobody else uses, beside the file it will become. `id` must be unique, such as a random UUID. */
export function formatTemporaryName(id: string): string {
  return `.lastgood-${id}.tmp`;
}

/** True for the name of a file that a write leaves behind when it is killed. */
export function isTemporaryName(name: string): boolean {
  return temporaryName.test(name);
}

/**
 * Replaces or creates a file so that a reader sees the old bytes or the new, never a part, and a crash afterwards does not
 * take it back. On failure the old file stands and nothing is left behind. Rejects with Node's error.
 * @param permissions exactly these bits, whatever the umask; undefined: those of any new file
 */
export async function writeFileDurably(
  fileSystem: FileSystem,
  path: string,
  bytes: Uint8Array,
  createId: () => string,
  permissions?: number,
): Promise<void> {
  await replaceDurably(fileSystem, path, createId, temporary =>
    fileSystem.createFile(temporary, bytes, permissions),
  );
}

/**
 * Points a symbolic link at `target`, replacing a link or file, without a moment in which there is none.
 * Rejects with Node's error: `EISDIR` when a real folder stands there, which is left alone.
 */
export async function replaceSymlinkDurably(
  fileSystem: FileSystem,
  target: string,
  path: string,
  createId: () => string,
): Promise<void> {
  await replaceDurably(fileSystem, path, createId, temporary => fileSystem.symlink(target, temporary));
}

/** Removes a file; answers false when it was not there. Rejects with Node's error otherwise. */
export async function removeIfThere(fileSystem: FileSystem, path: string): Promise<boolean> {
  try {
    await fileSystem.removeFile(path);
    return true;
  } catch (thrown) {
    if (findErrno(thrown) === 'ENOENT') return false;
    throw thrown;
  }
}

/** Names in a folder, in no order; none when it is not there. Rejects with Node's error otherwise. */
export async function listNamesIfThere(fileSystem: FileSystem, path: string): Promise<readonly string[]> {
  try {
    return await fileSystem.listNames(path);
  } catch (thrown) {
    if (['ENOENT', 'ENOTDIR'].includes(findErrno(thrown) ?? '')) return [];
    throw thrown;
  }
}

/** Creates a folder unless one is there. Rejects with `EEXIST` when something else stands in its place, a link included. */
export async function ensureFolder(fileSystem: FileSystem, path: string): Promise<void> {
  try {
    await fileSystem.makeFolder(path);
  } catch (thrown) {
    if (findErrno(thrown) !== 'EEXIST') throw thrown;
    const facts = await fileSystem.findFacts(path);
    if (facts?.kind !== 'folder') throw thrown;
  }
}

async function replaceDurably(
  fileSystem: FileSystem,
  path: string,
  createId: () => string,
  createAt: (temporary: string) => Promise<void>,
): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, formatTemporaryName(createId()));
  try {
    await createAt(temporary);
    await fileSystem.rename(temporary, path);
  } catch (thrown) {
    await removeAfterFailure(fileSystem, temporary);
    throw thrown;
  }
  await fileSystem.syncFolder(folder);
}

/** The failure that led here is what the caller must hear of; a leftover that cannot be removed is found by doctor. */
async function removeAfterFailure(fileSystem: FileSystem, temporary: string): Promise<void> {
  await removeIfThere(fileSystem, temporary).catch(() => false);
}
