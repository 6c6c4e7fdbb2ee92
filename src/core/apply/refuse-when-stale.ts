import { ConflictError } from '../errors/app-error.ts';
import type { EntryDraft } from '../history/entry-draft.ts';
import { findOvertaker, listMissingDrafts } from '../plan/find-overtaker.ts';
import type { ConfirmedPlan, PlanAct } from '../plan/plan.ts';
import { findAdoption } from '../plan/planning.ts';
import { findHistoryProblem } from '../registry/history-problem.ts';
import type { ModelStatus } from '../registry/model-status.ts';
import { movedMeanwhile } from './append-drafts.ts';

/**
 * Acts that stay right whatever happened meanwhile; they are appended behind newer entries instead of refused. A verdict names what
 * it compared with, and is held against what is live when somebody promotes by it.
 */
const orderFreeActs: ReadonlySet<PlanAct> = new Set(['register', 'hold', 'describe', 'gate', 'score']);

/** Whether an act stays right whatever others write meanwhile. Pure. */
export function isOrderFree({ act }: Pick<ConfirmedPlan, 'act'>): boolean {
  return orderFreeActs.has(act);
}

/**
 * Refuses a plan whose model is not as it was when the plan was made, unless the act stays right all the same. Pure.
 * @throws ConflictError moved-meanwhile, history-damaged, history-forked, history-ahead, version-incomplete, version-damaged
 */
export function refuseWhenStale(plan: ConfirmedPlan, status: ModelStatus): void {
  const { disagreement } = status.index;
  if (disagreement !== undefined) {
    const { code, problem, hint } = disagreement;
    throw new ConflictError(code, `The history of ${plan.model} ${problem}.`, { hint });
  }
  const historyProblem = findHistoryProblem(status);
  if (historyProblem !== undefined)
    throw new ConflictError('history-damaged', `The history of ${plan.model} ${historyProblem}.`);
  if (isOrderFree(plan)) return;
  const { entries } = status.index;
  const overtaker = findOvertaker(plan, entries);
  if (overtaker !== undefined) throw movedMeanwhile(overtaker);
  const planned = listMissingDrafts(plan, entries).find(draft => draft.action === 'adopt');
  const found = findAdoption(status, plan.drafts);
  if (JSON.stringify(planned?.moves ?? []) !== JSON.stringify(found?.moves ?? [])) {
    const moves = (found?.moves ?? []).map(move => `${move.alias} to ${move.to ?? 'nothing'}`).join(', ');
    throw new ConflictError(
      'moved-meanwhile',
      `Another program moved ${moves || 'a pointer'} after the plan was made.`,
    );
  }
  // What is found is only recorded where the registry leads, be it whole or not.
  const binding = status.leads === 'registry' ? listOwn(plan.drafts) : plan.drafts;
  for (const move of binding.flatMap(draft => draft.moves)) requireVersion(status, move.to);
  if (status.leads === 'registry') requireStarts(plan, status);
}

/** Two may have written one generation there, so the newer entries do not tell all: each move has to start from what is live. */
function requireStarts(plan: ConfirmedPlan, { index: { entries }, effective }: ModelStatus): void {
  for (const { alias, from } of listOwn(listMissingDrafts(plan, entries)).flatMap(({ moves }) => moves)) {
    const live = effective.aliases.get(alias)?.version ?? null;
    if (live === from) continue;
    throw new ConflictError(
      'moved-meanwhile',
      `${alias} was moved to ${live ?? 'nothing'} after the plan was made.`,
    );
  }
}

function listOwn(drafts: readonly EntryDraft[]): readonly EntryDraft[] {
  return drafts.filter(({ action }) => action !== 'adopt');
}

function requireVersion(status: ModelStatus, version: string | null): void {
  if (version === null) return;
  const found = status.index.versions.find(candidate => candidate.version === version);
  if (found?.disagreement !== undefined) {
    const { code, problem, hint } = found.disagreement;
    throw new ConflictError(code, `${status.index.model} ${version} ${problem}.`, { hint });
  }
  if (found?.whole === 'complete') return;
  throw new ConflictError('version-incomplete', `${status.index.model} ${version} is not complete any more.`);
}
