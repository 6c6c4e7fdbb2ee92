import type { HistoryEntry } from '../../core/history/entry.ts';
import { readTaggedHistory } from './counted-entries.ts';
import type { TaggedEntry } from './history-tags.ts';
import type { MlflowContent } from './origin.ts';

/** How long an announcement counts that nothing comes of, in milliseconds. Its writer was cut off then, most likely. */
const announcedForMs = 60_000;

/** How long this process looks at an announcement that nothing comes of: clocks of other machines may be wrong. Milliseconds. */
const lookedAtForMs = 15_000;

/** When this process first saw announcements, by tag, in milliseconds since the epoch. */
export type FirstSeen = Map<string, number>;

/** What stands where an entry wants to be. */
export type EntrySite =
  /** Ours, from an earlier try: `counted` when it has happened. */
  | { readonly at: 'own'; readonly found: TaggedEntry; readonly counted: boolean }
  /** Somebody was first. */
  | { readonly at: 'taken'; readonly by: HistoryEntry }
  /** Somebody is about to be. */
  | { readonly at: 'busy'; readonly by: HistoryEntry }
  | { readonly at: 'free' };

/** Looks at the place of an entry. @param nowMs since the epoch */
export function judgeSite(
  entry: HistoryEntry,
  content: MlflowContent,
  seen: FirstSeen,
  nowMs: number,
): EntrySite {
  const { counted, announced } = readTaggedHistory(content);
  const isOwn = (each: TaggedEntry): boolean =>
    each.entry.operationId === entry.operationId && each.entry.generation === entry.generation;
  const own = [...counted, ...announced].find(isOwn);
  const first = counted.find(each => each.entry.generation >= entry.generation && !isOwn(each));
  // What has happened has happened, whoever came too.
  if (own !== undefined && counted.includes(own)) return { at: 'own', found: own, counted: true };
  if (first !== undefined) return { at: 'taken', by: first.entry };
  const rival = announced.find(each => !isOwn(each) && isFresh(each, seen, nowMs));
  if (rival !== undefined) return { at: 'busy', by: rival.entry };
  return own === undefined ? { at: 'free' } : { at: 'own', found: own, counted: false };
}

/** Whether somebody may still be at what was announced. @param nowMs since the epoch */
export function isFresh({ key, entry }: TaggedEntry, seen: FirstSeen, nowMs: number): boolean {
  const firstSeen = seen.get(key) ?? nowMs;
  seen.set(key, firstSeen);
  return nowMs - firstSeen < lookedAtForMs && nowMs - Date.parse(entry.at) < announcedForMs;
}
