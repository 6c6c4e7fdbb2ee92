import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { PlaceFacts, RegistryPlace } from '../../core/settings/judge-place.ts';
import type { WantedRegistry } from '../../core/settings/wanted-registry.ts';
import { findErrno } from '../files/file-errors.ts';
import { placeOwn, usualName } from './holds-catalog.ts';
import { isThere } from './is-there.ts';
import { readPlaceFacts } from './read-place-facts.ts';

/** How S2 calls its file of lineage. */
const lineageName = 'lineage.json';

/** A file of models as it was named, and what stands there. */
export type FoundCatalog = { readonly path: string; readonly facts: PlaceFacts };

/**
 * The file of models that is meant by a path: itself, or `registry.json` in a folder, as S2 takes paths. Undefined when the path is no
 * catalogue. A file that somebody removed is meant all the same while our folder stands beside it.
 */
export async function findCatalog(
  wanted: WantedRegistry,
  path: string,
  facts: PlaceFacts,
): Promise<FoundCatalog | undefined> {
  if (!isCatalog(wanted, facts)) return undefined;
  const isFolder = facts.stands === 'folder' || (facts.stands === 'nothing' && !basename(path).includes('.'));
  const file = isFolder ? join(path, usualName) : path;
  const found = isFolder ? await readPlaceFacts(file) : facts;
  const isRemoved = found.stands === 'nothing' && (await isThere(placeOwn(file)));
  return { path: file, facts: isRemoved ? { stands: 'file', path: file } : found };
}

function isCatalog({ kind }: WantedRegistry, facts: PlaceFacts): boolean {
  if (kind !== undefined) return kind === 'catalog';
  if (facts.stands !== 'folder' || typeof facts.holds === 'string') return false;
  return facts.holds.length === 1 && facts.holds[0] === 'catalog';
}

/** A place with the file of lineage itself: where it is configured, beside the file as it was named, or beside the file itself. */
export async function addLineage(place: RegistryPlace, named: string): Promise<RegistryPlace> {
  const beside = join(dirname(named), lineageName);
  const usual = (await isThere(beside)) ? beside : join(dirname(place.path), lineageName);
  return { ...place, lineage: await followLink(place.lineage ?? usual) };
}

/** A file that is not there yet is where its path says. */
async function followLink(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (thrown) {
    if (findErrno(thrown) === undefined) throw thrown;
    return path;
  }
}
