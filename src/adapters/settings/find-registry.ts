import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { chooseRegistry, type RegistrySources } from '../../core/settings/choose-registry.ts';
import {
  judgePlace,
  type MissingRegistry,
  type PlaceFacts,
  type RegistryPlace,
} from '../../core/settings/judge-place.ts';
import { findErrno, withFileErrors } from '../files/file-errors.ts';
import { isThere } from './is-there.ts';
import { resolvePath } from './resolve-path.ts';

/** Names that make no folder anything else than an empty one. */
const insignificantNames: ReadonlySet<string> = new Set([
  '.gitkeep',
  '.gitignore',
  '.DS_Store',
  'lost+found',
]);

/** From where relative paths start. Both absolute. */
export type Folders = { readonly workingFolder: string; readonly homeFolder: string };

/**
 * The registry that is meant, looked at; undefined when nobody named one and none is there, unless that is taken for an empty one.
 * @throws InvalidInputError registry-ambiguous, registry-kind-unknown; NotFoundError registry-not-found, registry-not-a-folder;
 *   UnavailableError when the file system refuses
 */
export async function findRegistry(
  sources: RegistrySources,
  folders: Folders,
  missing: MissingRegistry = 'refused',
): Promise<RegistryPlace | undefined> {
  const wanted = chooseRegistry(sources);
  const names = sources.settings.registries.map(registry => registry.name);
  const path = resolvePath(wanted.path, folders.workingFolder, folders.homeFolder);
  return judgePlace(wanted, path, await readPlaceFacts(path), names, missing);
}

/** What stands at a path. A folder is read no further than the first thing that makes it a registry. */
export async function readPlaceFacts(path: string): Promise<PlaceFacts> {
  return await withFileErrors('look at the registry', path, async () => {
    try {
      if (!(await stat(path)).isDirectory()) return { stands: 'file' };
      return { stands: 'folder', holds: await findContents(path) };
    } catch (thrown) {
      const errno = findErrno(thrown);
      if (errno === 'ENOTDIR') return { stands: 'nothing' };
      if (errno !== 'ENOENT') throw thrown;
      return (await isThere(path)) ? { stands: 'dangling-link' } : { stands: 'nothing' };
    }
  });
}

async function findContents(folder: string): Promise<'directory-registry' | 'nothing' | 'something-else'> {
  if (await isThere(join(folder, '.lastgood'))) return 'directory-registry';
  let contents: 'nothing' | 'something-else' = 'nothing';
  for await (const { name } of await opendir(folder)) {
    if (insignificantNames.has(name)) continue;
    contents = 'something-else';
    const isVersion = /._v\d+$/.test(name) && (await isThere(join(folder, name, 'metadata.json')));
    if (isVersion) return 'directory-registry';
  }
  return contents;
}
