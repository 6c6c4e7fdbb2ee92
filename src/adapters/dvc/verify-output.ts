import { hash } from 'node:crypto';
import { join } from 'node:path';
import type { FileCheck, ReadOptions } from '../../core/ports/registry.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { describeFailure } from '../files/file-check.ts';
import { findErrno } from '../files/file-errors.ts';
import { readLinkedFile } from '../files/read-text-file.ts';
import { type FolderFile, parseFolderList, placeObject } from './dvc-cache.ts';
import { type DvcOutput, isFolderOutput } from './dvc-output.ts';
import { hashMd5, type Md5Options } from './hash-md5.ts';
import { isInTree } from './parse-output.ts';

/** Largest list of the files of a folder that is read. */
const listLimitBytes = 64 * 1024 * 1024;

/** Where the bytes of outputs may be on this machine. Absolute paths. */
export type OutputPlaces = { readonly root: string; readonly cache: string };

/**
 * An output held against its digest, where its bytes are on this machine: in the working tree, or else in DVC's cache. Of a folder its list
 * of files first, then each file. What is in neither is elsewhere. Never rejects for what is wrong with a file.
 */
export async function verifyOutput(
  places: OutputPlaces,
  output: DvcOutput,
  options: ReadOptions,
): Promise<readonly FileCheck[]> {
  const { signal, onProgress } = options;
  const total = output.sizeBytes ?? 0;
  let done = 0;
  const hashing: Md5Options = {
    signal,
    onBytes: bytes => {
      done += bytes;
      onProgress?.(Math.min(done, total), total);
    },
  };
  if (!isFolderOutput(output)) return [await verifyFile(places, output, output, hashing)];
  return await verifyFolder(places, output, hashing);
}

async function verifyFolder(
  places: OutputPlaces,
  output: DvcOutput,
  hashing: Md5Options,
): Promise<readonly FileCheck[]> {
  const name = `list of files of ${makeSafeText(output.path, { limit: 300 })}`;
  const bytes = await readList(places, output);
  if (bytes === undefined)
    return [
      { name, outcome: 'elsewhere', detail: `md5 ${output.md5} is not in the DVC cache of this machine` },
    ];
  const check = compareMd5(name, output.md5, `${hash('md5', bytes)}.dir`);
  if (check.outcome !== 'verified') return [check];
  const listed = parseFolderList(bytes);
  if (!listed.ok) return [{ name, outcome: 'unreadable', detail: listed.problem }];
  const checks: FileCheck[] = [check];
  for (const file of listed.value) checks.push(await verifyFile(places, output, file, hashing));
  return checks;
}

async function readList(
  { cache }: OutputPlaces,
  { md5, hash: kind }: DvcOutput,
): Promise<Uint8Array | undefined> {
  try {
    return await readLinkedFile(placeObject(cache, md5, kind), listLimitBytes);
  } catch (thrown) {
    if (findErrno(thrown) === undefined) throw thrown;
    return undefined;
  }
}

/** @param file the output itself, or a file of the folder that it is */
async function verifyFile(
  { root, cache }: OutputPlaces,
  output: DvcOutput,
  file: FolderFile,
  hashing: Md5Options,
): Promise<FileCheck> {
  const path = file === output ? output.path : `${output.path}/${file.path}`;
  const name = makeSafeText(path, { limit: 500 });
  const inTree = isInTree(path) ? [join(root, path)] : [];
  for (const place of [...inTree, placeObject(cache, file.md5, output.hash)]) {
    try {
      return compareMd5(name, file.md5, await hashMd5(place, hashing));
    } catch (thrown) {
      hashing.signal?.throwIfAborted();
      const check = describeFailure(name, thrown, 'elsewhere');
      if (check.outcome !== 'elsewhere') return check;
    }
  }
  return {
    name,
    outcome: 'elsewhere',
    detail: 'neither in the working tree nor in the DVC cache of this machine',
  };
}

function compareMd5(name: string, recorded: string, found: string): FileCheck {
  if (recorded === found) return { name, outcome: 'verified', detail: `md5 ${found.slice(0, 12)}` };
  return {
    name,
    outcome: 'differs',
    detail: `recorded md5 ${recorded.slice(0, 12)}, found ${found.slice(0, 12)}`,
  };
}
