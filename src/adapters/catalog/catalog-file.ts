import { toReadFault } from '../files/read-json.ts';
import type { CatalogReading } from './catalog-content.ts';
import { createFileMemory, type FileMemory } from './file-memory.ts';
import { parseCatalog, refuseFault } from './parse-catalog.ts';

/** Largest file of models: a hundred thousand versions of S2. */
export const catalogLimitBytes = 128 * 1024 * 1024;

/** The file of models, parsed once for each state it is in. */
export type CatalogFile = FileMemory<CatalogReading>;

/** Reading it never rejects for what is wrong with the file: the reading says it. Creating it touches nothing. */
export function createCatalogFile(places: {
  readonly file: string;
  readonly fileName: string;
  readonly now: () => number;
}): CatalogFile {
  return createFileMemory<CatalogReading>({
    path: places.file,
    limitBytes: catalogLimitBytes,
    parse: bytes => parseCatalog(places.fileName, bytes),
    missing: { found: 'nothing' },
    refuse: thrown => {
      const reading = toReadFault(thrown, catalogLimitBytes);
      return reading.ok ? { found: 'nothing' } : refuseFault(places.fileName, reading.fault, reading.problem);
    },
    now: places.now,
  });
}
