import type { StoredEntry } from '../ports/history-log.ts';
import type { ModelIndex } from '../registry/registry-index.ts';

/**
 * The entries with those whose order nobody can tell in one that fits what stands outside: whose move the pointers still show came last.
 * Everything else stays where it is. Pure.
 */
export function settleTies({
  entries,
  pointers,
}: Pick<ModelIndex, 'entries' | 'pointers'>): readonly StoredEntry[] {
  if (!entries.some(({ orderUnknown }) => orderUnknown)) return entries;
  const shown = new Map(
    pointers.flatMap(({ alias, reading }) => (reading.state === 'names' ? [[alias, reading.version]] : [])),
  );
  const rank = ({ entry }: StoredEntry): number =>
    entry.moves.some(({ alias, to }) => to !== null && shown.get(alias) === to) ? 1 : 0;
  return entries.toSorted(
    (one, other) => one.entry.generation - other.entry.generation || rank(one) - rank(other),
  );
}
