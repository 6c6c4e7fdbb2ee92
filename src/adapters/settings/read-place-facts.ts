import { opendir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RegistryKind } from '../../core/registry/registry-index.ts';
import type { PlaceFacts } from '../../core/settings/judge-place.ts';
import { findErrno, withFileErrors } from '../files/file-errors.ts';
import { holdsFileStore } from './find-file-store.ts';
import { holdsPointers } from './find-working-tree.ts';
import { holdsCatalog } from './holds-catalog.ts';
import { isThere } from './is-there.ts';

/** Names that make no folder anything else than an empty one. */
const insignificantNames: ReadonlySet<string> = new Set([
  '.gitkeep',
  '.gitignore',
  '.DS_Store',
  'lost+found',
]);

/** What stands at a path, links followed. A folder is read no further than is needed to tell its kind. */
export async function readPlaceFacts(path: string): Promise<PlaceFacts> {
  return await withFileErrors('look at the registry', path, async () => {
    try {
      if (!(await stat(path)).isDirectory()) return { stands: 'file', path: await realpath(path) };
      return { stands: 'folder', holds: await findContents(path) };
    } catch (thrown) {
      const errno = findErrno(thrown);
      if (errno === 'ENOTDIR') return { stands: 'nothing' };
      if (errno !== 'ENOENT') throw thrown;
      return (await isThere(path)) ? { stands: 'dangling-link' } : { stands: 'nothing' };
    }
  });
}

async function findContents(folder: string): Promise<readonly RegistryKind[] | 'nothing' | 'something-else'> {
  const kinds: readonly RegistryKind[] = [
    ...((await holdsCatalog(folder)) ? (['catalog'] as const) : []),
    ...((await holdsFileStore(folder)) ? (['mlflow'] as const) : []),
    ...((await holdsPointers(folder)) ? (['dvc'] as const) : []),
  ];
  // In a working tree our folder stands beside the pointers.
  const isOurs = !kinds.includes('dvc') && (await isThere(join(folder, '.lastgood')));
  if (isOurs) return ['directory', ...kinds];
  let contents: 'nothing' | 'something-else' = 'nothing';
  for await (const { name } of await opendir(folder)) {
    if (insignificantNames.has(name)) continue;
    contents = 'something-else';
    const isVersion = /._v\d+$/.test(name) && (await isThere(join(folder, name, 'metadata.json')));
    if (isVersion) return ['directory', ...kinds];
  }
  return kinds.length > 0 ? kinds : contents;
}
