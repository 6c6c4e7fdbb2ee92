import { hash } from 'node:crypto';
import type { HistoryEntry } from '../../core/history/entry.ts';
import { historyFormat } from '../../core/history/entry-format.ts';
import { formatHistoryEntry, parseHistoryEntry } from '../../core/history/parse-entry.ts';
import type { HistoryDefect, StoredEntry } from '../../core/ports/history-log.ts';
import { parseJsonObject } from '../files/read-json.ts';
import type { MlflowTags } from './entities.ts';
import { formatHistoryTag, parseHistoryTag } from './tag-names.ts';

/**
 * How far the act of an entry has come: `begun`, somebody is about to move; `moved`, it has happened, and what follows from it on the
 * server may be left to do; `done`.
 */
export type EntryState = 'begun' | 'moved' | 'done';

/** An entry as a tag of its model holds it. */
export type TaggedEntry = {
  readonly key: string;
  readonly state: EntryState;
  readonly entry: HistoryEntry;
  /** sha256 of the entry's canonical JSON, in hex. */
  readonly digest: string;
};

/** What the tags of a model say of its history. */
export type HistoryTags = {
  /** In order: by generation, then by time, then by operation. */
  readonly tagged: readonly TaggedEntry[];
  readonly defects: readonly HistoryDefect[];
};

/**
 * The entries among the tags of a model. What cannot be read is named, and hides nothing else. MLflow renames models, tags and all: what is
 * on record of one was perhaps recorded under another name. Pure.
 */
export function readHistoryTags(tags: MlflowTags): HistoryTags {
  const tagged: TaggedEntry[] = [];
  const defects: HistoryDefect[] = [];
  for (const [key, value] of Object.entries(tags)) {
    const place = parseHistoryTag(key);
    if (place === undefined) continue;
    const reading = readTag(place, value);
    if (reading.ok) tagged.push({ key, ...reading.value });
    else defects.push({ generation: place.generation, fault: reading.fault, problem: reading.problem });
  }
  return { tagged: tagged.sort(compareTagged), defects };
}

function compareTagged({ entry: one }: TaggedEntry, { entry: other }: TaggedEntry): number {
  return (
    one.generation - other.generation ||
    compareText(one.at, other.at) ||
    compareText(one.operationId, other.operationId)
  );
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

type TagReading =
  | { readonly ok: true; readonly value: Omit<TaggedEntry, 'key'> }
  | { readonly ok: false; readonly fault: HistoryDefect['fault']; readonly problem: string };

function readTag(
  { generation, operationId }: { readonly generation: number; readonly operationId: string },
  value: string,
): TagReading {
  const damaged = (problem: string): TagReading => ({ ok: false, fault: 'damaged', problem });
  const json = parseJsonObject(new TextEncoder().encode(value));
  if (!json.ok) return damaged(json.problem);
  const { state } = json.value;
  if (state !== 'begun' && state !== 'moved' && state !== 'done') return damaged('it has no state');
  const parsed = parseHistoryEntry(json.value['entry']);
  if (parsed.parsed === 'malformed') return damaged(parsed.problem);
  if (parsed.parsed === 'too-new')
    return {
      ok: false,
      fault: 'too-new',
      problem: `it has format ${parsed.format}, this lastgood reads ${historyFormat}`,
    };
  const { entry } = parsed;
  if (entry.generation !== generation || entry.operationId !== operationId)
    return damaged('it says it is another one');
  return { ok: true, value: { state, entry, digest: digestOf(entry) } };
}

/** An entry as the tag that holds it. Pure. */
export function formatTaggedEntry(
  entry: HistoryEntry,
  state: EntryState,
): { readonly key: string; readonly value: string } {
  const key = formatHistoryTag(entry.generation, entry.operationId);
  return { key, value: `{"entry":${formatHistoryEntry(entry)},"state":"${state}"}` };
}

/** Entries as a history is made of: those that share a generation are marked, since nobody can tell which was first. Pure. */
export function toStoredEntries(tagged: readonly TaggedEntry[]): readonly StoredEntry[] {
  const counts = new Map<number, number>();
  for (const { entry } of tagged) counts.set(entry.generation, (counts.get(entry.generation) ?? 0) + 1);
  return tagged.map(({ entry, digest }) =>
    (counts.get(entry.generation) ?? 0) > 1 ? { entry, digest, orderUnknown: true } : { entry, digest },
  );
}

/** sha256 of an entry's canonical JSON, in hex. Pure. */
export function digestOf(entry: HistoryEntry): string {
  return hash('sha256', formatHistoryEntry(entry));
}
