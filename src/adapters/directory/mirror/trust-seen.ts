import { hash } from 'node:crypto';
import { formatHistoryEntry } from '../../../core/history/parse-entry.ts';
import type { HistoryDefect, HistoryLog, StoredEntry } from '../../../core/ports/history-log.ts';
import { interpretEntry } from '../../history/interpret-entry.ts';
import type { DirectoryContext } from '../directory-options.ts';
import { nameEntry } from './bucket-history.ts';
import { parseObjectName } from './classify-object.ts';
import { readEntryBytes } from './read-entry-bytes.ts';
import type { SeenObject, SeenObjects } from './seen-objects.ts';

/**
 * The history of a copy as far as it is the bucket's: an entry that came from there and was edited on this machine is a defect, by which
 * nothing is live, planned, proven or pushed. So is what stands in the bucket in the place of an entry and is none, though it is never put
 * here. What never was in the bucket is as it is.
 */
export function trustSeen(
  copy: HistoryLog,
  cache: Pick<DirectoryContext, 'fileSystem' | 'places'>,
  openSeen: () => Promise<Pick<SeenObjects, 'find' | 'listStrays'>>,
): HistoryLog {
  return {
    ...copy,
    listModels: async () => {
      const strays = listDefects(await openSeen()).map(({ model }) => model);
      return [...new Set([...(await copy.listModels()), ...strays])].sort();
    },
    findHeadGeneration: async model => {
      const head = await copy.findHeadGeneration(model);
      const strays = listDefects(await openSeen()).filter(stray => stray.model === model);
      return Math.max(head, ...strays.map(({ defect }) => defect.generation));
    },
    readHistory: async model => {
      const { entries, defects } = await copy.readHistory(model);
      const seen = await openSeen();
      const trusted: StoredEntry[] = [];
      const edited: HistoryDefect[] = [];
      for (const stored of entries) {
        const { generation } = stored.entry;
        const standing = recallEntry(
          seen.find(nameEntry(model, generation)),
          known.get(stored) ?? (await findMd5(cache, stored)),
        );
        if (standing === 'edited')
          edited.push({ generation, fault: 'damaged', problem: 'it was edited here' });
        else trusted.push(stored);
      }
      const here = new Set(
        [...entries.map(({ entry }) => entry), ...defects].map(({ generation }) => generation),
      );
      const strays = listDefects(seen)
        .filter(stray => stray.model === model && !here.has(stray.defect.generation))
        .map(({ defect }) => defect);
      const all = [...defects, ...edited, ...strays].sort((one, other) => one.generation - other.generation);
      return { entries: trusted, defects: all };
    },
  };
}

/** What stands in the bucket in the place of an entry and is none. */
function listDefects(
  seen: Pick<SeenObjects, 'listStrays'>,
): readonly { readonly model: string; readonly defect: HistoryDefect }[] {
  return [...seen.listStrays()].flatMap(({ facts, text = '' }) => {
    const parsed = parseObjectName(facts.name);
    if (parsed.is !== 'history') return [];
    const { model, generation } = parsed;
    const value = new TextEncoder().encode(text);
    const reading = interpretEntry({ ok: true, value }, { model, generation }, bytes =>
      hash('sha256', bytes),
    );
    return reading.found === 'defect' ? [{ model, defect: reading.defect }] : [];
  });
}

/**
 * What is known of an entry of the copy: `seen`: this machine saw these bytes in the bucket; `edited`: it saw others there when it put the
 * entry into the copy; `unseen`: nothing. Pure.
 */
export function recallEntry(object: SeenObject | undefined, md5: string): 'seen' | 'edited' | 'unseen' {
  if (object === undefined) return 'unseen';
  if (object.facts.md5 === md5 || object.replacedBy?.md5 === md5) return 'seen';
  return object.copy === undefined ? 'unseen' : 'edited';
}

/** Digests of entries, which are the same values as long as their files are. */
const known = new WeakMap<StoredEntry, string>();

/** Hex md5 of an entry's bytes. @throws UnavailableError when they have to be read and cannot be */
export async function findMd5(
  cache: Pick<DirectoryContext, 'fileSystem' | 'places'>,
  stored: StoredEntry,
): Promise<string> {
  const before = known.get(stored);
  if (before !== undefined) return before;
  const text = formatHistoryEntry(stored.entry);
  // Nearly always an entry is written as lastgood writes it.
  const bytes =
    hash('sha256', text) === stored.digest
      ? text
      : await readEntryBytes(cache, stored.entry.model, stored.entry.generation);
  const md5 = hash('md5', bytes);
  known.set(stored, md5);
  return md5;
}
