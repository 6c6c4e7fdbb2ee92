import { InvalidInputError, NotFoundError } from '../errors/app-error.ts';
import type { BucketAddress } from '../ports/object-store.ts';
import type { RegistryKind } from '../registry/registry-index.ts';
import { makeSafeText } from '../text/safe-text.ts';
import { formatBucketUrl } from './bucket-address.ts';
import type { TransportName } from './transport-name.ts';
import type { WantedBucket, WantedRegistry } from './wanted-registry.ts';

/** What stands at a path, following links. A folder is looked into no further than is needed to tell. */
export type PlaceFacts =
  | { readonly stands: 'nothing' }
  /** A link whose end is not there. */
  | { readonly stands: 'dangling-link' }
  | { readonly stands: 'file' }
  /** `directory-registry`: has `.lastgood` or a version folder with its metadata. */
  | { readonly stands: 'folder'; readonly holds: 'directory-registry' | 'nothing' | 'something-else' };

/** The bucket of a registry, and the way to it. */
export type BucketPlace = BucketAddress & { readonly transport: TransportName };

/** A registry that can be opened. */
export type RegistryPlace = {
  readonly name: string;
  readonly kind: RegistryKind;
  /** Absolute. Of a registry in a bucket the folder of its local copy, which may not be there yet. */
  readonly path: string;
  /** undefined: the folder is all there is. */
  readonly bucket?: BucketPlace | undefined;
  /** Of a folder that is the local copy of a bucket: its address. Who writes there tells nobody, so it is only read. */
  readonly copyOf?: string | undefined;
  /** Nothing stands there, and that is to be taken for an empty registry: the first write makes it. */
  readonly isMissing?: true;
};

/** Where a registry is, for people: its folder, or `gs://bucket/prefix`. Pure. */
export function namePlace({ path, bucket }: RegistryPlace): string {
  return bucket === undefined ? path : formatBucketUrl(bucket);
}

/** What a place where nothing stands means. `refused-unless-first`: the refusal offers the option that takes it for empty. */
export type MissingRegistry = 'refused' | 'refused-unless-first' | 'empty';

/** What a refusal adds where there is that option. */
export const offerOfFirst =
  'Add --first if nothing was deployed yet: it is then taken for an empty registry.';

/**
 * The registry to open, or undefined when nobody named one and none is there. Pure.
 * @param path absolute path of what is wanted
 * @param names configured names, for the hint
 * @param missing what it means when nothing stands there; a link to nothing is never an empty registry
 * @throws NotFoundError registry-not-found, registry-not-a-folder; InvalidInputError registry-kind-unknown
 */
export function judgePlace(
  wanted: WantedRegistry,
  path: string,
  facts: PlaceFacts,
  names: readonly string[],
  missing: MissingRegistry = 'refused',
): RegistryPlace | undefined {
  const shown = makeSafeText(path);
  switch (facts.stands) {
    case 'nothing':
      if (missing === 'empty') return { ...describePlace(wanted, path), isMissing: true };
      if (wanted.need === 'if-there') return undefined;
      throw refuseMissing(wanted, shown, { names, missing });
    case 'dangling-link':
      throw new NotFoundError(
        'registry-not-found',
        `${describe(wanted)}: ${shown} is a link to something that is not there.`,
        { hint: 'Check that what it leads to is mounted.', data: { path: shown } },
      );
    case 'file':
      throw new NotFoundError('registry-not-a-folder', `${describe(wanted)}: ${shown} is not a folder.`, {
        data: { path: shown },
      });
    case 'folder':
      if (wanted.kind === undefined && facts.holds === 'something-else') throw refuseFolder(wanted, shown);
      return describePlace(wanted, path);
    default:
      return facts satisfies never;
  }
}

function describePlace(wanted: WantedRegistry, path: string): RegistryPlace {
  return { name: wanted.name ?? nameOf(path), kind: wanted.kind ?? 'directory', path };
}

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
  const problem = findCacheProblem(facts);
  if (problem !== undefined) {
    const shown = makeSafeText(cache);
    const message = `The local copy of ${describe(wanted)} cannot be kept in ${shown}: ${problem}.`;
    throw new InvalidInputError('usage', message, {
      hint: 'Name an empty folder, or one that does not exist yet, with --cache or LASTGOOD_CACHE.',
      data: { path: shown },
    });
  }
  const { address } = wanted.bucket;
  return {
    name: wanted.name ?? nameOf(formatBucketUrl(address)),
    kind: 'directory',
    path: cache,
    bucket: { ...address, transport: wanted.bucket.transport ?? transport },
  };
}

function findCacheProblem(facts: PlaceFacts): string | undefined {
  if (facts.stands === 'dangling-link') return 'it is a link to something that is not there';
  if (facts.stands === 'file') return 'it is not a folder';
  if (facts.stands === 'folder' && facts.holds === 'something-else') return 'it holds other things already';
  return undefined;
}

function describe(wanted: WantedRegistry): string {
  return wanted.name === undefined ? wanted.said : `${wanted.name} in ${wanted.said}`;
}

function refuseMissing(
  wanted: WantedRegistry,
  shown: string,
  { names, missing }: { readonly names: readonly string[]; readonly missing: MissingRegistry },
): NotFoundError {
  const couldBeName = wanted.name === undefined && !/[/\\]/.test(wanted.path);
  const hints = [
    ...(couldBeName && names.length > 0 ? [`Configured registries: ${names.join(', ')}.`] : []),
    ...(missing === 'refused-unless-first' ? [offerOfFirst] : []),
  ];
  const message = `${describe(wanted)}: there is no folder ${shown}.`;
  return new NotFoundError('registry-not-found', message, {
    ...(hints.length === 0 ? {} : { hint: hints.join(' ') }),
    data: { path: shown },
  });
}

function refuseFolder(wanted: WantedRegistry, shown: string): InvalidInputError {
  const hint =
    wanted.name === undefined
      ? `If it is one, say so: --registry directory:${shown}.`
      : `If it is one, add kind: directory to ${wanted.name}.`;
  return new InvalidInputError(
    'registry-kind-unknown',
    `${describe(wanted)}: ${shown} does not look like a registry: ` +
      'it has neither .lastgood nor a folder like MODEL_v1 with metadata.json.',
    { hint, data: { path: shown } },
  );
}

/** The last part of a path; the path itself when it has none. */
function nameOf(path: string): string {
  const last = path.split('/').findLast(part => part !== '');
  return makeSafeText(last ?? path, { limit: 128 });
}
