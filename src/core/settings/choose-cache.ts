import { InvalidInputError } from '../errors/app-error.ts';
import type { BucketAddress } from '../ports/object-store.ts';
import { formatBucketUrl } from './bucket-address.ts';
import { findVariable, type Variables } from './read-environment.ts';

/** Everything that can say where the local copy of a bucket, or what was read of a server, is kept. */
export type CacheSources = {
  /** What `--cache` says. */
  readonly flag: string | undefined;
  /** Variables of the environment, and of the originals from `.env`. */
  readonly variables: Variables;
  /** What the configuration says of this registry; absolute. */
  readonly configured: string | undefined;
  readonly address: BucketAddress | { readonly url: string };
};

/** Longest name of a folder, in bytes, with room for what a file system adds. */
const nameLimitBytes = 200;

/**
 * The folder of the local copy, as it is written: relative to the working folder, absolute, or below `~`. Order: `--cache`,
 * LASTGOOD_CACHE, the configuration, for a bucket the originals' MODEL_REGISTRY_CACHE, and last a folder of its own in the user's cache
 * folder. Pure.
 * @throws InvalidInputError usage when the address is too long to name a folder
 * @see https://specifications.freedesktop.org/basedir-spec/latest/ a relative XDG_CACHE_HOME is to be ignored
 */
export function chooseCache({ flag, variables, configured, address }: CacheSources): string {
  const named =
    flag ??
    findVariable(variables, 'LASTGOOD_CACHE') ??
    configured ??
    ('bucket' in address ? findVariable(variables, 'MODEL_REGISTRY_CACHE') : undefined);
  if (named !== undefined) return named;
  const base = findVariable(variables, 'XDG_CACHE_HOME');
  return `${base?.startsWith('/') ? base : '~/.cache'}/lastgood/${formatCacheName(address)}`;
}

/** One folder for each address, none inside another's: `bucket+team+registry`, `https=mlflow.example.org+team`. */
function formatCacheName(address: CacheSources['address']): string {
  const name = 'bucket' in address ? nameBucket(address) : nameServer(address.url);
  if (name.length <= nameLimitBytes) return name;
  const url = 'bucket' in address ? formatBucketUrl(address) : address.url;
  throw new InvalidInputError('usage', `${url} is too long to name the folder of its local copy.`, {
    hint: 'Name a folder with --cache or LASTGOOD_CACHE.',
    data: { address: url },
  });
}

function nameBucket({ bucket, prefix }: BucketAddress): string {
  return joinParts([bucket, ...prefix.split('/').filter(part => part !== '')]);
}

/** No bucket has an equals sign in its name. */
function nameServer(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  const parts = [host, ...pathname.split('/').filter(part => part !== '')];
  return `${protocol.slice(0, -1)}=${joinParts(parts)}`;
}

function joinParts(parts: readonly string[]): string {
  return parts.map(encodeURIComponent).join('+');
}
