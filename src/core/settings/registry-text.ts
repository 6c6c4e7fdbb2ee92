import { InvalidInputError } from '../errors/app-error.ts';
import type { RegistryKind } from '../registry/registry-index.ts';
import { makeSafeText } from '../text/safe-text.ts';
import { formatBucketUrl, isBucketText, parseBucketText } from './bucket-address.ts';
import { refuseAddress, refusePrefix } from './refuse-address.ts';
import { isServerText, parseServerText, type ServerAddress } from './server-address.ts';
import type { ConfiguredRegistry } from './settings.ts';
import { parseTrackingUri } from './tracking-uri.ts';
import type { WantedRegistry } from './wanted-registry.ts';

/** Variable that two of the originals name a file by: S2 its file of models, and another program one of its own. */
export const originalsFileVariable = 'MODEL_REGISTRY_FILE';

/** Longest text that names a registry, in characters. */
const textLimitCharacters = 4096;

/**
 * What a text given as a registry means: a configured name, `gs://bucket/prefix`, `http(s)://…`, `directory:` and a place, `catalog:`
 * and a file, `mlflow:` and what MLflow takes, `dvc:` and a folder of a working tree, a file `*.json`, or a folder. A configured name wins over a folder that is called the same; `./name` is always the folder. Pure.
 * @param said where it was given, for messages
 * @throws InvalidInputError registry-kind-unknown for places that this version cannot open, usage for what is no path at all
 */
export function parseRegistryText(
  text: string,
  said: string,
  registries: readonly ConfiguredRegistry[],
): WantedRegistry {
  const configured = registries.find(registry => registry.name === text);
  if (configured !== undefined) return wantConfigured(configured);
  if (text.startsWith('directory:')) {
    return parsePlaceText(text.slice('directory:'.length), 'directory', said);
  }
  if (text.startsWith('catalog:')) return parsePathText(text.slice('catalog:'.length), 'catalog', said);
  if (text.startsWith('dvc:')) return parsePathText(text.slice('dvc:'.length), 'dvc', said);
  if (text.startsWith('mlflow:')) return wantTracking(text.slice('mlflow:'.length), said);
  if (isBucketText(text)) return wantBucket(text, said);
  if (isServerText(text)) return wantServer(parseServerText(text, said), said);
  refusePrefix(text, said);
  return parsePathText(text, isCatalogPath(text) ? 'catalog' : undefined, said);
}

/** Whether a path can only be that of a catalogue: a file of JSON. Pure. */
export function isCatalogPath(path: string): boolean {
  return path.toLowerCase().endsWith('.json');
}

/**
 * A text that can only be a bucket or a path, of a kind that is known or to be found out. Pure.
 * @throws InvalidInputError as for either
 */
export function parsePlaceText(text: string, kind: RegistryKind | undefined, said: string): WantedRegistry {
  return isBucketText(text) ? wantBucket(text, said) : parsePathText(text, kind, said);
}

function wantBucket(text: string, said: string): WantedRegistry {
  const address = parseBucketText(text, said);
  const bucket = { address, cache: undefined, transport: undefined };
  return {
    name: undefined,
    path: formatBucketUrl(address),
    bucket,
    kind: 'directory',
    said,
    need: 'required',
  };
}

/**
 * What MLflow is told by a text such as MLFLOW_TRACKING_URI: a server, or the folder of a file store. Pure.
 * @throws InvalidInputError registry-kind-unknown for stores that only MLflow itself opens; usage
 */
export function wantTracking(text: string, said: string): WantedRegistry {
  const place = parseTrackingUri(text, said);
  return place.at === 'server' ? wantServer(place.address, said) : parsePathText(place.path, 'mlflow', said);
}

/** A server that is meant, by its address. Pure. */
function wantServer(address: ServerAddress, said: string): WantedRegistry {
  const server = { address, cache: undefined };
  return {
    ...{ name: undefined, path: address.url, bucket: undefined, server },
    ...{ kind: 'mlflow', said, need: 'required' },
  };
}

/** What to give for a registry of a kind. */
const usualPlaces: Readonly<Record<RegistryKind, string>> = {
  directory: 'Give the folder that holds the version folders.',
  catalog: 'Give the file of models, such as registry.json.',
  mlflow: 'Give the folder that holds the version folders.',
  dvc: 'Give the working tree that holds models/hf.',
};

/**
 * A text that can only be a path. Pure.
 * @throws InvalidInputError registry-kind-unknown for an address, usage for what is no path at all
 */
function parsePathText(path: string, kind: RegistryKind | undefined, said: string): WantedRegistry {
  refuseAddress(path, said);
  const problem = findPathProblem(path);
  if (problem !== undefined) {
    throw new InvalidInputError('usage', `${said}: "${makeSafeText(path, { limit: 200 })}" ${problem}.`, {
      hint: usualPlaces[kind ?? 'directory'],
    });
  }
  return { name: undefined, path, bucket: undefined, kind, said, need: 'required' };
}

/**
 * A configured registry as the place wanted. Pure.
 * @throws InvalidInputError registry-kind-unknown when its path is an address of something else than a bucket or a server; usage
 */
export function wantConfigured(registry: ConfiguredRegistry): WantedRegistry {
  const { name, path, file, cache, transport, lineage, ollama, push } = registry;
  const kind = registry.kind ?? (isCatalogPath(path) ? 'catalog' : undefined);
  if (isBucketText(path)) {
    const bucket = { address: parseBucketText(path, `${name} in ${file}`), cache, transport };
    const url = formatBucketUrl(bucket.address);
    return { name, path: url, bucket, kind: 'directory', said: file, need: 'required' };
  }
  if (isServerText(path)) {
    const address = parseServerText(path, `${name} in ${file}`);
    return { ...wantServer(address, file), name, server: { address, cache } };
  }
  refuseAddress(path, file);
  return { name, path, bucket: undefined, kind, lineage, ollama, push, said: file, need: 'required' };
}

function findPathProblem(path: string): string | undefined {
  if (path === '') return 'names nothing';
  if (path.includes('\0')) return 'holds a NUL character and cannot be a path';
  return path.length > textLimitCharacters ? 'is too long for a path' : undefined;
}
