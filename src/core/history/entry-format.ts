import type { HistoryEntry } from './entry.ts';

/** Largest format number this program reads and writes. */
export const historyFormat = 3;

/**
 * The smallest format that can say what an entry says: 1, unless it records scores (2) or where a version is published (3), which readers
 * of less do not know. They then call it newer than themselves, and not damaged; every other entry stays readable for them. Pure.
 */
export function formatOf({ action, facts }: Pick<HistoryEntry, 'action' | 'facts'>): HistoryEntry['format'] {
  if (facts.some(({ kind }) => kind === 'published')) return 3;
  return action === 'score' || facts.some(({ kind }) => kind === 'scored') ? 2 : 1;
}
