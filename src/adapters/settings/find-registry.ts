import { InvalidInputError } from '../../core/errors/app-error.ts';
import { chooseCache } from '../../core/settings/choose-cache.ts';
import { chooseRegistry, type RegistrySources } from '../../core/settings/choose-registry.ts';
import {
  judgeBucketPlace,
  judgePlace,
  type MissingRegistry,
  type RegistryPlace,
} from '../../core/settings/judge-place.ts';
import { findScheme } from '../../core/settings/later-kinds.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { WantedBucket, WantedRegistry } from '../../core/settings/wanted-registry.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { addLineage, findCatalog } from './find-catalog.ts';
import { readPlaceFacts } from './read-place-facts.ts';
import { resolvePath } from './resolve-path.ts';

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
  for (let each: WantedRegistry | undefined = wanted; each?.need === 'if-there'; each = each.otherwise) {
    const found = await lookAt(each, folders, names, 'refused');
    if (found !== undefined) return found;
  }
  return await lookAt(wanted, folders, names, missing);
}

async function lookAt(
  wanted: WantedRegistry,
  folders: Folders,
  names: readonly string[],
  missing: MissingRegistry,
): Promise<RegistryPlace | undefined> {
  const path = resolvePath(wanted.path, folders.workingFolder, folders.homeFolder);
  const facts = await readPlaceFacts(path);
  const catalog = await findCatalog(wanted, path, facts);
  if (catalog === undefined) return judgePlace(wanted, path, facts, names, missing);
  const place = judgePlace({ ...wanted, kind: 'catalog' }, catalog.path, catalog.facts, names, missing);
  return place && (await addLineage({ ...place, name: wanted.name ?? place.name }, catalog.path));
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
