import { type AppError, ConflictError, toAppError, UnavailableError } from '../errors/app-error.ts';
import type { ConfirmedPlan } from '../plan/plan.ts';
import type { Receipt } from '../plan/receipt.ts';
import type { ProjectionOutcome } from '../ports/registry.ts';
import { withoutFullStop } from '../text/full-stop.ts';
import type { ApplyEnvironment } from './apply-environment.ts';
import { commitPlan, describeOrigin, laterThanAll } from './commit-plan.ts';
import { finishOperations, hasHappened } from './finish-operations.ts';
import { describeGivenUp } from './given-up.ts';
import { listUndecided } from './list-undecided.ts';
import { loadState } from './load-state.ts';
import { isProjection, makeReceipt, markProjection, type Progress, startProgress } from './progress.ts';
import { recordOthers } from './record-adoption.ts';
import { refuseWhenStale } from './refuse-when-stale.ts';
import { findRegistered, resumeRegistration } from './resume-registration.ts';
import { tellEnd, tellReceipt } from './tell-events.ts';

/**
 * Carries out a confirmed plan: journal, entries by compare-and-swap, projections, journal removed; how it ended is put in the outbox
 * before anything else. Never throws for a foreseen failure: the receipt says what was done and what was not. A stale plan is refused
 * with nothing written.
 */
export async function applyPlan(plan: ConfirmedPlan, environment: ApplyEnvironment): Promise<Receipt> {
  const progress = startProgress(plan);
  const { receipt: ended, left } = await carryOut(plan, environment, progress);
  const receipt = progress.told ? ended : await tellReceipt(plan, ended, environment);
  environment.onReceipt?.(receipt);
  if (left !== undefined) await finishOthersQuietly(plan, left);
  return receipt;
}

/** @param left with what to finish that earlier operations left, where it is time for that */
type Ending = { readonly receipt: Receipt; readonly left?: ApplyEnvironment };

async function carryOut(
  plan: ConfirmedPlan,
  environment: ApplyEnvironment,
  progress: Progress,
): Promise<Ending> {
  let clocked = environment;
  try {
    requireWriteAccess(environment);
    if (!plan.changes) return { receipt: await finishUnchanged(plan, environment, progress) };
    await environment.registry.writer.catchUp({ model: plan.model });
    const { index, status } = await loadState(environment, plan);
    refuseWhenStale(plan, status);
    clocked = { ...environment, now: laterThanAll(index, environment.now) };
    const { writer } = environment.registry;
    await writer.initialise();
    // Before the journal, which would make a drift of a shared pointer look like this operation cut off.
    progress.others = await recordOthers(clocked, index, describeOrigin(plan, environment));
    const resumed = await resumeRegistration(plan, clocked, progress, index.operations);
    if (resumed !== undefined) return { receipt: resumed };
    const { operations } = index;
    const found = await findRegistered(plan, clocked, progress, {
      entries: status.index.entries,
      operations,
    });
    if (found !== undefined) return { receipt: found };
    await writer.writeJournal(describeOperation(plan, environment));
  } catch (thrown) {
    return { receipt: makeReceipt(plan, progress, 'refused', toAppError(thrown)) };
  }
  return await applyJournalled(plan, clocked, progress);
}

/**
 * What is on record as asked may have been cut off before everything followed it: whoever asks again gets the rest of it done. An adapter
 * that sees a pointer lag behind tells of it as stale, so that the plan shows it; here is left what no pointer shows.
 */
async function finishUnchanged(
  plan: ConfirmedPlan,
  environment: ApplyEnvironment,
  progress: Progress,
): Promise<Receipt> {
  const finished = await finishOperations(environment, plan.model);
  const left = finished.find(({ ending }) => ending === 'unfinished');
  progress.notices = finished
    .filter(({ ending }) => ending === 'finished')
    .map(({ operation, detail }) => `Finished what was cut off earlier: ${operation.title}: ${detail}.`);
  if (left === undefined) return makeReceipt(plan, progress, 'unchanged', undefined);
  const problem = `What was cut off earlier is not finished: ${left.operation.title}: ${left.detail}.`;
  return makeReceipt(plan, progress, 'partial', new ConflictError('partly-done', problem));
}

/** @throws UnavailableError read-only, or what else stands in the way of writing */
export function requireWriteAccess(environment: Pick<ApplyEnvironment, 'writes'>): void {
  const { writes } = environment;
  if (writes.access === 'write') return;
  const { because, refusal } = writes;
  const hint = refusal === undefined ? {} : { hint: refusal.hint };
  throw new UnavailableError(refusal?.code ?? 'read-only', `Nothing is written: ${because}.`, hint);
}

