import { lstatSync, readdirSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { findErrno, toFileError } from '../../files/file-errors.ts';
import { entryNameInFolder } from '../../history/history-place.ts';
import { lastgoodName, parseEntryName, rollbackLogsName } from '../layout.ts';
import { isCopied, parseObjectName } from './classify-object.ts';

/** Longest stretch of looking without giving other work a turn, in milliseconds. */
const sliceMs = 8;

/** A file of the copy. `other`: a link or something else stands in its place. */
export type CopyFacts = { readonly sizeBytes: number; readonly modifiedAtMs: number } | 'other';

/**
 * The files of a copy by the names they have in the bucket, without reading any; empty when there is no copy. What could not be an
 * object is passed over. Links are not followed.
 * @throws UnavailableError when the file system refuses; the signal's reason
 */
export async function scanCopies(
  root: string,
  signal: AbortSignal | undefined,
): Promise<Map<string, CopyFacts>> {
  const copies = new Map<string, CopyFacts>();
  let sliceEndsAt = performance.now() + sliceMs;
  const folders = listTopFolders(root);
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of listEntries(`${root}/${folder}`)) {
      const name = `${folder}/${entry.name}`;
      const isFile = isCopied(parseObjectName(name));
      if (isFile) copies.set(name, lookAt(`${root}/${name}`));
      if (entry.isDirectory() && copies.get(name) === undefined) folders.push(name);
      else if (entry.isDirectory() && copies.get(name) === 'other' && !isOwn(name)) {
        // A folder where a version may have a file: what is in it are files of the version too.
        copies.delete(name);
        folders.push(name);
      }
    }
    if (performance.now() < sliceEndsAt) continue;
    await nextTurn();
    signal?.throwIfAborted();
    sliceEndsAt = performance.now() + sliceMs;
  }
  return copies;
}

function isOwn(name: string): boolean {
  return name.startsWith(`${lastgoodName}/`);
}

function listTopFolders(root: string): string[] {
  const folders: string[] = [];
  for (const entry of listEntries(root)) {
    const isVersion = parseEntryName(entry.name).is === 'version';
    if (entry.isDirectory() && (isVersion || entry.name === rollbackLogsName)) folders.push(entry.name);
  }
  return [...folders, `${lastgoodName}/history`, `${lastgoodName}/evidence`];
}

function listEntries(folder: string): readonly { readonly name: string; isDirectory(): boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (thrown) {
    if (['ENOENT', 'ENOTDIR'].includes(findErrno(thrown) ?? '')) return [];
    throw toFileError(thrown, 'look at the copy', folder);
  }
}

/** An entry of the history may stand in a folder of its name. */
function lookAt(path: string): CopyFacts {
  const facts = lstatSync(path, { throwIfNoEntry: false, bigint: true });
  const file = facts?.isDirectory()
    ? lstatSync(`${path}/${entryNameInFolder}`, { throwIfNoEntry: false, bigint: true })
    : facts;
  if (!file?.isFile()) return 'other';
  return { sizeBytes: Number(file.size), modifiedAtMs: Number(file.mtimeNs) / 1e6 };
}
