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
};

/**
 * The registry to open, or undefined when nobody named one and none is there. Pure.
 * @param path absolute path of what is wanted
 * @param names configured names, for the hint
 * @throws NotFoundError registry-not-found, registry-not-a-folder; InvalidInputError registry-kind-unknown
 */
export function judgePlace(
  wanted: WantedRegistry,
  path: string,
  facts: PlaceFacts,
  names: readonly string[],
): RegistryPlace | undefined {
  const shown = makeSafeText(path);
  switch (facts.stands) {
    case 'nothing':
      if (wanted.need === 'if-there') return undefined;
      throw refuseMissing(wanted, shown, names);
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
      return { name: wanted.name ?? nameOf(path), kind: wanted.kind ?? 'directory', path };
    default:
      return facts satisfies never;
  }
}

function describe(wanted: WantedRegistry): string {
  return wanted.name === undefined ? wanted.said : `${wanted.name} in ${wanted.said}`;
}

function refuseMissing(wanted: WantedRegistry, shown: string, names: readonly string[]): NotFoundError {
  const couldBeName = wanted.name === undefined && !/[/\\]/.test(wanted.path);
  const hint = couldBeName && names.length > 0 ? `Configured registries: ${names.join(', ')}.` : undefined;
  const message = `${describe(wanted)}: there is no folder ${shown}.`;
  return new NotFoundError('registry-not-found', message, {
    ...(hint === undefined ? {} : { hint }),
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
