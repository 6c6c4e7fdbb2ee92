import { findLiveVersion } from '../../../core/plan/find-version.ts';
import { isUndoable } from '../../../core/plan/plan-undo.ts';
import type { StoredEntry } from '../../../core/ports/history-log.ts';
import type { ModelStatus } from '../../../core/registry/model-status.ts';

/** The operations that a later entry takes back. Pure. */
export function listUndone(entries: readonly StoredEntry[]): ReadonlySet<string> {
  return new Set(entries.flatMap(({ entry }) => (entry.reverts === null ? [] : [entry.reverts])));
}

/** Why an entry cannot be undone, as a sentence; undefined when it can. The plan of the undo judges once more. Pure. */
export function findReasonNotToUndo(
  stored: StoredEntry,
  status: ModelStatus,
  undone: ReadonlySet<string>,
): string | undefined {
  const { entry } = stored;
  if (!isUndoable(entry)) return `A ${entry.action} cannot be undone.`;
  if (undone.has(entry.operationId)) return 'It was undone already.';
  const moved = entry.moves.find(move => (findLiveVersion(status, move.alias) ?? null) !== move.to);
  if (moved === undefined) return undefined;
  const live = findLiveVersion(status, moved.alias) ?? 'nothing';
  return `${moved.alias} has moved since, to ${live}: roll back or promote instead.`;
}
