import { lstatSync, readdirSync } from 'node:fs';
import type { Stranger } from '../../../core/registry/registry-index.ts';
import { describeErrno, findErrno } from '../../files/file-errors.ts';
import { createStranger } from './store-problem.ts';

/** Names in a folder by what they are, each sorted by code units. Links are never followed, so they are in a list of their own. */
export type FolderNames = {
  readonly folders: readonly string[];
  readonly files: readonly string[];
  readonly links: readonly string[];
};

/** A folder of the store. */
export type StoreFolder = {
  /** Absolute path. */
  readonly path: string;
  /** The same below the store, parted by `/`, for people. */
  readonly shown: string;
};

/** Hears of what is not read. */
export type LeaveOut = (stranger: Stranger) => void;

const noNames: FolderNames = { folders: [], files: [], links: [] };

/** A folder inside a folder. The name must come from a listing, so that it leads nowhere else. Pure. */
export function innerFolder({ path, shown }: StoreFolder, name: string): StoreFolder {
  return { path: `${path}/${name}`, shown: shown === '' ? name : `${shown}/${name}` };
}

/**
 * What is directly in a folder; undefined when there is no folder. Reads at once: for a small folder the way through the thread pool costs
 * several times the read. Throws Node's error.
 */
export function listFolder(path: string): FolderNames | undefined {
  const entries = readEntries(path);
  if (entries === undefined) return undefined;
  if (entries.length === 0) return noNames;
  const folders: string[] = [];
  const files: string[] = [];
  const links: string[] = [];
  for (const entry of entries) {
    if (entry.isDirectory()) folders.push(entry.name);
    else if (entry.isFile()) files.push(entry.name);
    else if (entry.isSymbolicLink()) links.push(entry.name);
  }
  return { folders: folders.sort(), files: files.sort(), links: links.sort() };
}

/** As {@link listFolder}, but a folder that cannot be listed is told to `leaveOut`. */
export function listOrLeaveOut(folder: StoreFolder, leaveOut: LeaveOut): FolderNames | undefined {
  try {
    return listFolder(folder.path);
  } catch (thrown) {
    const errno = findErrno(thrown);
    if (errno === undefined) throw thrown;
    leaveOut(createStranger(folder.shown, `unreadable: ${describeErrno(errno)} (${errno})`));
    return undefined;
  }
}

/** Whether a path is a folder, and no link to one. Never throws. */
export function isFolder(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch (thrown) {
    if (findErrno(thrown) === undefined) throw thrown;
    return false;
  }
}

function readEntries(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (thrown) {
    const errno = findErrno(thrown);
    if (errno === 'ENOENT' || errno === 'ENOTDIR') return undefined;
    throw thrown;
  }
}
