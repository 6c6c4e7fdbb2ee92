import type { HistoryEntry, Move, VersionState } from './entry.ts';

/** States of versions while a history is folded: what they are, and what they were before operations that were undone. */
export type StateFold = {
  readonly states: Map<string, VersionState>;
  /** By operation, then by version; undefined: nothing was known of its state. */
  readonly before: Map<string, Map<string, VersionState | undefined>>;
};

/** Nothing is known yet. */
export function emptyStateFold(): StateFold {
  return { states: new Map(), before: new Map() };
}

/**
 * Records what a move makes of the states of the versions it leaves and reaches: what is reached is deployed, what is replaced is
 * deprecated, what `unset` leaves is completed, and an undo gives back what it was. Nothing leaves `archived`.
 * @param left what the alias was on
 */
export function foldMoveStates(
  fold: StateFold,
  entry: HistoryEntry,
  { to }: Pick<Move, 'to'>,
  left: string | null,
  undone: ReadonlySet<string>,
): void {
  if (undone.has(entry.operationId)) {
    const before = fold.before.get(entry.operationId) ?? new Map<string, VersionState | undefined>();
    for (const version of [left, to])
      if (version !== null && !before.has(version)) before.set(version, fold.states.get(version));
    fold.before.set(entry.operationId, before);
  }
  if (left !== null && left !== to) setState(fold, left, stateOfLeft(fold, entry, left));
  if (to !== null) setState(fold, to, 'deployed');
}

function stateOfLeft(fold: StateFold, entry: HistoryEntry, version: string): VersionState | undefined {
  if (entry.action === 'unset') return 'completed';
  const before = entry.reverts === null ? undefined : fold.before.get(entry.reverts);
  return before?.has(version) === true ? before.get(version) : 'deprecated';
}

function setState({ states }: StateFold, version: string, state: VersionState | undefined): void {
  if (states.get(version) === 'archived') return;
  if (state === undefined) states.delete(version);
  else states.set(version, state);
}
