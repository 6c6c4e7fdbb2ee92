import { type DifferenceGroup, groupDifferences } from '../../../core/mirror/describe-difference.ts';
import type { Difference, DifferenceKind } from '../../../core/mirror/difference.ts';
import { differenceWords } from '../../../core/mirror/difference-words.ts';
import { findMirror } from '../../../core/session/source-facts.ts';
import type { Context } from '../../runtime/screen.ts';

/** One row of the sync screen: a kind of difference, and below it each of that kind. */
export type SyncRow =
  | { readonly is: 'group'; readonly key: string; readonly group: DifferenceGroup }
  | { readonly is: 'difference'; readonly key: string; readonly difference: Difference };

/** Rows made once for each answer of a bucket: there may be thousands, and they are asked for at every key. */
const made = new WeakMap<readonly Difference[], readonly SyncRow[]>();

/** The differences by kind, what one has to know first on top. Empty where both sides are the same, or nothing is known. Pure. */
export function rowsOf({ source }: Pick<Context, 'source'>): readonly SyncRow[] {
  const mirror = findMirror(source);
  if (mirror === undefined) return [];
  const { differences } = mirror;
  let rows = made.get(differences);
  if (rows === undefined) {
    rows = groupDifferences(differences).flatMap(group => [
      { is: 'group', key: group.kind, group } as const,
      ...group.differences.map(
        difference => ({ is: 'difference', key: `${group.kind} ${difference.name}`, difference }) as const,
      ),
    ]);
    made.set(differences, rows);
  }
  return rows;
}

/** The words of the row's kind. */
export function wordsOfRow(row: SyncRow) {
  return differenceWords[row.is === 'group' ? row.group.kind : row.difference.kind];
}

/** Kinds of difference that are explained by both histories side by side. */
const ofHistories: ReadonlySet<DifferenceKind> = new Set([
  'history-forked',
  'history-overwritten',
  'history-damaged',
  'history-edited',
  'history-ahead',
]);

/** The model whose two histories the row is about; undefined for any other row. */
export function modelOfHistories(row: SyncRow | undefined): string | undefined {
  if (row === undefined) return undefined;
  const difference = row.is === 'group' ? row.group.differences[0] : row.difference;
  return ofHistories.has(difference.kind) ? difference.model : undefined;
}
