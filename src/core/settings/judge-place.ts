import { InvalidInputError, NotFoundError } from '../errors/app-error.ts';
import type { RegistryKind } from '../registry/registry-index.ts';
import { makeSafeText } from '../text/safe-text.ts';
import type { WantedRegistry } from './wanted-registry.ts';

/** What stands at a path, following links. A folder is looked into no further than is needed to tell. */
export type PlaceFacts =
  | { readonly stands: 'nothing' }
  /** A link whose end is not there. */
  | { readonly stands: 'dangling-link' }
  | { readonly stands: 'file' }
  /** `directory-registry`: has `.lastgood` or a version folder with its metadata. */
  | { readonly stands: 'folder'; readonly holds: 'directory-registry' | 'nothing' | 'something-else' };

/** A registry that can be opened. */
export type RegistryPlace = {
  readonly name: string;
  readonly kind: RegistryKind;
  /** Absolute. */
  readonly path: string;
  /** Nothing stands there, and that is to be taken for an empty registry: the first write makes it. */
  readonly isMissing?: true;
};

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
