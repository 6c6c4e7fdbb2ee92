import type { LineageReading } from '../../core/ports/lineage.ts';
import type { ReadOptions } from '../../core/ports/registry.ts';
import type { CatalogReadingContext } from './catalog-context.ts';
import type { LineageContent } from './parse-lineage.ts';

type LineageContext = Pick<CatalogReadingContext, 'lineageFile' | 'records' | 'fileSystem' | 'places'>;

/** What the file of lineage says, of all models at once; no rows when there is none. Never rejects for what is wrong with it. */
export async function loadCatalogLineage(
  context: LineageContext,
  options: ReadOptions,
): Promise<LineageReading> {
  options.signal?.throwIfAborted();
  const { target, rows, problem, isTorn } = (await context.lineageFile.read()).value;
  const said = { target, rows, problem };
  return (await canRestoreLineage(context, { isTorn })) ? { ...said, repair: 'doctor' } : said;
}

/** Whether the file of lineage is torn and something of it is known here: a copy, or records of versions. */
export async function canRestoreLineage(
  { records, fileSystem, places }: LineageContext,
  { isTorn }: { readonly isTorn: LineageContent['isTorn'] | undefined },
): Promise<boolean> {
  if (isTorn !== true) return false;
  if ((await fileSystem.findFacts(places.previousLineage))?.kind === 'file') return true;
  return (await records.list()).size > 0;
}
