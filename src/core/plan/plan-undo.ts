import type { Fact, HistoryEntry } from '../history/entry.ts';
import { noGate } from '../history/entry.ts';
import type { ModelStatus } from '../registry/model-status.ts';
import { findState } from '../registry/version-state.ts';
import { blockHeld } from './block-held.ts';
import { blockIncomplete } from './block-unusable.ts';
import { confirmAliasMove } from './confirmation.ts';
import { findLiveVersion } from './find-version.ts';
import type { Blocker, Plan } from './plan.ts';
import { block, makePlan, type Planning } from './planning.ts';

/** Actions that can be taken back; the others only add facts that stay true. */
const undoable: ReadonlySet<HistoryEntry['action']> = new Set([
  'promote',
  'rollback',
  'unset',
  'hold',
  'release',
]);

/** Whether an entry is of a kind that can be taken back. Pure. */
export function isUndoable(entry: HistoryEntry): boolean {
  return undoable.has(entry.action);
}

/**
 * The newest operation that can be taken back. Undefined when there is none, and when the newest one is itself an undo: asking
 * twice, as a retry does, must not dig deeper; what comes before has to be named. Pure.
 */
export function findUndoable(planning: Pick<Planning, 'status'>): HistoryEntry | undefined {
  const entries = planning.status.index.entries.map(stored => stored.entry);
  const newest = entries.findLast(entry => isUndoable(entry) || entry.action === 'undo');
  return newest?.action === 'undo' ? undefined : newest;
}

/**
 * Plans the reverse of an operation: aliases go back to where they came from, a hold it placed is lifted.
 * Blocked when an alias has moved since. Pure.
 */
export function planUndo(
  planning: Planning,
  request: { readonly operation: HistoryEntry; readonly reason: string },
): Plan {
  const { operation } = request;
  const { model } = planning.status.index;
  const reason = request.reason.trim() === '' ? `undo of ${operation.action}` : request.reason.trim();
  const protectedMove = operation.moves
    .map(move => confirmAliasMove(planning.protection, model, move.alias))
    .find(confirmation => confirmation.kind === 'typed');
  return makePlan(planning, {
    act: 'undo',
    title: `Undo ${operation.action} of ${model}${describeMoves(operation)}`,
    drafts: [
      {
        action: 'undo',
        moves: operation.moves.map(move => ({ alias: move.alias, from: move.to, to: move.from })),
        facts: operation.facts.flatMap(fact => reverseFact(planning.status, operation, fact)),
        reason,
        gate: noGate,
        reverts: operation.operationId,
      },
    ],
    blockers: findBlockers(planning, operation),
    warnings: operation.gate.overridden ? ['The gate had been overridden; that stays in the history.'] : [],
    confirmation: protectedMove ?? { kind: 'yes' },
    command: ['undo', model, operation.operationId, '--reason', reason],
  });
}

function describeMoves(operation: HistoryEntry): string {
  return operation.moves
    .map(move => ` ${move.alias}: ${move.to ?? 'nothing'} to ${move.from ?? 'nothing'}`)
    .join(',');
}

/** A hold is lifted only while it is the one this operation placed, and placed again only where none stands. */
function reverseFact(status: ModelStatus, operation: HistoryEntry, fact: Fact): readonly Fact[] {
  if (fact.kind !== 'held' && fact.kind !== 'released') return [];
  const { modelHold, versionHolds } = status.effective;
  const hold = fact.version === null ? modelHold : versionHolds.get(fact.version);
  if (fact.kind === 'released') return hold ? [] : [{ kind: 'held', version: fact.version }];
  return hold?.operationId === operation.operationId ? [{ kind: 'released', version: fact.version }] : [];
}

function findBlockers(planning: Planning, operation: HistoryEntry): readonly Blocker[] {
  const { status } = planning;
  const blockers: Blocker[] = [];
  if (!undoable.has(operation.action)) {
    blockers.push(
      block('plan-blocked', `A ${operation.action} cannot be undone.`, 'Record a new change instead.'),
    );
  }
  if (status.index.entries.some(stored => stored.entry.reverts === operation.operationId)) {
    blockers.push(block('plan-blocked', 'This operation was undone already.', 'Look at the history.'));
  }
  for (const move of operation.moves) {
    const live = findLiveVersion(status, move.alias) ?? null;
    if (live !== move.to) {
      const message = `${move.alias} has moved since, to ${live ?? 'nothing'}.`;
      blockers.push(block('moved-meanwhile', message, 'Use rollback or promote to choose where it goes.'));
    }
    blockers.push(...blockReturn(planning, operation, move.from));
  }
  return blockers;
}

/** What was held or archived since does not become live again by the way. */
function blockReturn(
  planning: Planning,
  operation: HistoryEntry,
  version: string | null,
): readonly Blocker[] {
  if (version === null) return [];
  const { effective, index, leads } = planning.status;
  const found = index.versions.find(candidate => candidate.version === version);
  if (found === undefined) return [block('version-not-found', `${version} does not exist any more.`)];
  if (found.whole === 'incomplete') return [blockIncomplete(version, found)];
  if (leads !== 'registry' && findState(planning.status, version) === 'archived') {
    return [block('plan-blocked', `${version} was archived since.`, 'Promote another version instead.')];
  }
  const hold = effective.versionHolds.get(version);
  if (hold === undefined || hold.operationId === operation.operationId) return [];
  return [blockHeld({ model: index.model, version }, hold)];
}
