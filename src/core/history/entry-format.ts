import type { HistoryEntry } from './entry.ts';

/** Largest format number this program reads and writes. */
export const historyFormat = 2;

/**
 * The smallest format that can say what an entry says: 1, unless it records scores, which readers of 1 do not know. They then call
 * it newer than themselves, and not damaged; every other entry stays readable for them. Pure.
 */
export function formatOf({ action, facts }: Pick<HistoryEntry, 'action' | 'facts'>): HistoryEntry['format'] {
  return action === 'score' || facts.some(({ kind }) => kind === 'scored') ? 2 : 1;
}
