import type { HistoryEntry } from '../../core/history/entry.ts';

/** What moved something that lastgood only recorded. */
const outside = 'outside';

/** Who did what an entry records, in a column. What was found moved was done by another program, not by who recorded it. Pure. */
export function formatActor({ action, actor }: Pick<HistoryEntry, 'action' | 'actor'>): string {
  return action === 'adopt' ? outside : actor;
}

/** The same in a sentence, with who recorded it. Pure. */
export function describeActor({ action, actor }: Pick<HistoryEntry, 'action' | 'actor'>): string {
  return action === 'adopt' ? `${outside} lastgood, recorded by ${actor}` : actor;
}
