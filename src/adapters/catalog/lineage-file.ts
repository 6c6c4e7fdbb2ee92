import { makeSafeText } from '../../core/text/safe-text.ts';
import { toReadFault } from '../files/read-json.ts';
import { createFileMemory, type FileMemory } from './file-memory.ts';
import { type LineageContent, parseLineage } from './parse-lineage.ts';

/** Largest file of lineage. */
const lineageLimitBytes = 64 * 1024 * 1024;

/** The file of lineage, parsed once for each state it is in. */
export type LineageFile = FileMemory<LineageContent>;

/** Reading it never rejects for what is wrong with the file: the reading says it. One that is not there has no rows. */
export function createLineageFile(places: {
  readonly lineageFile: string;
  readonly lineageName: string;
  readonly now: () => number;
}): LineageFile {
  const target = makeSafeText(places.lineageName);
  const without = (problem: string | undefined): LineageContent => ({ target, rows: [], problem });
  return createFileMemory<LineageContent>({
    path: places.lineageFile,
    limitBytes: lineageLimitBytes,
    parse: bytes => parseLineage(places.lineageName, bytes),
    missing: without(undefined),
    refuse: thrown => {
      const reading = toReadFault(thrown, lineageLimitBytes);
      return without(reading.ok ? undefined : `${target} is ${reading.problem}`);
    },
    now: places.now,
  });
}
