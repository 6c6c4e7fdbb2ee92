import { toAppError } from '../errors/app-error.ts';
import type { EntryDraft } from '../history/entry-draft.ts';
import type { OperationRecord } from '../operation/operation-record.ts';
import type { StoredEntry } from '../ports/history-log.ts';
import type { AddedVersion, ProjectionOutcome } from '../ports/registry.ts';
import { findHistoryProblem } from '../registry/history-problem.ts';
import { withoutFullStop } from '../text/full-stop.ts';
import { appendAnywhere } from './append-drafts.ts';
import type { ApplyEnvironment } from './apply-environment.ts';
import { fillRegistration } from './commit-plan.ts';
import { describeGivenUp } from './given-up.ts';
import { listUndecided } from './list-undecided.ts';
import { loadState } from './load-state.ts';
import { recordAdoption } from './record-adoption.ts';
import { tellFinished } from './tell-events.ts';

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
    finished.push(await finishOrTell(operation, environment));
  }
  return finished;
}

/** One that cannot be finished says why and stops no other. */
async function finishOrTell(
  operation: OperationRecord,
  environment: ApplyEnvironment,
): Promise<FinishedOperation> {
  try {
    return await finishOperation(operation, environment);
  } catch (thrown) {
    return { operation, ending: 'unfinished', detail: withoutFullStop(toAppError(thrown).message) };
  }
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

/**
 * Finishes one operation that was cut off; as {@link finishOperations} does.
 * @param askedFor `again`: whoever asks for the same act hears of it now, and will not ask for it once more without meaning it;
 *   `by-its-owner`: the same, of whoever has the only right to carry it on, so that it does not run
 */
export async function finishOperation(
  operation: OperationRecord,
  environment: ApplyEnvironment,
  askedFor: 'again' | 'by-its-owner' | 'by-nobody' = 'by-nobody',
): Promise<FinishedOperation> {
  const { writer } = environment.registry;
  if (askedFor !== 'by-its-owner' && (await isRunning(operation, environment))) {
    return { operation, ending: 'running', detail: `runs on ${operation.owner.host}` };
  }
  environment.onFinishing?.(operation);
  const { status } = await loadState(environment, operation);
  const problem = findHistoryProblem(status);
  if (problem !== undefined) return { operation, ending: 'unfinished', detail: `the history ${problem}` };
  const { entries } = status.index;
  const hadHappened = hasHappened(entries, operation);
  const obstacle = hadHappened ? undefined : await recordAddedVersion(operation, environment, askedFor);
  if (obstacle !== undefined) {
    await writer.removeJournal(operation.operationId);
    const detail = obstacle === 'nothing-added' ? describeNothing(entries, operation) : obstacle;
    return { operation, ending: 'nothing-written', detail };
  }
  const leave = await listUndecided(environment, operation);
  const outcomes = await writer.project(operation.model, { leave });
  const blocked = outcomes.find(outcome => outcome.outcome === 'failed' || outcome.outcome === 'blocked');
  if (blocked)
    return {
      operation,
      ending: 'unfinished',
      detail: `${blocked.target}: ${blocked.problem ?? 'it failed'}`,
    };
  const givenUp = outcomes.find(({ outcome }) => outcome === 'given-up');
  const detail = describeFinished(hadHappened, givenUp);
  const neverDone = givenUp && {
    code: 'partly-done' as const,
    message: `${operation.title}: ${detail}.`,
    hint: 'Ask for it anew if it is still wanted.',
  };
  // While the journal stands it is told by whoever comes next, should this be cut off too.
  const notices = await tellFinished(operation, neverDone, environment);
  await writer.removeJournal(operation.operationId);
  return { operation, ending: 'finished', detail: [detail, ...notices.map(withoutFullStop)].join('. ') };
}

function describeFinished(hadHappened: boolean, givenUp: ProjectionOutcome | undefined): string {
  if (givenUp !== undefined) return `its entry stands in the history, and ${describeGivenUp(givenUp)}`;
  return hadHappened
    ? 'its entry stood in the history; pointers and logs are in line now'
    : 'its version is whole and on record in the history now';
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

/**
 * A registration cut off between its version and its entry is recorded now, in the name of who made it. Answers what keeps it from ever
 * being recorded: nothing was added, or somebody else's version stands in its place, in words.
 */
async function recordAddedVersion(
  operation: OperationRecord,
  environment: ApplyEnvironment,
  askedFor: 'again' | 'by-its-owner' | 'by-nobody',
): Promise<'nothing-added' | string | undefined> {
  const draft = operation.drafts.find(candidate => candidate.action === 'register');
  if (draft === undefined) return 'nothing-added';
  const { writer } = environment.registry;
  const added = await findAdded(operation, environment);
  if (typeof added !== 'object') return added;
  const { model, operationId, actor } = operation;
  const origin = { model, operationId, actor, tool: environment.tool };
  // What the plan had found is recorded if it still stands so; anything else is left to whoever decides about it.
  const adoption = operation.drafts.find(({ action }) => action === 'adopt');
  if (adoption !== undefined) await recordAdoption(environment, origin, adoption);
  const filled = fillRegistration(draft, added);
  const marked = askedFor === 'by-nobody' ? markFinishedLater(filled) : filled;
  await appendAnywhere(writer.history, marked, origin, environment.now);
  return undefined;
}

/** So that whoever asks for the same again gets this version, and no second one. Pure. */
function markFinishedLater(draft: EntryDraft): EntryDraft {
  const facts = draft.facts.map(fact =>
    fact.kind === 'registered' ? { ...fact, finishedLater: true as const } : fact,
  );
  return { ...draft, facts };
}

async function findAdded(
  { model, operationId, command }: OperationRecord,
  { registry }: ApplyEnvironment,
): Promise<AddedVersion | 'nothing-added' | string> {
  try {
    return (await registry.writer.findAddedVersion(model, operationId)) ?? 'nothing-added';
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code !== 'version-exists') throw thrown;
    return `${withoutFullStop(error.message)}. Nothing was registered; to register it anew: ${command}`;
  }
}