async function applyJournalled(
  plan: ConfirmedPlan,
  environment: ApplyEnvironment,
  progress: Progress,
): Promise<Ending> {
  try {
    await commitPlan(plan, environment, progress);
    const problem = await project(plan, environment, progress);
    if (problem) return { receipt: makeReceipt(plan, progress, 'partial', problem) };
    for (const other of progress.others) await environment.registry.writer.project(other);
    const { settledBy } = plan;
    // While the journal stands, whoever finishes it tells of it, should this be cut off.
    const receipt = makeReceipt(plan, progress, 'applied', undefined);
    const notices = await tellEnd(plan, { at: 'receipt', receipt }, environment);
    progress.notices = [...progress.notices, ...notices];
    progress.told = true;
    // Where an earlier try was cut off, nothing is left of it to be finished.
    if (settledBy !== undefined) await environment.registry.writer.removeJournal(settledBy.operationId);
    await environment.registry.writer.removeJournal(plan.operationId);
  } catch (thrown) {
    const error = toAppError(thrown);
    const isUnknown = error.code === 'answer-lost';
    const isDone = progress.committed || progress.added !== undefined;
    const mayHaveHappened = isUnknown || isDone || (await mayHaveLeftTraces(plan, environment));
    if (mayHaveHappened) return { receipt: makeReceipt(plan, progress, 'partial', error) };
    await removeJournalQuietly(plan, environment);
    return { receipt: makeReceipt(plan, progress, 'refused', error) };
  }
  return { receipt: makeReceipt(plan, progress, 'applied', undefined), left: environment };
}

/** A write that failed may have been made all the same; where that cannot be read, the journal stays for who can. */
async function mayHaveLeftTraces(plan: ConfirmedPlan, environment: ApplyEnvironment): Promise<boolean> {
  const { writer } = environment.registry;
  try {
    const { entries } = await writer.history.readHistory(plan.model);
    if (hasHappened(entries, plan)) return true;
    if (plan.registration === undefined) return false;
    return (await writer.findAddedVersion(plan.model, plan.operationId)) !== undefined;
  } catch (thrown) {
    return toAppError(thrown) instanceof UnavailableError;
  }
}

/** The journal of an operation that did nothing is only litter; failing to remove it must not hide why it did nothing. */
async function removeJournalQuietly(plan: ConfirmedPlan, environment: ApplyEnvironment): Promise<void> {
  await environment.registry.writer.removeJournal(plan.operationId).catch(toAppError);
}

/**
 * What others left unfinished says nothing about this operation, which is done: where it cannot be finished, or nobody wants to wait for
 * it any longer, it stays for the next write or doctor.
 */
async function finishOthersQuietly(plan: ConfirmedPlan, environment: ApplyEnvironment): Promise<void> {
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
  if (environment.stop?.aborted) return;
  environment.stop?.addEventListener('abort', () => stop(), { once: true });
  await Promise.race([finishOperations(environment, plan.model).catch(toAppError), stopped]);
}

async function project(
  plan: ConfirmedPlan,
  environment: ApplyEnvironment,
  progress: Progress,
): Promise<AppError | undefined> {
  const outcomes = await environment.registry.writer.project(plan.model, {
    signal: environment.stop,
    leave: await listUndecided(environment, plan),
    onStep: outcome => markProjection(plan, environment, progress, outcome),
  });
  const own = new Set(plan.steps.filter(isProjection).map(({ target }) => target));
  const isOthers = ({ outcome, target }: ProjectionOutcome) => outcome === 'given-up' && !own.has(target);
  const left = outcomes.filter(isOthers).map(each => `Of an earlier operation ${describeGivenUp(each)}.`);
  progress.notices = [...progress.notices, ...left];
  const failed = outcomes.find(
    outcome => !['written', 'already'].includes(outcome.outcome) && !isOthers(outcome),
  );
  if (failed) {
    const code = failed.outcome === 'blocked' ? 'pointer-blocked' : 'partly-done';
    return new ConflictError(
      code,
      `The history is written; ${failed.target} is not: ${withoutFullStop(failed.problem ?? 'it failed')}.`,
    );
  }
  const isLeft = plan.steps.some(step => isProjection(step) && !progress.done.has(step));
  if (!isLeft || !environment.stop?.aborted) return undefined;
  return new ConflictError(
    'partly-done',
    'Stopped on request after the running step; the history is written.',
  );
}

function describeOperation(plan: ConfirmedPlan, environment: ApplyEnvironment) {
  return {
    format: 1,
    operationId: plan.operationId,
    title: plan.title,
    model: plan.model,
    actor: plan.actor,
    startedAt: environment.now(),
    command: plan.command,
    drafts: plan.drafts,
    version: plan.registration?.version ?? null,
  } as const;
}
