import { lstatSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { GenerationReading } from '../../core/history/append-rules.ts';

/** Longest stretch of looking without giving other work a turn, in milliseconds. */
const sliceMs = 8;

/** What was read at a path, and how the file looked just before it was read. */
type Remembered = { readonly stamp: string; readonly reading: GenerationReading };

/**
 * Entries that were read before. An entry never changes, and one act reads its history several times, so a file that still
 * looks the same is not read again. A file that was altered has another time of change, and is.
 */
export type EntryCache = {
  /** For each path, in order, the reading remembered if its file looks as it did, or undefined. */
  readonly recall: (paths: readonly string[]) => Promise<readonly (GenerationReading | undefined)[]>;
  /** Remembers what was read at a path since the last recall asked for it. Only entries are kept. */
  readonly remember: (path: string, reading: GenerationReading) => void;
};

/** An empty cache. */
export function createEntryCache(): EntryCache {
  const remembered = new Map<string, Remembered>();
  const stamps = new Map<string, string>();
  return {
    recall: async paths => {
      const found: (GenerationReading | undefined)[] = [];
      let sliceEndsAt = performance.now() + sliceMs;
      for (const path of paths) {
        const stamp = takeStamp(path);
        const known = remembered.get(path);
        const isSame = known !== undefined && known.stamp === stamp;
        found.push(isSame ? known.reading : undefined);
        if (!isSame) stamps.set(path, stamp);
        if (performance.now() < sliceEndsAt) continue;
        await nextTurn();
        sliceEndsAt = performance.now() + sliceMs;
      }
      return found;
    },
    remember: (path, reading) => {
      const stamp = stamps.get(path);
      stamps.delete(path);
      if (stamp && reading.found === 'entry') remembered.set(path, { stamp, reading });
    },
  };
}

/** Tells a file from what it was before; empty where nothing can be seen. */
function takeStamp(path: string): string {
  try {
    const facts = lstatSync(path, { throwIfNoEntry: false });
    return facts?.isFile() ? `${facts.ino} ${facts.size} ${facts.mtimeMs} ${facts.ctimeMs}` : '';
  } catch {
    return '';
  }
}
