import { join } from 'node:path';
import { findNameProblem } from '../../core/names/name-problem.ts';
import { childPath } from '../files/child-path.ts';
import { ensureFolder, listNamesIfThere } from '../files/durable-write.ts';
import { defaultLimitBytes, parseJsonObject } from '../files/read-json.ts';
import type { CatalogReadingContext } from './catalog-context.ts';
import type { CatalogContext } from './catalog-options.ts';
import type { RecordedValue } from './recorded-values.ts';

/**
 * Keeps the values of a file of models that a write of ours is about to replace and that no history knows: a save of another program
 * that had read them before brings them back, and they are known again then. Rejects with Node's error.
 */
export async function keepDisplaced(
  { fileSystem, places, createId }: CatalogContext,
  model: string,
  values: readonly RecordedValue[],
): Promise<void> {
  if (values.length === 0) return;
  const folder = childPath(places.displaced, model);
  for (const each of [places.displaced, folder]) await ensureFolder(fileSystem, each);
  const bytes = new TextEncoder().encode(JSON.stringify({ format: 1, values }));
  await fileSystem.createFile(join(folder, `${createId()}.json`), bytes);
  await fileSystem.syncFolder(folder);
}

/** What was kept of a model. One that cannot be read was cut off before it counted. Rejects with Node's error. */
export async function readDisplaced(
  { fileSystem, places }: Pick<CatalogReadingContext, 'fileSystem' | 'places'>,
  model: string,
): Promise<readonly RecordedValue[]> {
  if (findNameProblem(model) !== undefined) return [];
  const folder = childPath(places.displaced, model);
  const values: RecordedValue[] = [];
  for (const name of await listNamesIfThere(fileSystem, folder)) {
    const reading = parseJsonObject(await fileSystem.readFile(join(folder, name), defaultLimitBytes));
    const found = reading.ok ? reading.value['values'] : undefined;
    if (Array.isArray(found)) values.push(...(found as readonly RecordedValue[]));
  }
  return values;
}
