import type { EntryDraft } from '../history/entry-draft.ts';
import type { PlanAct } from '../plan/plan.ts';
import type { EventKind } from './event.ts';

/** What has happened when an act is done that is told of by its own name. */
const ofActs: Partial<Readonly<Record<PlanAct, EventKind>>> = {
  promote: 'promoted',
  rollback: 'rolled-back',
  gate: 'gated',
};

/**
 * What has happened when these entries stand in the history; undefined: nothing that others are told of, such as a new version or a note.
 * An undo takes back what was live before, unless what it takes back was a rollback: then it lifts the hold too. Pure.
 * @param own without what only records the moves of others
 */
export function findEventKind(act: PlanAct, own: readonly EntryDraft[]): EventKind | undefined {
  if (own.length === 0) return undefined;
  const ofAct = ofActs[act];
  if (ofAct !== undefined) return ofAct;
  const moves = own.flatMap(draft => draft.moves);
  const facts = new Set(own.flatMap(draft => draft.facts).map(({ kind }) => kind));
  if (moves.length > 0) {
    if (moves.every(({ to }) => to === null)) return 'unset';
    return act === 'undo' && !facts.has('released') ? 'rolled-back' : 'promoted';
  }
  if (facts.has('held')) return 'held';
  return facts.has('released') ? 'released' : undefined;
}
