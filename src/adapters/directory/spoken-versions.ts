import { join } from 'node:path';
import { listNamedVersions } from '../../core/history/list-named-versions.ts';
import type { DirectoryContext } from './directory-options.ts';
import { parseEntryName } from './layout.ts';
import { findNamed, readRawPointer } from './read-pointer.ts';

/**
 * The versions of a model that its history or one of its pointers speaks of, their folders gone or not: nothing may be registered under such
 * a name, since it would be live, or have been judged, without anybody having looked at it.
 * @throws UnavailableError when the history cannot be read
 */
export async function listSpokenVersions(
  { fileSystem, history, places }: DirectoryContext,
  model: string,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  const { entries } = await history.readHistory(model);
  const spoken = new Set(listNamedVersions(entries));
  for (const name of names) {
    const parsed = parseEntryName(name);
    const isPointer = parsed.is === 'shared-pointer' || (parsed.is === 'pointer' && parsed.model === model);
    if (!isPointer) continue;
    const named = findNamed(await readRawPointer(fileSystem, join(places.root, name)));
    if (named?.model === model) spoken.add(named.version);
  }
  return spoken;
}
