import { InvalidInputError, NotFoundError } from '../errors/app-error.ts';
import type { BucketAddress } from '../ports/object-store.ts';
import { type RegistryKind, registryKinds } from '../registry/registry-index.ts';
import { makeSafeText } from '../text/safe-text.ts';
import { formatBucketUrl } from './bucket-address.ts';
import type { PushChoice } from './push-choice.ts';
import { originalsFileVariable } from './registry-text.ts';
import type { AddressLogin } from './server-address.ts';
import type { ServingChoice } from './settings.ts';
import type { TransportName } from './transport-name.ts';
import type { WantedRegistry } from './wanted-registry.ts';

/** What stands at a path, following links. A folder is looked into no further than is needed to tell. */
export type PlaceFacts =
  | { readonly stands: 'nothing' }
  /** A link whose end is not there. */
  | { readonly stands: 'dangling-link' }
  /** `path`: the file itself, where a link leads to it. */
  | { readonly stands: 'file'; readonly path: string }
  /** What it holds: the kinds of registry that it looks like, or none of them. */
  | { readonly stands: 'folder'; readonly holds: readonly RegistryKind[] | 'nothing' | 'something-else' };

/** The bucket of a registry, and the way to it. */
export type BucketPlace = BucketAddress & { readonly transport: TransportName };

/** An MLflow server, and what its address brought along. */
export type ServerPlace = {
  /** Scheme, host, port and path. Safe to show. */
  readonly url: string;
  /** What stood in the address. Never shown, never stored. */
  readonly login: AddressLogin | undefined;
  /** Where it was named: `--registry`, `MLFLOW_TRACKING_URI`, the path of a configuration file. */
  readonly said: string;
};

/** A registry that can be opened. */
export type RegistryPlace = {
  readonly name: string;
  readonly kind: RegistryKind;
  /**
   * Absolute. Of a registry in a bucket or behind a server the folder of its local copy, which may not be there yet; of a catalogue the
   * file itself; of MLflow's files the folder that holds `models`; of DVC the top of the working tree.
   */
  readonly path: string;
  /** Of a catalogue: absolute path of its file of lineage; undefined: `lineage.json` beside it. */
  readonly lineage?: string | undefined;
  /** Of DVC: its file of endpoints. */
  readonly ollama?: ServingChoice | undefined;
  /** Of DVC: what a move sends away; undefined: both. */
  readonly push?: PushChoice | undefined;
  /** Variable of the originals that names it: several programs mean a file of their own by the same one. */
  readonly namedBy?: string | undefined;
  /** undefined: the folder is all there is. */
  readonly bucket?: BucketPlace | undefined;
  /** undefined: no server is asked. */
  readonly server?: ServerPlace | undefined;
  /** Of a folder that is the local copy of a bucket: its address. Who writes there tells nobody, so it is only read. */
  readonly copyOf?: string | undefined;
  /** Nothing stands there, and that is to be taken for an empty registry: the first write makes it. */
  readonly isMissing?: true;
};

/** Where a registry is, for people: its path, `gs://bucket/prefix`, or the address of its server. Pure. */
export function namePlace({ path, bucket, server }: RegistryPlace): string {
  return server?.url ?? (bucket === undefined ? path : formatBucketUrl(bucket));
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
 * @throws NotFoundError registry-not-found, registry-not-a-folder; InvalidInputError registry-kind-unknown, registry-ambiguous
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
      // MLflow's files are only read, and a working tree is git's: no write would ever make them.
      if (missing === 'empty' && wanted.kind !== 'mlflow' && wanted.kind !== 'dvc')
        return { ...describePlace(wanted, path), isMissing: true };
      if (wanted.need === 'if-there') return undefined;
      throw refuseMissing(wanted, shown, { names, missing });
    case 'dangling-link':
      throw new NotFoundError(
        'registry-not-found',
        `${describeWanted(wanted)}: ${shown} is a link to something that is not there.`,
        { hint: 'Check that what it leads to is mounted.', data: { path: shown } },
      );
    case 'file':
      if (wanted.kind === 'catalog') return describePlace(wanted, facts.path);
      throw new NotFoundError(
        'registry-not-a-folder',
        `${describeWanted(wanted)}: ${shown} is not a folder.`,
        {
          data: { path: shown },
        },
      );
    case 'folder':
      if (wanted.kind === 'catalog') throw refuseFolderAsFile(wanted, shown);
      return describePlace({ ...wanted, kind: wanted.kind ?? findKind(wanted, shown, facts.holds) }, path);
    default:
      return facts satisfies never;
  }
}

