import type { Fact, HistoryEntry } from '../history/entry.ts';
import type { StoredEntry } from '../ports/history-log.ts';
import type { Plan } from './plan.ts';

/** The part of a plan that newer entries may take the ground from. */
type Planned = Pick<Plan, 'generation' | 'operationId' | 'drafts'>;

/**
 * The first entry that somebody else wrote since a plan was made and that the plan cannot stand behind; undefined when it may go on
 * behind the newest. A verdict moves nothing, so most plans can: all but a promotion that rests on another verdict of the same gate.
 * What was found at first and recorded by somebody else just as the plan would have is no obstacle either. Pure.
 */
export function findOvertaker(plan: Planned, entries: readonly StoredEntry[]): HistoryEntry | undefined {
  return listNewer(plan, entries).find(entry => !leavesStanding(entry, plan));
}

/** The plan's drafts that are not in the history yet: others may have recorded its adoption, and a lost answer hidden the rest. Pure. */
export function listMissingDrafts(plan: Planned, entries: readonly StoredEntry[]): Planned['drafts'] {
  const done = entries.filter(({ entry }) => entry.operationId === plan.operationId).length;
  const isAdopted = listNewer(plan, entries).some(entry => isSameAdoption(entry, plan));
  const own = isAdopted ? plan.drafts.filter(draft => draft.action !== 'adopt') : plan.drafts;
  return own.slice(done);
}

function listNewer(plan: Planned, entries: readonly StoredEntry[]): readonly HistoryEntry[] {
  return entries
    .map(({ entry }) => entry)
    .filter(entry => entry.generation > plan.generation && entry.operationId !== plan.operationId);
}

function leavesStanding(entry: HistoryEntry, plan: Planned): boolean {
  if (entry.action === 'adopt') return isSameAdoption(entry, plan);
  return (
    entry.action === 'gate' &&
    entry.moves.length === 0 &&
    entry.facts.every(fact => fact.kind === 'gated' && isNoNews(fact, plan))
  );
}

/** Whether a verdict is about something else than a promotion of the plan, or says what it rests on. */
function isNoNews(fact: Extract<Fact, { readonly kind: 'gated' }>, plan: Planned): boolean {
  return plan.drafts.every(({ action, moves, gate }) => {
    if (action !== 'promote') return true;
    const isAbout = moves.some(({ alias, to }) => alias === fact.alias && to === fact.version);
    return !isAbout || (gate.verdict === fact.verdict && gate.bound?.policySha256 === fact.policySha256);
  });
}

function isSameAdoption(entry: HistoryEntry, { drafts }: Planned): boolean {
  const planned = drafts.find(draft => draft.action === 'adopt');
  return (
    entry.action === 'adopt' &&
    planned !== undefined &&
    JSON.stringify(entry.moves) === JSON.stringify(planned.moves)
  );
}
