import { InvalidInputError } from '../errors/app-error.ts';
import { makeSafeText } from '../text/safe-text.ts';
import { formatBucketUrl } from './bucket-address.ts';
import { describeWanted, nameOfPlace, type PlaceFacts, type RegistryPlace } from './judge-place.ts';
import type { TransportName } from './transport-name.ts';
import type { WantedBucket, WantedRegistry, WantedServer } from './wanted-registry.ts';

/**
 * The registry in a bucket, with the folder of its local copy. A folder of other things is never filled. Pure.
 * @param cache absolute path of that folder
 * @param transport the way to it when its configuration names none
 * @throws InvalidInputError usage when the folder cannot be one
 */
export function judgeBucketPlace(
  wanted: WantedRegistry & { readonly bucket: WantedBucket },
  cache: string,
  facts: PlaceFacts,
  transport: TransportName,
): RegistryPlace {
  requireCache(wanted, cache, facts);
  const { address } = wanted.bucket;
  return {
    name: wanted.name ?? nameOfPlace(formatBucketUrl(address)),
    kind: 'directory',
    path: cache,
    bucket: { ...address, transport: wanted.bucket.transport ?? transport },
  };
}

/**
 * The registry behind a server, with the folder of what was last read of it. Pure.
 * @param cache absolute path of that folder
 * @throws InvalidInputError usage when the folder cannot be one
 */
export function judgeServerPlace(
  wanted: WantedRegistry & { readonly server: WantedServer },
  cache: string,
  facts: PlaceFacts,
): RegistryPlace {
  requireCache(wanted, cache, facts);
  const { url, login } = wanted.server.address;
  const name = wanted.name ?? nameOfPlace(url);
  return { name, kind: 'mlflow', path: cache, server: { url, login, said: wanted.said } };
}

function requireCache(wanted: WantedRegistry, cache: string, facts: PlaceFacts): void {
  const problem = findCacheProblem(facts);
  if (problem === undefined) return;
  const shown = makeSafeText(cache);
  const message = `The local copy of ${describeWanted(wanted)} cannot be kept in ${shown}: ${problem}.`;
  throw new InvalidInputError('usage', message, {
    hint: 'Name an empty folder, or one that does not exist yet, with --cache or LASTGOOD_CACHE.',
    data: { path: shown },
  });
}

function findCacheProblem(facts: PlaceFacts): string | undefined {
  if (facts.stands === 'dangling-link') return 'it is a link to something that is not there';
  if (facts.stands === 'file') return 'it is not a folder';
  if (facts.stands !== 'folder' || facts.holds === 'nothing') return undefined;
  if (!facts.holds.includes('directory')) return 'it holds other things already';
  return undefined;
}
