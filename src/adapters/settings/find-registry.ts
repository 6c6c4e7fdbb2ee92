import { dirname } from 'node:path';
import { InvalidInputError } from '../../core/errors/app-error.ts';
import { type CacheSources, chooseCache } from '../../core/settings/choose-cache.ts';
import { chooseRegistry, type RegistrySources } from '../../core/settings/choose-registry.ts';
import { findScheme } from '../../core/settings/find-scheme.ts';
import { judgeBucketPlace, judgeServerPlace } from '../../core/settings/judge-copied-place.ts';
import {
  judgePlace,
  type MissingRegistry,
  nameOfPlace,
  type RegistryPlace,
} from '../../core/settings/judge-place.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { WantedBucket, WantedRegistry, WantedServer } from '../../core/settings/wanted-registry.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { addLineage, findCatalog } from './find-catalog.ts';
import { findFileStore } from './find-file-store.ts';
import { findServingFile } from './find-serving-file.ts';
import { findWorkingTree, holdsPointers } from './find-working-tree.ts';
import { readPlaceFacts } from './read-place-facts.ts';
import { resolvePath } from './resolve-path.ts';

/** From where relative paths start. Both absolute. */
export type Folders = { readonly workingFolder: string; readonly homeFolder: string };

/** Everything that can say which registry is meant, where what is outside is kept here, and which way leads to a bucket. */
export type PlaceSources = RegistrySources & {
  readonly settings: Pick<Settings, 'transport'>;
  /** What `--cache` says. */
  readonly cache: string | undefined;
};

/**
 * The registry that is meant, looked at; undefined when nobody named one and none is there, unless that is taken for an empty one.
 * Bucket and server are not asked, only the folder of its local copy is looked at.
 * @throws InvalidInputError registry-ambiguous, registry-kind-unknown, usage; NotFoundError registry-not-found, registry-not-a-folder;
 *   UnavailableError when the file system refuses
 */
export async function findRegistry(
  sources: PlaceSources,
  folders: Folders,
  missing: MissingRegistry = 'refused',
): Promise<RegistryPlace | undefined> {
  const servingFile = await findServingFile(sources.variables, folders);
  const servingFolder = servingFile === undefined ? undefined : dirname(servingFile);
  const place = await findPlace({ ...sources, servingFolder }, folders, missing);
  if (place?.kind !== 'dvc' || servingFile === undefined || place.ollama?.file !== undefined) return place;
  return { ...place, ollama: { update: 'stays', ...place.ollama, file: servingFile } };
}

async function findPlace(
  sources: PlaceSources,
  folders: Folders,
  missing: MissingRegistry,
): Promise<RegistryPlace | undefined> {
  const wanted = chooseRegistry(sources);
  if (wanted.bucket !== undefined)
    return await findBucket({ ...wanted, bucket: wanted.bucket }, sources, folders);
  if (wanted.server !== undefined)
    return await findServer({ ...wanted, server: wanted.server }, sources, folders);
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
  const store = catalog === undefined ? await findFileStore(wanted, path, facts) : undefined;
  if (store !== undefined) return { name: wanted.name ?? nameOfPlace(path), kind: 'mlflow', path: store };
  const tree = catalog === undefined ? await findWorkingTree(wanted, path, facts) : undefined;
  const isFound = tree !== undefined && (wanted.need === 'required' || (await holdsPointers(tree)));
  if (isFound)
    return {
      ...{ name: wanted.name ?? nameOfPlace(tree), kind: 'dvc', path: tree },
      ...{ ollama: wanted.ollama, push: wanted.push },
    };
  // Nobody named it: a folder that is no such tree is none of theirs.
  if (wanted.kind === 'dvc' && wanted.need === 'if-there') return undefined;
  if (catalog === undefined) return judgePlace(wanted, path, facts, names, missing);
  const place = judgePlace({ ...wanted, kind: 'catalog' }, catalog.path, catalog.facts, names, missing);
  return place && (await addLineage({ ...place, name: wanted.name ?? place.name }, catalog.path));
}

async function findBucket(
  wanted: WantedRegistry & { readonly bucket: WantedBucket },
  sources: PlaceSources,
  folders: Folders,
): Promise<RegistryPlace> {
  const { address, cache: configured } = wanted.bucket;
  const cache = placeCache({ address, configured }, sources, folders);
  return judgeBucketPlace(wanted, cache, await readPlaceFacts(cache), sources.settings.transport);
}

async function findServer(
  wanted: WantedRegistry & { readonly server: WantedServer },
  sources: PlaceSources,
  folders: Folders,
): Promise<RegistryPlace> {
  const { address, cache: configured } = wanted.server;
  const cache = placeCache({ address, configured }, sources, folders);
  return judgeServerPlace(wanted, cache, await readPlaceFacts(cache));
}

/** The absolute path of the folder where what is read outside is kept. @throws InvalidInputError usage when an address is given for it */
function placeCache(
  outside: Pick<CacheSources, 'address' | 'configured'>,
  { cache: flag, variables }: PlaceSources,
  { workingFolder, homeFolder }: Folders,
): string {
  const text = chooseCache({ flag, variables, ...outside });
  if (findScheme(text) === undefined) return resolvePath(text, workingFolder, homeFolder);
  throw new InvalidInputError(
    'usage',
    `The local copy of a registry is a folder, not ${makeSafeText(text)}.`,
  );
}
