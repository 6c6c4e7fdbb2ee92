import type { AppError } from '../../core/errors/app-error.ts';
import { confirmPlan, type Plan, type PlanAct } from '../../core/plan/plan.ts';
import type { Receipt, StepReceipt } from '../../core/plan/receipt.ts';
import type { ArmingMessage } from '../components/armed-confirmation.ts';
import { createTextField, type TextField, textOf } from '../components/text-field.ts';
import { type ListMove, rowsOfMove } from '../components/windowed-list.ts';
import type { ConsoleNext, ConsoleOperations, WorkDone } from '../console/operations.ts';
import type { Answers } from '../runtime/effect.ts';
import { armConsent, askConsent, type Consent, editConsent, reasonNotConsented } from './consent.ts';
import { saysSame } from './same-plan.ts';

/** Whether another plan has taken the place of the one that was being read, and who made the change behind it as far as that is known. */
export type News = 'none' | { readonly changedBy: string | undefined };

/**
 * The part that every write shares: reason, plan, review with confirmation, application, receipt.
 * One value, so that "planning and failed and dialog open" cannot be written.
 */
export type Act =
  | { readonly at: 'reason'; readonly field: TextField }
  | { readonly at: 'planning'; readonly field: TextField; readonly attempt: number }
  | {
      readonly at: 'review';
      readonly field: TextField;
      readonly plan: Plan;
      readonly consent: Consent;
      readonly scroll: number;
      readonly attempt: number;
      /** `changed`: the plan says something else than the one that was read before, because the model was changed meanwhile. */
      readonly news: News;
    }
  | {
      readonly at: 'applying';
      readonly plan: Plan;
      readonly done: readonly StepReceipt[];
      readonly work: WorkDone | undefined;
    }
  | {
      readonly at: 'finished';
      readonly field: TextField;
      readonly plan: Plan;
      readonly receipt: Receipt;
      readonly attempt: number;
    }
  | { readonly at: 'failed'; readonly field: TextField; readonly error: AppError; readonly attempt: number };

/** What an act is sent. */
export type ActMessage =
  | Answers<ConsoleOperations, 'applyPlan'>
  | { readonly type: 'reason-edited'; readonly field: TextField }
  | { readonly type: 'reason-given' }
  | { readonly type: 'plan-made'; readonly plan: Plan }
  | { readonly type: 'planning-failed'; readonly error: AppError }
  | { readonly type: 'consent-edited'; readonly field: TextField }
  | { readonly type: 'confirm-pressed' }
  | { readonly type: 'review-scrolled'; readonly move: ListMove }
  | { readonly type: 'step-back-pressed' }
  | { readonly type: 'plan-again-pressed' }
  | { readonly type: 'undo-pressed' }
  | ArmingMessage;

/** Asks for the plan of this act with a reason, as effects. */
export type AskPlan = (reason: string) => ConsoleNext<unknown>[1];

/** An act at its first question. */
export function startAct(reason = ''): Act {
  return { at: 'reason', field: createTextField(reason, 300) };
}

/** An act that asks for no reason, while its plan is being made. */
export function startPlannedAct(): Act {
  return { at: 'planning', field: createTextField('', 300), attempt: 1 };
}

/** The reason as it stands. Empty once the plan is being applied: the plan has it then. */
export function reasonOf(act: Act): string {
  return 'field' in act ? textOf(act.field).trim() : '';
}

/** Pure: the next state of the act, and what to ask for. `rows` is the room of the review. */
export function updateAct(act: Act, message: ActMessage, askPlan: AskPlan, rows: number): ConsoleNext<Act> {
  switch (message.type) {
    case 'reason-edited':
      return act.at === 'reason' ? [{ ...act, field: message.field }, []] : [act, []];
    case 'reason-given':
      return act.at === 'reason' ? plan(act, 1, askPlan) : [act, []];
    case 'plan-made':
      return review(act, message.plan);
    case 'planning-failed':
      return act.at === 'planning' || act.at === 'review'
        ? [{ at: 'failed', field: act.field, error: message.error, attempt: act.attempt }, []]
        : [act, []];
    case 'consent-edited':
      return act.at === 'review'
        ? [{ ...act, consent: editConsent(act.consent, message.field) }, []]
        : [act, []];
    case 'confirm-pressed':
      return apply(act);
    case 'review-scrolled':
      return act.at === 'review'
        ? [{ ...act, scroll: Math.max(0, act.scroll + rowsOfMove(message.move, 1000, rows)) }, []]
        : [act, []];
    case 'step-back-pressed':
      return 'field' in act && act.at !== 'finished' ? [{ at: 'reason', field: act.field }, []] : [act, []];
    case 'plan-again-pressed':
      return 'attempt' in act ? plan(act, act.attempt + 1, askPlan) : [act, []];
    case 'undo-pressed':
      return openUndo(act);
    case 'cursor-reported':
    case 'confirmation-armed':
      return arm(act, message);
    case 'applyPlan/progress':
    case 'applyPlan/done':
    case 'applyPlan/failed':
      return follow(act, message);
    default:
      return message satisfies never;
  }
}

