import { lstatSync, readdirSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { findErrno, toFileError } from '../../files/file-errors.ts';
import { entryNameInFolder } from '../../history/history-place.ts';
import { lastgoodName, parseEntryName, rollbackLogsName } from '../layout.ts';
import { isCopied, parseObjectName } from './classify-object.ts';

/** Longest stretch of looking without giving other work a turn, in milliseconds: requests are sent and answered meanwhile. */
const sliceMs = 2;

/** A file of the copy. `other`: a link or something else stands in its place. */
export type CopyFacts = { readonly sizeBytes: number; readonly modifiedAtMs: number } | 'other';

/** A look at the files of a copy, by the names they have in the bucket. */
export type CopyScan = {
  /** What was found by now. */
  readonly copies: Map<string, CopyFacts>;
  /** Looks into the folders of versions that stood there when the scan began. Once. Throws as {@link beginScan} does. */
  finish(): Promise<void>;
};

/**
 * Begins to look at a copy: when it is there, the histories, what is kept and the names of all versions are known. A version comes into a
 * copy whole, so of one that another process puts there from then on nothing is found. What could not be an object is passed over; no
 * file is read, and links are not followed: what stands in the place of a version's folder is told of under the name of the folder.
 * @throws UnavailableError when the file system refuses; the signal's reason
 */
export async function beginScan(root: string, signal: AbortSignal | undefined): Promise<CopyScan> {
  const copies = new Map<string, CopyFacts>();
  const versions = listVersions(root);
  const folders = versions.filter(entry => entry.isDirectory()).map(({ name }) => name);
  for (const entry of versions) if (!entry.isDirectory()) copies.set(entry.name, 'other');
  await lookInto({ root, copies, signal }, [...ownFolders]);
  return { copies, finish: () => lookInto({ root, copies, signal }, folders) };
}

/** All files of a copy; none when there is no copy. @see beginScan */
export async function scanCopies(
  root: string,
  signal: AbortSignal | undefined,
): Promise<Map<string, CopyFacts>> {
  const { copies, finish } = await beginScan(root, signal);
  await finish();
  return copies;
}

/** A file of the copy; `other` too where something else stands in the place of the folder of its version. Pure. */
export function findScanned(copies: ReadonlyMap<string, CopyFacts>, name: string): CopyFacts | undefined {
  return copies.get(name) ?? (isCovered(copies, name) ? 'other' : undefined);
}

/** Whether a link or a file stands here in the place of the folder of a file's version. Pure. */
export function isCovered(copies: ReadonlyMap<string, CopyFacts>, name: string): boolean {
  const end = name.indexOf('/');
  return end > 0 && copies.get(name.slice(0, end)) === 'other';
}

type Looking = {
  readonly root: string;
  readonly copies: Map<string, CopyFacts>;
  readonly signal: AbortSignal | undefined;
};

async function lookInto({ root, copies, signal }: Looking, folders: string[]): Promise<void> {
  let sliceEndsAt = performance.now() + sliceMs;
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
}

function isOwn(name: string): boolean {
  return name.startsWith(`${lastgoodName}/`);
}

/** Folders in which there are no versions. */
const ownFolders = [rollbackLogsName, `${lastgoodName}/history`, `${lastgoodName}/evidence`] as const;

/** What has the name of a version; with Node's word on whether it is a folder. */
function listVersions(root: string): ReturnType<typeof listEntries> {
  return listEntries(root).filter(({ name }) => parseEntryName(name).is === 'version');
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
