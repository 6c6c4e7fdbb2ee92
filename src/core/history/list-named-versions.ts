import type { StoredEntry } from '../ports/history-log.ts';

/**
 * Every version that a history speaks of, be it there or not: registered, moved to or from, judged, held, described. A name on record never
 * means another version. In the order of the first word about it. Pure.
 */
export function listNamedVersions(entries: readonly StoredEntry[]): ReadonlySet<string> {
  const named = new Set<string>();
  const add = (version: string | null): void => {
    if (version !== null) named.add(version);
  };
  for (const { entry } of entries) {
    for (const { from, to } of entry.moves) {
      add(from);
      add(to);
    }
    for (const fact of entry.facts) {
      add(fact.version);
      if (fact.kind === 'rolled-back-before') add(fact.target);
    }
  }
  return named;
}
