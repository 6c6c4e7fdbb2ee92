import type { Fact, HistoryAction, HistoryEntry } from '../../../core/history/entry.ts';
import type { EntryDraft } from '../../../core/history/entry-draft.ts';
import { isUndoable } from '../../../core/plan/plan-undo.ts';
import type { StoredEntry } from '../../../core/ports/history-log.ts';
import type { ModelStatus } from '../../../core/registry/model-status.ts';
import { findReasonNotToUndo, listUndone } from './undo-reasons.ts';

/** A rollback that another program recorded before lastgood kept the history. */
type ForeignFact = Extract<Fact, { readonly kind: 'rolled-back-before' }>;

/**
 * Where what an entry records was done. `here`: through lastgood. `before`: found when lastgood first wrote here.
 * `drift`: moved by another program behind the back of the history. `news`: the same where other programs may.
 */
type Origin = 'here' | 'before' | 'drift' | 'news';

/** One row of the history. */
export type HistoryRow =
  | {
      readonly kind: 'entry';
      readonly stored: StoredEntry;
      readonly origin: Origin;
      /** True when a later entry takes it back. */
      readonly undone: boolean;
      /** Why it cannot be undone; undefined when it can. */
      readonly reasonNotToUndo: string | undefined;
    }
  /** Found outside and not on record: the next write records it. */
  | { readonly kind: 'pending'; readonly draft: EntryDraft; readonly origin: Exclude<Origin, 'here'> }
  /** Imported from another program's log. */
  | { readonly kind: 'foreign'; readonly fact: ForeignFact };

/**
 * The history of a model as rows, newest first: what is not on record yet on top, then the entries, each followed by the
 * rollbacks it imported. Pure.
 */
export function indexHistory(status: ModelStatus): readonly HistoryRow[] {
  const { entries } = status.index;
  const undone = listUndone(entries);
  const rows = entries.toReversed().flatMap((stored): readonly HistoryRow[] => [
    {
      kind: 'entry',
      stored,
      origin: originOf(stored.entry, status),
      // A verdict that was recorded with a move stays when the move is taken back.
      undone: isUndoable(stored.entry) && undone.has(stored.entry.operationId),
      reasonNotToUndo: findReasonNotToUndo(stored, status, undone),
    },
    ...foreignRows(stored.entry.facts),
  ]);
  return [...pendingRows(status), ...rows];
}

/** The action of a row in a word: `promote`; `found`, `moved` and `DRIFT` for what lastgood did not do itself. */
export function actionOf(row: HistoryRow): string {
  if (row.kind === 'foreign') return 'rollback';
  if (row.origin === 'drift') return 'DRIFT';
  if (row.origin === 'news') return 'moved';
  if (row.origin === 'before') return 'found';
  return row.kind === 'entry' ? row.stored.entry.action : row.draft.action;
}

/** Adopting and importing: what such an entry records was not done by lastgood. */
function originOf(
  entry: {
    readonly action: HistoryAction;
    readonly generation: number;
    readonly moves: HistoryEntry['moves'];
  },
  { leads }: Pick<ModelStatus, 'leads'>,
): Origin {
  if (entry.action !== 'adopt') return 'here';
  if (entry.generation === 1 || entry.moves.length === 0) return 'before';
  return leads === 'registry' ? 'news' : 'drift';
}

function pendingRows({ adoption, recorded, leads }: ModelStatus): readonly HistoryRow[] {
  if (adoption === undefined) return [];
  const origin = originOf({ ...adoption, generation: recorded.generation + 1 }, { leads });
  const pending: readonly HistoryRow[] =
    adoption.moves.length === 0 || origin === 'here' ? [] : [{ kind: 'pending', draft: adoption, origin }];
  return [...pending, ...foreignRows(adoption.facts)];
}

function foreignRows(facts: readonly Fact[]): readonly HistoryRow[] {
  return facts
    .filter(fact => fact.kind === 'rolled-back-before')
    .toSorted((one, other) => other.at.localeCompare(one.at))
    .map(fact => ({ kind: 'foreign', fact }));
}
