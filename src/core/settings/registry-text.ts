import { InvalidInputError } from '../errors/app-error.ts';
import type { RegistryKind } from '../registry/registry-index.ts';
import { makeSafeText } from '../text/safe-text.ts';
import { refuseAddress, refuseCatalog, refusePrefix } from './later-kinds.ts';
import type { ConfiguredRegistry } from './settings.ts';
import type { WantedRegistry } from './wanted-registry.ts';

/** Longest text that names a registry, in characters. */
const textLimitCharacters = 4096;

/**
 * What a text given as a registry means: a configured name, `directory:` and a folder, or a folder. A configured name wins over
 * a folder that is called the same; `./name` is always the folder. Pure.
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
    return parseFolderText(text.slice('directory:'.length), 'directory', said);
  }
  refusePrefix(text, said);
  if (text.toLowerCase().endsWith('.json')) throw refuseCatalog(text, said);
  return parseFolderText(text, undefined, said);
}

/**
 * A text that can only be a folder, of a kind that is known or to be found out. Pure.
 * @throws InvalidInputError registry-kind-unknown for an address, usage for what is no path at all
 */
export function parseFolderText(path: string, kind: RegistryKind | undefined, said: string): WantedRegistry {
  refuseAddress(path, said);
  const problem = findPathProblem(path);
  if (problem !== undefined) {
    throw new InvalidInputError('usage', `${said}: "${makeSafeText(path, { limit: 200 })}" ${problem}.`, {
      hint: 'Give the folder that holds the version folders.',
    });
  }
  return { name: undefined, path, kind, said, need: 'required' };
}

/** A configured registry as the place wanted. @throws InvalidInputError registry-kind-unknown when its path is an address */
export function wantConfigured(registry: ConfiguredRegistry): WantedRegistry {
  const { name, path, kind, file } = registry;
  refuseAddress(path, file);
  return { name, path, kind, said: file, need: 'required' };
}

function findPathProblem(path: string): string | undefined {
  if (path === '') return 'names no folder';
  if (path.includes('\0')) return 'holds a NUL character and cannot be a path';
  return path.length > textLimitCharacters ? 'is too long for a path' : undefined;
}
