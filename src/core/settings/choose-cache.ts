import { InvalidInputError } from '../errors/app-error.ts';
import type { BucketAddress } from '../ports/object-store.ts';
import { formatBucketUrl } from './bucket-address.ts';
import { findVariable, type Variables } from './read-environment.ts';

/** Everything that can say where the local copy of a bucket is kept. */
export type CacheSources = {
  /** What `--cache` says. */
  readonly flag: string | undefined;
  /** Variables of the environment, and of the originals from `.env`. */
  readonly variables: Variables;
  /** What the configuration says of this registry; absolute. */
  readonly configured: string | undefined;
  readonly address: BucketAddress;
};

/** Longest name of a folder, in bytes, with room for what a file system adds. */
const nameLimitBytes = 200;

/**
 * The folder of the local copy, as it is written: relative to the working folder, absolute, or below `~`. Order: `--cache`,
 * LASTGOOD_CACHE, the configuration, the originals' MODEL_REGISTRY_CACHE, and last a folder of its own in the user's cache folder. Pure.
 * @throws InvalidInputError usage when the address is too long to name a folder
 * @see https://specifications.freedesktop.org/basedir-spec/latest/ a relative XDG_CACHE_HOME is to be ignored
 */
export function chooseCache({ flag, variables, configured, address }: CacheSources): string {
  const named =
    flag ??
    findVariable(variables, 'LASTGOOD_CACHE') ??
    configured ??
    findVariable(variables, 'MODEL_REGISTRY_CACHE');
  if (named !== undefined) return named;
  const base = findVariable(variables, 'XDG_CACHE_HOME');
  return `${base?.startsWith('/') ? base : '~/.cache'}/lastgood/${formatCacheName(address)}`;
}

/** One folder for each address, none inside another's: `bucket+team+registry`. */
function formatCacheName(address: BucketAddress): string {
  const parts = [address.bucket, ...address.prefix.split('/').filter(part => part !== '')];
  const name = parts.map(encodeURIComponent).join('+');
  if (name.length <= nameLimitBytes) return name;
  const url = formatBucketUrl(address);
  throw new InvalidInputError('usage', `${url} is too long to name the folder of its local copy.`, {
    hint: 'Name a folder with --cache or LASTGOOD_CACHE.',
    data: { address: url },
  });
}
