import { hash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { BugError } from '../../../core/errors/app-error.ts';
import type { FileSystem } from '../../../core/ports/file-system.ts';
import type { ObjectFacts } from '../../../core/ports/object-store.ts';
import { ensureFolder, removeIfThere } from '../../files/durable-write.ts';
import { findErrno, withFileErrors } from '../../files/file-errors.ts';
import { claimGeneration } from '../../history/claim-generation.ts';
import { entryNameInFolder, formatGenerationName } from '../../history/history-place.ts';
import { interpretEntry } from '../../history/interpret-entry.ts';
import type { DirectoryContext } from '../directory-options.ts';
import { parseObjectName } from './classify-object.ts';
import { makeCopyFolders } from './make-folders.ts';
import type { MirrorContext } from './mirror-context.ts';
import { placeObject } from './place-object.ts';
import { toSeenFacts } from './seen-objects.ts';

/** How putting an object into the copy ended. `changed-here`: something else stands there, which was left alone. */
export type InstallOutcome = 'installed' | 'already' | 'changed-here';

/**
 * Puts the bytes of an object into the copy: durably, and by one rename, so that a reader sees the old file or the new one. What was
 * changed here by hand since it was put there, or was never put there, is left alone unless it holds the same bytes. An entry of the
 * history is never replaced at all, and only put behind the one it was written after; what is none is not put here. Whoever is told `installed` or `already` finds it noted in `seen`, which is not saved by this.
 * @throws UnavailableError disk-full and others: nothing was changed; BugError for a name that is not copied
 */
export async function installObject(
  { cache, seen }: Pick<MirrorContext, 'cache' | 'seen'>,
  facts: ObjectFacts,
  bytes: Uint8Array,
): Promise<InstallOutcome> {
  const place = placeObject(cache.places.root, facts.name);
  if (place === undefined) throw new BugError('internal-bug', 'An object that has no copy was to be copied.');
  const { path, folders } = place;
  return await withFileErrors('copy it from the bucket', path, async () => {
    const isHistory = dirname(dirname(path)) === join(cache.places.own, 'history');
    const outcome = isHistory
      ? await installEntry(cache, facts.name, { folders, path }, bytes)
      : await installFile(cache, folders, path, bytes, seen.find(facts.name)?.facts.md5);
    if (outcome === 'changed-here') return outcome;
    const copy = await findCopy(cache.fileSystem, path);
    seen.note({ facts: { ...toSeenFacts(facts), md5: facts.md5 ?? hash('md5', bytes) }, copy });
    return outcome;
  });
}

/** Size and time of a copy; of an entry that stands in a folder those of the file in it. Undefined when it is not there. Rejects with Node's error. */
export async function findCopy(
  fileSystem: FileSystem,
  path: string,
): Promise<{ readonly sizeBytes: number; readonly modifiedAtMs: number } | undefined> {
  const facts = await fileSystem.findFacts(path);
  const file = facts?.kind === 'folder' ? await fileSystem.findFacts(join(path, entryNameInFolder)) : facts;
  return file?.kind === 'file' ? { sizeBytes: file.sizeBytes, modifiedAtMs: file.modifiedAtMs } : undefined;
}

/**
 * Makes the folders of a copy, outermost first. Rejects with `EEXIST` when something that is no folder, a link included, stands there:
 * nothing is ever written through a link.
 */
export async function ensureFolders(cache: DirectoryContext, folders: readonly string[]): Promise<void> {
  for (const folder of folders) await ensureFolder(cache.fileSystem, folder);
}

async function installFile(
  cache: DirectoryContext,
  folders: readonly string[],
  path: string,
  bytes: Uint8Array,
  installedMd5: string | undefined,
): Promise<InstallOutcome> {
  const standing = await readStanding(cache.fileSystem, path);
  if (standing.found === 'other') return 'changed-here';
  if (standing.found === 'file') {
    if (isSame(standing.bytes, bytes)) return 'already';
    if (hash('md5', standing.bytes) !== installedMd5) return 'changed-here';
  }
  const temporary = join(cache.places.temporary, `copy-${cache.createId()}`);
  try {
    await createTemporary(cache, temporary, bytes);
    if (standing.found === 'nothing' && !(await canMakeFolders(cache, folders))) {
      await cache.fileSystem.removeFile(temporary);
      return 'changed-here';
    }
    await cache.fileSystem.rename(temporary, path);
  } catch (thrown) {
    // The failure that led here is what the caller must hear of; a leftover that cannot be removed is found by doctor.
    await removeIfThere(cache.fileSystem, temporary).catch(() => false);
    throw thrown;
  }
  return 'installed';
}

/** The folders for it are nearly always there. */
async function createTemporary(
  { fileSystem, places }: DirectoryContext,
  temporary: string,
  bytes: Uint8Array,
): Promise<void> {
  try {
    await fileSystem.createFile(temporary, bytes);
  } catch (thrown) {
    if (findErrno(thrown) !== 'ENOENT') throw thrown;
    await makeCopyFolders(fileSystem, places);
    await fileSystem.createFile(temporary, bytes);
  }
}

async function installEntry(
  cache: DirectoryContext,
  name: string,
  { folders, path }: { readonly folders: readonly string[]; readonly path: string },
  bytes: Uint8Array,
): Promise<InstallOutcome> {
  const { fileSystem, places, createId } = cache;
  if (!(await isWrittenAfter(fileSystem, name, path, bytes))) return 'changed-here';
  await makeCopyFolders(fileSystem, places);
  if (!(await canMakeFolders(cache, folders))) return 'changed-here';
  const temporary = join(places.temporary, createId());
  if (await claimEntry(fileSystem, { path, temporary, bytes })) return 'installed';
  const standing = await readStanding(fileSystem, path);
  return standing.found === 'file' && isSame(standing.bytes, bytes) ? 'already' : 'changed-here';
}

/** Whether it is an entry, and the one that stands before it is the one it was written after: else the copy would not be one chain. */
async function isWrittenAfter(
  fileSystem: FileSystem,
  name: string,
  path: string,
  bytes: Uint8Array,
): Promise<boolean> {
  const parsed = parseObjectName(name);
  if (parsed.is !== 'history') return true;
  const { model, generation } = parsed;
  const read = (at: number, value: Uint8Array) =>
    interpretEntry({ ok: true, value }, { model, generation: at }, sha256);
  const entry = read(generation, bytes);
  if (entry.found === 'defect' && entry.defect.fault === 'damaged') return false;
  if (generation === 1) return true;
  const before = await readStanding(fileSystem, join(dirname(path), formatGenerationName(generation - 1)));
  if (before.found !== 'file') return false;
  const previous = read(generation - 1, before.bytes);
  if (previous.found === 'defect') return previous.defect.fault !== 'damaged';
  return entry.found !== 'entry' || entry.stored.entry.previousDigest === sha256(before.bytes);
}

function sha256(bytes: Uint8Array): string {
  return hash('sha256', bytes);
}

/** Where there are no hard links, by renaming a filled folder, as the history of a folder does it. */
async function claimEntry(
  fileSystem: FileSystem,
  claim: { readonly path: string; readonly temporary: string; readonly bytes: Uint8Array },
): Promise<boolean> {
  try {
    return await claimGeneration(fileSystem, 'link', claim);
  } catch (thrown) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(findErrno(thrown) ?? '')) throw thrown;
    return await claimGeneration(fileSystem, 'rename-folder', claim);
  }
}

async function canMakeFolders(cache: DirectoryContext, folders: readonly string[]): Promise<boolean> {
  try {
    await ensureFolders(cache, folders);
    return true;
  } catch (thrown) {
    if (['EEXIST', 'ENOTDIR', 'ELOOP'].includes(findErrno(thrown) ?? '')) return false;
    throw thrown;
  }
}

/** Largest file of ours that is compared with what comes from the bucket. */
const standingLimitBytes = 64 * 1024 * 1024;

type Standing =
  | { readonly found: 'nothing' }
  | { readonly found: 'file'; readonly bytes: Uint8Array }
  | { readonly found: 'other' };

async function readStanding(fileSystem: FileSystem, path: string): Promise<Standing> {
  const facts = await fileSystem.findFacts(path);
  if (facts === undefined) return { found: 'nothing' };
  const file = facts.kind === 'folder' ? join(path, entryNameInFolder) : path;
  try {
    return { found: 'file', bytes: await fileSystem.readFile(file, standingLimitBytes) };
  } catch (thrown) {
    const errno = findErrno(thrown) ?? '';
    if (['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'EINVAL', 'EFBIG'].includes(errno))
      return { found: 'other' };
    throw thrown;
  }
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && Buffer.compare(one, other) === 0;
}
