import { toAppError } from '../errors/app-error.ts';
import { describeEvents, type PlanEnd, type ToldPlan } from '../events/describe-events.ts';
import type { RegistryEvent } from '../events/event.ts';
import { createOutboxItem } from '../events/outbox-schedule.ts';
import type { Telling } from '../events/telling.ts';
import type { OperationRecord } from '../operation/operation-record.ts';
import type { Plan } from '../plan/plan.ts';
import type { Receipt, ReceiptProblem } from '../plan/receipt.ts';
import { withoutFullStop } from '../text/full-stop.ts';
import type { ApplyEnvironment } from './apply-environment.ts';

/** What telling needs; nothing is told without a `telling`. */
export type TellingEnvironment = Pick<ApplyEnvironment, 'registry' | 'now' | 'sha256' | 'telling'>;

/**
 * Puts events in the outbox for every channel that hears of their kind. Nothing is sent yet. Never throws for a foreseen failure.
 * @returns what could not be kept and which channels cannot be used, each in a sentence; empty when all is well
 */
export async function tellEvents(
  telling: Telling | undefined,
  events: readonly RegistryEvent[],
  sha256: (text: string) => string,
): Promise<readonly string[]> {
  const notices: string[] = [];
  if (telling === undefined) return notices;
  for (const event of events) notices.push(...(await keepEvent(telling, event, sha256)).notices);
  return notices;
}

/** What became of an event on its way into the outbox. */
export type KeptEvent = {
  /** Names of the channels for which it is in the outbox. */
  readonly kept: readonly string[];
  /** Names of those that hear of its kind and will not hear of it. */
  readonly missed: readonly string[];
  /** Why, each in a sentence. */
  readonly notices: readonly string[];
};

/** Puts an event in the outbox for every channel that hears of its kind. Never throws for a foreseen failure. */
export async function keepEvent(
  telling: Telling,
  event: RegistryEvent,
  sha256: (text: string) => string,
): Promise<KeptEvent> {
  const kept: string[] = [];
  const missed: string[] = [];
  const notices: string[] = [];
  const miss = (name: string, because: string): void => {
    missed.push(name);
    notices.push(`Not told to ${name}: ${withoutFullStop(because)}.`);
  };
  for (const { name, kinds, because } of telling.unready) {
    if (kinds.has(event.kind)) miss(name, because);
  }
  for (const { name, kinds } of telling.channels) {
    if (!kinds.has(event.kind)) continue;
    try {
      await telling.outbox.put(createOutboxItem(event, name, sha256));
      kept.push(name);
    } catch (thrown) {
      miss(name, toAppError(thrown).message);
    }
  }
  return { kept, missed, notices };
}

/** A receipt whose end is in the outbox; what stood in the way of that is one of its notices, and nothing else of it changes. */
export async function tellReceipt(
  plan: Plan,
  receipt: Receipt,
  environment: TellingEnvironment,
): Promise<Receipt> {
  const notices = await tellEnd(plan, { at: 'receipt', receipt }, environment);
  return notices.length === 0 ? receipt : { ...receipt, notices: [...(receipt.notices ?? []), ...notices] };
}

/**
 * Tells that a plan which was asked for is not carried out: the gate refused it, or something broke before the first step. A plan that was
 * only looked at is never told of. Never throws for a foreseen failure. @returns as {@link tellEvents}
 */
export async function tellRefusal(
  plan: Plan,
  problem: ReceiptProblem,
  environment: TellingEnvironment,
): Promise<readonly string[]> {
  return await tellEnd(plan, { at: 'refusal', problem }, environment);
}

/**
 * Tells of an operation that was cut off and is finished now, unless whoever began it told already.
 * @param problem what is never done of it; undefined: all is
 * @returns as {@link tellEvents}
 */
export async function tellFinished(
  operation: OperationRecord,
  problem: ReceiptProblem | undefined,
  environment: TellingEnvironment,
): Promise<readonly string[]> {
  const act = operation.drafts.at(-1)?.action;
  if (act === undefined) return [];
  const plan = { ...operation, act, keeps: [], registration: undefined };
  return await tellEnd(plan, { at: 'finished', problem }, environment);
}

/** Tells how a plan ended. Never throws. @returns as {@link tellEvents} */
export async function tellEnd(
  plan: ToldPlan,
  end: PlanEnd,
  { registry, now, sha256, telling }: TellingEnvironment,
): Promise<readonly string[]> {
  if (telling === undefined) return [];
  try {
    const events = describeEvents(plan, end, { registry: registry.reader.identity, now: now() });
    return await tellEvents(telling, events, sha256);
  } catch (thrown) {
    // Whatever is wrong with telling must not hide how the act ended.
    return [`Nobody is told of it: ${toAppError(thrown).message}`];
  }
}
