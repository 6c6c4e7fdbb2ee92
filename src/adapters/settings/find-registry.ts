import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidInputError } from '../../core/errors/app-error.ts';
import { chooseCache } from '../../core/settings/choose-cache.ts';
import { chooseRegistry, type RegistrySources } from '../../core/settings/choose-registry.ts';
import {
  judgeBucketPlace,
  judgePlace,
  type MissingRegistry,
  type PlaceFacts,
  type RegistryPlace,
} from '../../core/settings/judge-place.ts';
import { findScheme } from '../../core/settings/later-kinds.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { WantedBucket, WantedRegistry } from '../../core/settings/wanted-registry.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
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

/** Everything that can say which registry is meant, and of a bucket where its local copy is and which way leads to it. */
export type PlaceSources = RegistrySources & {
  readonly settings: Pick<Settings, 'transport'>;
  /** What `--cache` says. */
  readonly cache: string | undefined;
};

/**
 * The registry that is meant, looked at; undefined when nobody named one and none is there, unless that is taken for an empty one.
 * A bucket is not asked, only the folder of its local copy is looked at.
 * @throws InvalidInputError registry-ambiguous, registry-kind-unknown, usage; NotFoundError registry-not-found, registry-not-a-folder;
 *   UnavailableError when the file system refuses
 */
export async function findRegistry(
  sources: PlaceSources,
  folders: Folders,
  missing: MissingRegistry = 'refused',
): Promise<RegistryPlace | undefined> {
  const wanted = chooseRegistry(sources);
  if (wanted.bucket !== undefined)
    return await findBucket({ ...wanted, bucket: wanted.bucket }, sources, folders);
  const names = sources.settings.registries.map(registry => registry.name);
  const path = resolvePath(wanted.path, folders.workingFolder, folders.homeFolder);
  return judgePlace(wanted, path, await readPlaceFacts(path), names, missing);
}

async function findBucket(
  wanted: WantedRegistry & { readonly bucket: WantedBucket },
  { cache: flag, variables, settings }: PlaceSources,
  { workingFolder, homeFolder }: Folders,
): Promise<RegistryPlace> {
  const { address, cache: configured } = wanted.bucket;
  const text = chooseCache({ flag, variables, configured, address });
  if (findScheme(text) !== undefined) {
    throw new InvalidInputError(
      'usage',
      `The local copy of a bucket is a folder, not ${makeSafeText(text)}.`,
    );
  }
  const cache = resolvePath(text, workingFolder, homeFolder);
  return judgeBucketPlace(wanted, cache, await readPlaceFacts(cache), settings.transport);
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