function plan(
  act: Extract<Act, { readonly field: TextField }>,
  attempt: number,
  askPlan: AskPlan,
): ConsoleNext<Act> {
  return [{ at: 'planning', field: act.field, attempt }, askPlan(reasonOf(act)) as ConsoleNext<Act>[1]];
}

/**
 * A plan made again while the review is shown keeps what was typed only if it says the same: what one consented to is what was
 * read. One that says something else is announced, and confirmed anew.
 */
function review(act: Act, made: Plan): ConsoleNext<Act> {
  if (act.at !== 'planning' && act.at !== 'review') return [act, []];
  const isSame = act.at === 'review' && saysSame(act.plan, made);
  const attempt = act.attempt + 1;
  const news = act.at === 'review' ? (isSame ? act.news : findNews(act.plan, made)) : 'none';
  const scroll = isSame ? act.scroll : 0;
  const base = { at: 'review', field: act.field, plan: made, scroll, attempt, news } as const;
  if (!made.changes || made.blockers.length > 0) return [{ ...base, consent: { by: 'none' } }, []];
  const [asked, effects] = askConsent(made.confirmation, attempt);
  const kept = isSame && act.consent.by === 'typing' ? act.consent.typed.field : undefined;
  return [{ ...base, consent: kept ? editConsent(asked, kept) : asked }, effects];
}

/** What is in the history and was not when the plan before was made, its last writer did; what is not in it nobody knows of. */
function findNews(before: Plan, made: Plan): News {
  return { changedBy: made.generation > before.generation ? made.lastActor : undefined };
}

function arm(act: Act, message: ArmingMessage): ConsoleNext<Act> {
  if (act.at !== 'review' || act.consent.by !== 'key') return [act, []];
  const [consent, effects] = armConsent(act.consent, message);
  return [{ ...act, consent }, effects];
}

function apply(act: Act): ConsoleNext<Act> {
  if (act.at !== 'review' || reasonNotToApply(act) !== undefined) return [act, []];
  const confirmed = confirmPlan(act.plan);
  if (confirmed === undefined) return [act, []];
  return [
    { at: 'applying', plan: act.plan, done: [], work: undefined },
    [{ run: 'applyPlan', input: { plan: confirmed } }],
  ];
}

function follow(act: Act, message: Answers<ConsoleOperations, 'applyPlan'>): ConsoleNext<Act> {
  if (act.at !== 'applying') return [act, []];
  const field = createTextField(act.plan.drafts.at(-1)?.reason ?? '', 300);
  switch (message.type) {
    case 'applyPlan/progress':
      return message.progress.at === 'step'
        ? [{ ...act, done: [...act.done, message.progress.receipt] }, []]
        : [{ ...act, work: { done: message.progress.done, total: message.progress.total } }, []];
    case 'applyPlan/done':
      return [{ at: 'finished', field, plan: act.plan, receipt: message.value, attempt: 1 }, []];
    case 'applyPlan/failed':
      return [{ at: 'failed', field, error: message.error, attempt: 1 }, []];
    default:
      return message satisfies never;
  }
}

/** Why the review cannot be confirmed now, as a sentence; undefined when it can. */
export function reasonNotToApply(act: Act): string | undefined {
  if (act.at !== 'review') return 'There is nothing to confirm.';
  if (!act.plan.changes) return 'Nothing would change.';
  const [blocker] = act.plan.blockers;
  if (blocker) return blocker.message;
  return reasonNotConsented(act.consent);
}

/** Acts whose receipt offers the reverse plan. */
const undoable: ReadonlySet<PlanAct> = new Set(['promote', 'rollback', 'unset', 'hold', 'release']);

/** Whether what was done can be taken back by a plan of its own. */
export function canUndo(act: Act): boolean {
  if (act.at !== 'finished' || act.receipt.earlier === 'another') return false;
  return act.receipt.outcome === 'applied' && undoable.has(act.receipt.act);
}

/** The wizard gives way to the prefilled reverse plan of what it has done. */
function openUndo(act: Act): ConsoleNext<Act> {
  if (act.at !== 'finished' || !canUndo(act)) return [act, []];
  const { model, operationId } = act.receipt;
  const route = { screen: 'change', wanted: { change: 'undo', model, operationId } } as const;
  return [act, [{ do: 'replaceRoute', route }]];
}

/** Whether a refused receipt can be answered by planning again: somebody else was first. */
export function canPlanAgain(act: Act): boolean {
  if (act.at === 'failed') return true;
  return (
    act.at === 'finished' &&
    act.receipt.outcome === 'refused' &&
    act.receipt.problem?.code === 'moved-meanwhile'
  );
}
