import { ConflictError, toAppError } from '../errors/app-error.ts';
import type { OperationRecord } from '../operation/operation-record.ts';
import type { ConfirmedPlan } from '../plan/plan.ts';
import type { Receipt } from '../plan/receipt.ts';
import type { StoredEntry } from '../ports/history-log.ts';
import type { ApplyEnvironment } from './apply-environment.ts';
import { finishOperation, isRunning } from './finish-operations.ts';
import { makeReceipt, markDone, type Progress } from './progress.ts';

/**
 * Finishes a registration that was cut off, when it is the same as the plan's: whoever asks for it again gets that version and no second
 * one. Undefined when there is none, or nothing was left of it. What stands in the way of finishing it is in the receipt.
 * @throws InvalidInputError, UnavailableError when what is to be registered cannot be read
 */
export async function resumeRegistration(
  plan: ConfirmedPlan,
  environment: ApplyEnvironment,
  progress: Progress,
  operations: readonly OperationRecord[],
): Promise<Receipt | undefined> {
  for (const operation of operations) {
    if (!(await isSame(plan, environment, operation))) continue;
    const resumed = { ...plan, title: `${plan.title}: finish what was begun at ${operation.startedAt}` };
    try {
      const { ending, detail } = await finishOperation(
        operation,
        { ...environment, onFinishing: undefined },
        'again',
      );
      if (ending === 'nothing-written') continue;
      progress.resumed = operation;
      if (ending !== 'finished') throw new ConflictError('partly-done', `It is not finished yet: ${detail}.`);
      await noteFinished(plan, environment, progress, operation);
      return makeReceipt(resumed, progress, 'applied', undefined);
    } catch (thrown) {
      progress.resumed = operation;
      return makeReceipt(resumed, progress, 'partial', toAppError(thrown));
    }
  }
  return undefined;
}

/**
 * The receipt of a registration that needs nothing any more: the last version that the same person registered is the same one, and it was
 * finished without them, or an operation of theirs that makes it live was cut off. Undefined for every other one: it may be meant.
 * @throws InvalidInputError, UnavailableError when what is to be registered cannot be read
 */
export async function findRegistered(
  plan: ConfirmedPlan,
  environment: ApplyEnvironment,
  progress: Progress,
  {
    entries,
    operations,
  }: { readonly entries: readonly StoredEntry[]; readonly operations: readonly OperationRecord[] },
): Promise<Receipt | undefined> {
  const { model, actor, registration, operationId: asStagedBy } = plan;
  if (registration === undefined) return undefined;
  const last = entries.findLast(({ entry }) => entry.action === 'register' && entry.actor === actor)?.entry;
  const fact = last?.facts.find(each => each.kind === 'registered');
  if (last === undefined || fact === undefined) return undefined;
  const isCutOff = operations.some(
    ({ model: of, actor: by, drafts }) =>
      of === model && by === actor && drafts.some(({ moves }) => moves.some(({ to }) => to === fact.version)),
  );
  if (fact.finishedLater !== true && !isCutOff) return undefined;
  const { onProgress, stop: signal, registry } = environment;
  const { operationId } = last;
  const begun = { operationId, asStagedBy };
  if ((await registry.writer.findBegunVersion(registration, begun, { onProgress, signal })) === undefined)
    return undefined;
  progress.resumed = { operationId, actor };
  progress.generation = last.generation;
  progress.added = await registry.writer.findAddedVersion(model, operationId);
  const told = { ...plan, steps: [], title: `${plan.title}: already registered as ${fact.version}` };
  return makeReceipt(told, progress, 'unchanged', undefined);
}

/** Whether an operation which was cut off had begun the same registration. */
async function isSame(
  { model, operationId, registration }: ConfirmedPlan,
  environment: ApplyEnvironment,
  operation: OperationRecord,
): Promise<boolean> {
  const isRegistration = operation.drafts.some(({ action }) => action === 'register');
  if (registration === undefined || operation.model !== model || !isRegistration) return false;
  if (await isRunning(operation, environment)) return false;
  const { onProgress, stop: signal, registry } = environment;
  const begun = { operationId: operation.operationId, asStagedBy: operationId };
  const found = await registry.writer.findBegunVersion(registration, begun, { onProgress, signal });
  return found !== undefined;
}

async function noteFinished(
  plan: ConfirmedPlan,
  environment: ApplyEnvironment,
  progress: Progress,
  operation: OperationRecord,
): Promise<void> {
  const { writer } = environment.registry;
  const { entries } = await writer.history.readHistory(plan.model);
  progress.added = await writer.findAddedVersion(plan.model, operation.operationId);
  const entry = entries.findLast(each => each.entry.operationId === operation.operationId)?.entry;
  progress.generation = entry?.generation ?? progress.generation;
  for (const { kind } of plan.steps) {
    const target = kind === 'add-version' ? progress.added?.target : undefined;
    markDone(plan, environment, progress, kind, target);
  }
}