/**
 * The kind of a folder by what it holds; an empty one may become a directory registry. Pure.
 * @throws InvalidInputError registry-kind-unknown, registry-ambiguous
 */
export function findKind(
  wanted: WantedRegistry,
  shown: string,
  holds: Extract<PlaceFacts, { readonly stands: 'folder' }>['holds'],
): RegistryKind {
  if (holds === 'nothing') return 'directory';
  const [kind, ...others] = holds === 'something-else' ? [] : holds;
  if (kind === undefined) throw refuseFolder(wanted, shown);
  if (others.length === 0) return kind;
  const choices = [kind, ...others].map(each => `--registry ${each}:${shown}`);
  throw new InvalidInputError(
    'registry-ambiguous',
    `${describeWanted(wanted)}: ${shown} looks like a registry of kind ${[kind, ...others].join(' and of kind ')}.`,
    { hint: `Say which: ${choices.join(' or ')}.`, data: { path: shown } },
  );
}

function describePlace(wanted: WantedRegistry, path: string): RegistryPlace {
  const shared = wanted.said === originalsFileVariable ? { namedBy: wanted.said } : {};
  const place = { name: wanted.name ?? nameOfPlace(path), kind: wanted.kind ?? 'directory', path, ...shared };
  return wanted.lineage === undefined ? place : { ...place, lineage: wanted.lineage };
}

function refuseFolderAsFile(wanted: WantedRegistry, shown: string): NotFoundError {
  return new NotFoundError(
    'registry-not-found',
    `${describeWanted(wanted)}: ${shown} is a folder, not a file.`,
    {
      hint: 'Give the file of models, such as registry.json, or the folder it stands in.',
      data: { path: shown },
    },
  );
}

/** Where a registry was named, for messages. Pure. */
export function describeWanted(wanted: WantedRegistry): string {
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
  const what = wanted.kind === 'catalog' ? 'file' : 'folder';
  const message = `${describeWanted(wanted)}: there is no ${what} ${shown}.`;
  return new NotFoundError('registry-not-found', message, {
    ...(hints.length === 0 ? {} : { hint: hints.join(' ') }),
    data: { path: shown },
  });
}

function refuseFolder(wanted: WantedRegistry, shown: string): InvalidInputError {
  const hint =
    wanted.name === undefined
      ? `If it is one, say so: ${registryKinds.map(kind => `--registry ${kind}:${shown}`).join(', ')}.`
      : `If it is one, add ${registryKinds.map(kind => `kind: ${kind}`).join(', or ')} to ${wanted.name}.`;
  return new InvalidInputError(
    'registry-kind-unknown',
    `${describeWanted(wanted)}: ${shown} does not look like a registry: ` +
      'it has neither .lastgood, nor a folder like MODEL_v1 with metadata.json, nor a registry.json of AFS, nor a folder ' +
      'models/MODEL with meta.yaml of MLflow, nor pointers of DVC in models/hf.',
    { hint, data: { path: shown } },
  );
}

/** How a registry without a name is called: the last part of its path, or the path itself when it has none. Pure. */
export function nameOfPlace(path: string): string {
  const last = path.split('/').findLast(part => part !== '');
  return makeSafeText(last ?? path, { limit: 128 });
}
