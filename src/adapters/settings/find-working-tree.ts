import { opendir } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { PlaceFacts } from '../../core/settings/judge-place.ts';
import type { WantedRegistry } from '../../core/settings/wanted-registry.ts';
import { findErrno } from '../files/file-errors.ts';
import { isFolder } from '../files/is-folder.ts';
import { isThere } from './is-there.ts';

/** Where S4 keeps pointers, from the top of a working tree on. `inFamilies`: in a folder for each family. */
const pointerFolders = [
  { path: 'models/hf/stable', inFamilies: false },
  { path: 'models/hf/wip', inFamilies: true },
  { path: 'models/hf/candidates', inFamilies: true },
] as const;

/** Most entries that are looked at to tell what a folder is. */
const lookLimit = 1000;

/** Whether a folder is the top of a working tree in which S4 keeps pointers of models. */
export async function holdsPointers(folder: string): Promise<boolean> {
  for (const { path, inFamilies } of pointerFolders) {
    const names = await listNames(join(folder, path));
    if (names.some(isPointer)) return true;
    if (!inFamilies) continue;
    for (const name of names) if ((await listNames(join(folder, path, name))).some(isPointer)) return true;
  }
  return false;
}

/**
 * The top of the working tree that is meant by a folder: the next one upwards in which DVC or git keeps its own folder. Where no kind is
 * named only what lies in its `models` means the tree. Undefined where none is meant.
 */
export async function findWorkingTree(
  { kind }: WantedRegistry,
  path: string,
  facts: PlaceFacts,
): Promise<string | undefined> {
  if (facts.stands !== 'folder') return undefined;
  if (kind === 'dvc') return await findTop(path);
  if (kind !== undefined || typeof facts.holds !== 'string') return undefined;
  const top = await findTop(path);
  if (top === undefined || !isInModels(top, path)) return undefined;
  return (await holdsPointers(top)) ? top : undefined;
}

function isInModels(top: string, path: string): boolean {
  return relative(top, path).split(sep)[0] === 'models';
}

/** The next folder upwards in which DVC or git keeps its own; undefined where none does. */
export async function findTop(path: string): Promise<string | undefined> {
  for (let folder = path; ; folder = dirname(folder)) {
    // A file may be called `.dvc` too.
    if ((await isFolder(join(folder, '.dvc'))) || (await isThere(join(folder, '.git')))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

function isPointer(name: string): boolean {
  return name.endsWith('.dvc') && name.length > '.dvc'.length;
}

async function listNames(folder: string): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    for await (const { name } of await opendir(folder)) {
      names.push(name);
      if (names.length >= lookLimit) break;
    }
  } catch (thrown) {
    if (findErrno(thrown) === undefined) throw thrown;
  }
  return names;
}
