import type { HistoryEntry } from '../../core/history/entry.ts';
import { foldHistory } from '../../core/history/fold-history.ts';
import type { HistoryRead, StoredEntry } from '../../core/ports/history-log.ts';
import { listWantedGates, type WantedGate } from '../history/gate-file.ts';
import type { DirectoryContext } from './directory-options.ts';
import { formatGateTarget } from './gate-projection.ts';
import { formatPointerName, formatVersionFolder, rollbackLogsName, sharedAlias } from './layout.ts';
import { formatRollbackLog, formatRollbackLogName, nameLogStep } from './rollback-logs.ts';
import { countSharedMoves, findNewestSharedMove, type ModelEntries } from './shared-pointer.ts';

/** A pointer and where it must point. */
export type WantedPointer = {
  readonly kind: 'pointer';
  /** Whose history it follows: of the pointer that models share that of its newest move. */
  readonly model: string;
  readonly target: string;
  /** Name of a version's folder; null: nothing is live under the alias. */
  readonly folder: string | null;
  /**
   * Grows with each move that the pointer follows: the generation of the entry that moved it last; of the shared pointer how many moves
   * of it all histories have.
   */
  readonly generation: number;
  /** Of the entry that moved it last. */
  readonly operationId: string;
};

/** A rollback's log. */
export type WantedLog = {
  readonly kind: 'log';
  readonly target: string;
  /** How the step of a plan names it, which cannot know the time. */
  readonly stepTarget: string;
  readonly text: string;
  readonly operationId: string;
  /** Of the last operation, which reports on it even when it stands there already. */
  readonly isLast: boolean;
};

/** What the history says must stand outside. */
export type Wanted = WantedPointer | WantedLog | WantedGate;

/**
 * Everything the histories say must stand outside for a model: its pointers, the shared pointer, verdicts of late, all rollback logs.
 * Nothing while the history of the model has a defect: an older state than the last entry's may not be put over what stands there.
 */
export async function listWanted(context: DirectoryContext, model: string): Promise<readonly Wanted[]> {
  const histories = await readHistories(context);
  const own = histories.find(history => history.model === model);
  if (own === undefined || own.defects.length > 0) return [];
  const { entries } = own;
  const wanted: Wanted[] = [];
  for (const [alias, { version, generation, operationId }] of foldHistory(entries).aliases) {
    const folder = version === null ? null : formatVersionFolder(model, version);
    wanted.push({
      kind: 'pointer',
      model,
      target: formatPointerName(model, alias),
      folder,
      generation,
      operationId,
    });
  }
  const shared = findSharedWanted(model, histories);
  if (shared !== undefined) wanted.push(shared);
  return [...wanted, ...listWantedGates(model, entries, formatGateTarget), ...listLogs(entries)];
}

type ReadHistory = ModelEntries & HistoryRead;

async function readHistories(context: DirectoryContext): Promise<readonly ReadHistory[]> {
  const models = await context.history.listModels();
  return await Promise.all(
    models.map(async model => ({ model, ...(await context.history.readHistory(model)) })),
  );
}

/** Undefined when no model has the shared alias, or when a history that cannot be read to its end may have moved it last. */
function findSharedWanted(model: string, histories: readonly ReadHistory[]): WantedPointer | undefined {
  const newest = findNewestSharedMove(histories);
  if (newest === undefined) return undefined;
  if (newest.model !== model && histories.some(history => history.defects.length > 0)) return undefined;
  const folder = newest.to === null ? null : formatVersionFolder(newest.model, newest.to);
  const generation = countSharedMoves(histories);
  const { model: holder, operationId } = newest;
  return { kind: 'pointer', model: holder, target: sharedAlias, folder, generation, operationId };
}

function listLogs(entries: readonly StoredEntry[]): readonly WantedLog[] {
  const last = entries.at(-1)?.entry.operationId;
  return entries.flatMap(({ entry }) =>
    entry.action === 'rollback' ? [describeLog(entry, entry.operationId === last)] : [],
  );
}

function describeLog(entry: HistoryEntry, isLast: boolean): WantedLog {
  const { at, operationId } = entry;
  const target = `${rollbackLogsName}/${formatRollbackLogName(at, operationId)}`;
  const stepTarget = nameLogStep(operationId);
  return { kind: 'log', target, stepTarget, text: formatRollbackLog(entry), operationId, isLast };
}
