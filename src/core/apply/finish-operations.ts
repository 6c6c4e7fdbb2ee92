import type { EntryDraft } from '../history/entry-draft.ts';
import type { OperationRecord } from '../operation/operation-record.ts';
import type { StoredEntry } from '../ports/history-log.ts';
import { appendAnywhere } from './append-drafts.ts';
import type { ApplyEnvironment } from './apply-environment.ts';
import { fillRegistration } from './commit-plan.ts';
import { loadState } from './load-state.ts';
import { recordAdoption } from './record-adoption.ts';

/** What became of an operation that was cut off. */
export type FinishedOperation = {
  readonly operation: OperationRecord;
  /**
   * `finished`: its entry stood in the history and the rest is done now. `nothing-written`: it had changed nothing.
   * `running`: its process still lives. `unfinished`: something still stands in the way.
   */
  readonly ending: 'finished' | 'nothing-written' | 'running' | 'unfinished';
  readonly detail: string;
};

/** After this long an operation of another host is taken for dead: its process cannot be asked. */
const elsewhereLimitMs = 15 * 60 * 1000;

/**
 * Finishes what cut-off operations had begun: history decides whether they happened, projections are made again.
 * Operations that still run are left alone.
 * @param model only this model's; undefined for all
 */
export async function finishOperations(
  environment: ApplyEnvironment,
  model: string | undefined,
): Promise<readonly FinishedOperation[]> {
  const { reader } = environment.registry;
  const { operations } = await reader.loadIndex();
  const finished: FinishedOperation[] = [];
  for (const operation of operations) {
    if (model !== undefined && operation.model !== model) continue;
    finished.push(await finishOperation(operation, environment));
  }
  return finished;
}

/** Whether the process of an operation still works on it, as far as can be told from here. */
export async function isRunning(
  { owner, startedAt }: OperationRecord,
  { registry, now }: Pick<ApplyEnvironment, 'registry' | 'now'>,
): Promise<boolean> {
  const state = await registry.reader.judgeOwner(owner);
  const ageMs = Date.parse(now()) - Date.parse(startedAt);
  return state === 'running' || (state === 'elsewhere' && ageMs < elsewhereLimitMs);
}

/** Finishes one operation that was cut off; as {@link finishOperations} does. */
export async function finishOperation(
  operation: OperationRecord,
  environment: ApplyEnvironment,
): Promise<FinishedOperation> {
  const { writer } = environment.registry;
  if (await isRunning(operation, environment)) {
    return { operation, ending: 'running', detail: `runs on ${operation.owner.host}` };
  }
  environment.onFinishing?.(operation);
  const { status } = await loadState(environment, operation);
  if (status.chain.verdict !== 'intact') {
    return { operation, ending: 'unfinished', detail: `the history ${status.chain.words}` };
  }
  const { entries } = status.index;
  const hadHappened = hasHappened(entries, operation);
  if (!hadHappened && !(await recordAddedVersion(operation, environment))) {
    await writer.removeJournal(operation.operationId);
    return { operation, ending: 'nothing-written', detail: describeNothing(entries, operation) };
  }
  const outcomes = await writer.project(operation.model);
  const blocked = outcomes.find(outcome => outcome.outcome === 'failed' || outcome.outcome === 'blocked');
  if (blocked)
    return {
      operation,
      ending: 'unfinished',
      detail: `${blocked.target}: ${blocked.problem ?? 'it failed'}`,
    };
  await writer.removeJournal(operation.operationId);
  return {
    operation,
    ending: 'finished',
    detail: hadHappened
      ? 'its entry stood in the history; pointers and logs are in line now'
      : 'its version is whole and on record in the history now',
  };
}

/** Whether the entry an operation is about stands in the history: its last one, since an adoption may come before. Pure. */
export function hasHappened(
  entries: readonly StoredEntry[],
  operation: { readonly operationId: string; readonly drafts: readonly EntryDraft[] },
): boolean {
  const last = operation.drafts.at(-1)?.action;
  return entries.some(({ entry }) => entry.operationId === operation.operationId && entry.action === last);
}

function describeNothing(entries: readonly StoredEntry[], operation: OperationRecord): string {
  const hasAdopted = entries.some(({ entry }) => entry.operationId === operation.operationId);
  return hasAdopted ? 'it had recorded what it found and changed nothing' : 'it had not changed anything';
}

/** A registration cut off between its version and its entry is recorded now, in the name of who made it. */
async function recordAddedVersion(
  operation: OperationRecord,
  environment: ApplyEnvironment,
): Promise<boolean> {
  const draft = operation.drafts.find(candidate => candidate.action === 'register');
  if (draft === undefined) return false;
  const { writer } = environment.registry;
  const added = await writer.findAddedVersion(operation.model, operation.operationId);
  if (added === undefined) return false;
  const { model, operationId, actor } = operation;
  const origin = { model, operationId, actor, tool: environment.tool };
  // The first entry of a history records what the pointers say; a later drift is left to whoever decides about it.
  if ((await writer.history.findHeadGeneration(model)) === 0) await recordAdoption(environment, origin);
  await appendAnywhere(writer.history, fillRegistration(draft, added), origin, environment.now);
  return true;
}
