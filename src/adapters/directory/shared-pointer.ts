import type { StoredEntry } from '../../core/ports/history-log.ts';
import { sharedAlias } from './layout.ts';

/** A model's history, as far as the shared pointer needs it. */
export type ModelEntries = { readonly model: string; readonly entries: readonly StoredEntry[] };

/** The newest move of the shared alias: where the shared pointer ought to point. */
export type SharedMove = {
  readonly model: string;
  readonly to: string | null;
  readonly at: string;
  readonly operationId: string;
};

/**
 * The newest move of the shared alias over all models, by time and then by name, so that all machines agree. A model that
 * lost it by an undo or a rollback to nothing has no say: it is again where the others have it.
 * Undefined when there is none. Pure.
 */
export function findNewestSharedMove(histories: readonly ModelEntries[]): SharedMove | undefined {
  let newest: SharedMove | undefined;
  for (const { model, entries } of histories) {
    const move = findLastMove(model, entries);
    if (move === undefined) continue;
    if (newest === undefined || move.at > newest.at || (move.at === newest.at && model > newest.model))
      newest = move;
  }
  return newest;
}

/** The model the shared pointer ought to name; undefined when it ought to name none. Pure. */
export function findSharedHolder(histories: readonly ModelEntries[]): string | undefined {
  const newest = findNewestSharedMove(histories);
  return newest?.to === null ? undefined : newest?.model;
}

/** How many moves of the shared alias there are in all histories: grows with each of them. Pure. */
export function countSharedMoves(histories: readonly ModelEntries[]): number {
  const moves = histories.flatMap(({ entries }) => entries.flatMap(({ entry }) => entry.moves));
  return moves.filter(({ alias }) => alias === sharedAlias).length;
}

function findLastMove(model: string, entries: readonly StoredEntry[]): SharedMove | undefined {
  for (const { entry } of entries.toReversed()) {
    const move = entry.moves.find(candidate => candidate.alias === sharedAlias);
    if (move === undefined) continue;
    return move.to === null && entry.action !== 'unset'
      ? undefined
      : { model, to: move.to, at: entry.at, operationId: entry.operationId };
  }
  return undefined;
}
