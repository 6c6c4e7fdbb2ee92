import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FileSystem } from '../../../core/ports/file-system.ts';
import { findErrno, toFileError } from '../../files/file-errors.ts';
import { formatVersionFolder } from '../layout.ts';
import { findNamed, readRawPointer } from '../read-pointer.ts';
import { parseObjectName } from './classify-object.ts';

/** A pointer of the copy that names a version; `model` is undefined for the one all models share. */
export type OwnPointer = {
  readonly name: string;
  readonly model: string | undefined;
  /** Name of the version's folder. */
  readonly folder: string;
};

/**
 * The pointers that stand in a copy, as links or texts, and name a version of their model; in order of their names.
 * @throws UnavailableError when the folder cannot be read
 */
export async function findOwnPointers(fileSystem: FileSystem, root: string): Promise<readonly OwnPointer[]> {
  const pointers: OwnPointer[] = [];
  for (const name of listNames(root)) {
    const parsed = parseObjectName(name);
    if (parsed.is !== 'pointer') continue;
    const named = findNamed(await readRawPointer(fileSystem, join(root, name)));
    if (named === undefined || (parsed.model !== undefined && parsed.model !== named.model)) continue;
    pointers.push({ name, model: parsed.model, folder: formatVersionFolder(named.model, named.version) });
  }
  return pointers;
}

function listNames(root: string): readonly string[] {
  try {
    return readdirSync(root, { withFileTypes: true })
      .filter(entry => entry.isSymbolicLink() || entry.isFile())
      .map(({ name }) => name)
      .sort();
  } catch (thrown) {
    if (['ENOENT', 'ENOTDIR'].includes(findErrno(thrown) ?? '')) return [];
    throw toFileError(thrown, 'look at the copy', root);
  }
}
