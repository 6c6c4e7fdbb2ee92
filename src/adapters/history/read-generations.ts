import { join } from 'node:path';
import type { GenerationReading } from '../../core/history/append-rules.ts';
import type { FileSystem } from '../../core/ports/file-system.ts';
import { readManyFiles } from '../files/bulk-read.ts';
import { findErrno } from '../files/file-errors.ts';
import type { Reading } from '../files/read-json.ts';
import type { EntryCache } from './entry-cache.ts';
import { entryNameInFolder, formatGenerationName, parseGenerationName } from './history-place.ts';
import { damagedEntry, entryLimitBytes, interpretEntry, type Sha256 } from './interpret-entry.ts';

/** Generations whose absence from a listing is checked one by one: names made while it was read may be left out of it. */
const recheckLimit = 64;

/** Generations in a model's folder, ascending; empty when there is no folder. Other names are passed over. Rejects with Node's error. */
export async function listGenerations(fileSystem: FileSystem, folder: string): Promise<readonly number[]> {
  try {
    const names = await fileSystem.listNames(folder);
    const generations = names
      .map(name => parseGenerationName(name) ?? 0)
      .filter(generation => generation > 0);
    return generations.sort((a, b) => a - b);
  } catch (thrown) {
    if (findErrno(thrown) === 'ENOENT') return [];
    throw thrown;
  }
}

/** Adds the generations a listing should have had, when they are few, so that one made during an append shows no gap. Pure. */
export function fillGaps(listed: readonly number[]): readonly number[] {
  const head = listed.at(-1) ?? 0;
  if (head === listed.length || head - listed.length > recheckLimit) return listed;
  return Array.from({ length: head }, (_, index) => index + 1);
}

/** Reads generations of a model, in the order given, those not in the cache from their files. What is wrong with one is said, never thrown. */
export async function readGenerations(
  folder: string,
  model: string,
  generations: readonly number[],
  sha256: Sha256,
  cache: EntryCache,
): Promise<readonly GenerationReading[]> {
  const paths = generations.map(generation => join(folder, formatGenerationName(generation)));
  const readings = [...(await cache.recall(paths))];
  const unknown = [...generations.keys()].filter(index => readings[index] === undefined);
  const fresh = await readFromFiles(
    folder,
    model,
    unknown.map(index => generations[index] ?? 0),
    sha256,
  );
  for (const [place, index] of unknown.entries()) {
    const reading = fresh[place] ?? { found: 'none' };
    readings[index] = reading;
    cache.remember(paths[index] ?? '', reading);
  }
  return readings.map(reading => reading ?? { found: 'none' });
}

async function readFromFiles(
  folder: string,
  model: string,
  generations: readonly number[],
  sha256: Sha256,
): Promise<readonly GenerationReading[]> {
  const interpretAt = (generation: number, reading: Reading<Uint8Array>): GenerationReading =>
    interpretEntry(reading, { model, generation }, sha256);
  const paths = generations.map(generation => join(folder, formatGenerationName(generation)));
  const readings = await readManyFiles(
    paths,
    (reading, index) => {
      const isFolder = !reading.ok && reading.fault === 'folder';
      return isFolder ? 'folder' : interpretAt(generations[index] ?? 0, reading);
    },
    { limitBytes: entryLimitBytes },
  );
  const inFolders = new Map<number, GenerationReading>();
  const folders = generations.filter((_, index) => readings[index] === 'folder');
  await readManyFiles(
    folders.map(generation => join(folder, formatGenerationName(generation), entryNameInFolder)),
    (reading, index) => {
      const generation = folders[index] ?? 0;
      // Without an entry it still stands in the way of every writer: a defect, not a gap.
      const isHollow = !reading.ok && reading.fault === 'missing';
      inFolders.set(
        generation,
        isHollow ? damagedEntry(generation, 'no entry in it') : interpretAt(generation, reading),
      );
    },
    { limitBytes: entryLimitBytes },
  );
  return readings.map((reading, index) =>
    reading === 'folder' ? (inFolders.get(generations[index] ?? 0) ?? { found: 'none' }) : reading,
  );
}
