import { isAbsolute, join, resolve } from 'node:path';
import { findErrno } from '../files/file-errors.ts';
import { parsePythonJson } from '../files/parse-python-json.ts';
import type { Reading } from '../files/read-json.ts';
import { readTextFile } from '../files/read-text-file.ts';
import type { DvcOutput } from './dvc-output.ts';
import type { DvcPlaces } from './dvc-places.ts';
import { isInTree } from './parse-output.ts';
import { isMapping, listOf } from './yaml-fields.ts';

const configLimitBytes = 256 * 1024;

/** A file of a folder that DVC keeps. */
export type FolderFile = {
  readonly md5: string;
  /** From the folder on, parted by `/`. As written, not safe to show. */
  readonly path: string;
};

/** The folder of DVC's cache: what its configuration says, `.dvc/cache` unless it does. Absolute. */
export async function findCacheFolder({ dvc }: Pick<DvcPlaces, 'dvc'>): Promise<string> {
  for (const name of ['config.local', 'config']) {
    const folder = parseCacheFolder(await readConfig(join(dvc, name)));
    if (folder !== undefined) return isAbsolute(folder) ? folder : resolve(dvc, folder);
  }
  return join(dvc, 'cache');
}

async function readConfig(path: string): Promise<string> {
  try {
    return (await readTextFile(path, configLimitBytes)) ?? '';
  } catch (thrown) {
    if (findErrno(thrown) === undefined) throw thrown;
    return '';
  }
}

/** `dir` in the section `[cache]` of a configuration of DVC. Pure. */
export function parseCacheFolder(text: string): string | undefined {
  let section = '';
  for (const line of text.replace(/^\ufeff/, '').split(/\r?\n/)) {
    const named = /^\s*\[\s*['"]?(.*?)['"]?\s*\]/.exec(line)?.[1];
    if (named !== undefined) section = named;
    const value = /^\s*dir\s*=\s*(.+?)\s*$/.exec(line)?.[1];
    if (section === 'cache' && value !== undefined) return value;
  }
  return undefined;
}

/** Where the cache keeps what has a digest; before DVC 3 it was another place. Pure. */
export function placeObject(cache: string, md5: string, hash: DvcOutput['hash']): string {
  const inner = join(md5.slice(0, 2), md5.slice(2));
  return hash === undefined ? join(cache, inner) : join(cache, 'files', 'md5', inner);
}

/** The list of files of a folder, from the bytes that the cache keeps under its digest. Pure. */
export function parseFolderList(bytes: Uint8Array): Reading<readonly FolderFile[]> {
  const reading = parsePythonJson(bytes);
  if (!reading.ok) return reading;
  const files = listOf(reading.value as Parameters<typeof listOf>[0]).flatMap(
    (each): readonly FolderFile[] => {
      const { md5, relpath } = isMapping(each) ? each : {};
      const isFile = typeof md5 === 'string' && /^[0-9a-f]{32}$/.test(md5) && typeof relpath === 'string';
      return isFile && isInTree(relpath) && !relpath.split('/').includes('..')
        ? [{ md5, path: relpath }]
        : [];
    },
  );
  const isWhole = Array.isArray(reading.value) && files.length === reading.value.length;
  return isWhole
    ? { ok: true, value: files }
    : { ok: false, fault: 'malformed', problem: 'no list of files with their md5' };
}
