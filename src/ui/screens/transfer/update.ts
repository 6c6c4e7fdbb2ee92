import type { AppError } from '../../../core/errors/app-error.ts';
import type { SyncReceipt } from '../../../core/mirror/sync-receipt.ts';
import type { Transfer, TransferOutcome } from '../../../core/mirror/transfer.ts';
import type { PlannedSync } from '../../../core/session/prepare-sync.ts';
import { findMirror } from '../../../core/session/source-facts.ts';
import { armConsent, askConsent, type Consent, editConsent, reasonNotConsented } from '../../act/consent.ts';
import type { ArmingMessage } from '../../components/armed-confirmation.ts';
import { moveScroll } from '../../components/scrolled-lines.ts';
import type { TextField } from '../../components/text-field.ts';
import type { ListMove } from '../../components/windowed-list.ts';
import type { ConsoleNext, ConsoleOperations, SyncDirection, WorkDone } from '../../console/operations.ts';
import type { RouteTo } from '../../console/routes.ts';
import type { Answers } from '../../runtime/effect.ts';
import type { Context } from '../../runtime/screen.ts';
import { countScrolled, rowsToScroll } from './scrolled.ts';

/** Carrying what differs to one side: found out, reviewed, confirmed, carried, and what became of it. */
export type State = { readonly direction: SyncDirection; readonly attempt: number } & Stage;

type Stage =
  | { readonly at: 'planning' }
  /** Nothing has to be carried in this direction. */
  | { readonly at: 'nothing' }
  | {
      readonly at: 'review';
      readonly transfers: readonly Transfer[];
      readonly consent: Consent;
      readonly scroll: number;
      /** `changed`: something else would be carried than what was read before. */
      readonly news: 'none' | 'changed';
    }
  | {
      readonly at: 'carrying';
      readonly transfers: readonly Transfer[];
      readonly outcomes: readonly TransferOutcome[];
      readonly work: WorkDone | undefined;
      readonly stop: 'not-asked' | 'asked';
    }
  | { readonly at: 'finished'; readonly receipt: SyncReceipt; readonly scroll: number }
  | { readonly at: 'failed'; readonly error: AppError };

/** The state at one of its stages. */
export type StateAt<At extends Stage['at']> = Extract<State, { readonly at: At }>;

export type Message =
  | Answers<ConsoleOperations, 'planSync' | 'applySync' | 'refreshSource'>
  | ArmingMessage
  | { readonly type: 'moved'; readonly move: ListMove }
  | { readonly type: 'consent-edited'; readonly field: TextField }
  | { readonly type: 'confirm-pressed' }
  | { readonly type: 'refused' }
  | { readonly type: 'stop-pressed' }
  | { readonly type: 'plan-again-pressed' }
  | { readonly type: 'registry-changed' };

/** Finds out what would be carried. */
export function open({ direction }: RouteTo<'transfer'>, { source }: Context): ConsoleNext<State> {
  if (findMirror(source) === undefined) return [{ at: 'nothing', direction, attempt: 1 }, []];
  return plan({ direction, attempt: 1 });
}

/** Pure. Messages that make no sense in the state are ignored. */
export function update(state: State, message: Message, context: Context): ConsoleNext<State> {
  switch (message.type) {
    case 'planSync/done':
      return review(state, message.value);
    case 'planSync/failed':
      return state.at === 'planning'
        ? [{ ...baseOf(state), at: 'failed', error: message.error }, []]
        : [state, []];
    case 'cursor-reported':
    case 'confirmation-armed': {
      if (state.at !== 'review') return [state, []];
      const [consent, effects] = armConsent(state.consent, message);
      return [{ ...state, consent }, effects];
    }
    case 'consent-edited':
      return state.at === 'review'
        ? [{ ...state, consent: editConsent(state.consent, message.field) }, []]
        : [state, []];
    case 'moved':
      return [scroll(state, message.move, context), []];
    case 'confirm-pressed':
      return carry(state, context);
    case 'refused':
      return [state, [{ do: 'goBack' }]];
    case 'stop-pressed':
      return state.at === 'carrying' ? [{ ...state, stop: 'asked' }, [{ do: 'stopWrites' }]] : [state, []];
    case 'plan-again-pressed':
      return state.at === 'failed' || state.at === 'finished' ? plan(state) : [state, []];
    case 'registry-changed':
      return state.at === 'review' || state.at === 'nothing'
        ? [state, [askPlan(state.direction)]]
        : [state, []];
    case 'applySync/progress':
    case 'applySync/done':
    case 'applySync/failed':
      return follow(state, message);
    case 'refreshSource/done':
      return [state, [{ do: 'changeSurroundings', changes: { source: message.value } }]];
    case 'planSync/progress':
    case 'refreshSource/progress':
    case 'refreshSource/failed':
      return [state, []];
    default:
      return message satisfies never;
  }
}

/** Why the review cannot be confirmed now, as a sentence; undefined when it can. */
export function reasonNotConfirmed(state: State): string | undefined {
  return state.at === 'review' ? reasonNotConsented(state.consent) : 'There is nothing to confirm.';
}

type Base = Pick<State, 'direction' | 'attempt'>;

function baseOf({ direction, attempt }: Base): Base {
  return { direction, attempt };
}

function askPlan(direction: SyncDirection): ConsoleNext<State>[1][number] {
  return { run: 'planSync', input: { direction } };
}

function plan({ direction, attempt }: Base): ConsoleNext<State> {
  return [{ at: 'planning', direction, attempt }, [askPlan(direction)]];
}

/** What was confirmed is what was read: a review that says something else is announced, and confirmed anew. */
function review(state: State, { transfers, confirmation }: PlannedSync): ConsoleNext<State> {
  if (state.at !== 'planning' && state.at !== 'review' && state.at !== 'nothing') return [state, []];
  if (state.at === 'review' && isSame(state.transfers, transfers)) return [state, []];
  const base = { direction: state.direction, attempt: state.attempt + 1 };
  if (transfers.length === 0) return [{ ...base, at: 'nothing' }, []];
  const [consent, effects] = askConsent(confirmation, base.attempt);
  const news = state.at === 'review' ? 'changed' : 'none';
  return [{ ...base, at: 'review', transfers, consent, scroll: 0, news }, effects];
}

function isSame(one: readonly Transfer[], other: readonly Transfer[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function scroll(state: State, move: ListMove, context: Context): State {
  if (state.at !== 'review' && state.at !== 'finished') return state;
  const rows = rowsToScroll(state, context);
  return { ...state, scroll: moveScroll(state.scroll, move, countScrolled(state), rows) };
}

function carry(state: State, { source }: Context): ConsoleNext<State> {
  const mirror = findMirror(source);
  if (state.at !== 'review' || reasonNotConfirmed(state) !== undefined || mirror === undefined)
    return [state, []];
  const { direction, transfers } = state;
  return [
    { ...baseOf(state), at: 'carrying', transfers, outcomes: [], work: undefined, stop: 'not-asked' },
    [{ run: 'applySync', input: { direction, url: mirror.url, transfers } }],
  ];
}

/** Afterwards the bucket is read again: both sides are shown as they are now. */
function follow(state: State, message: Answers<ConsoleOperations, 'applySync'>): ConsoleNext<State> {
  if (state.at !== 'carrying') return [state, []];
  const readAgain = { run: 'refreshSource', input: {} } as const;
  switch (message.type) {
    case 'applySync/progress': {
      const { progress } = message;
      return progress.at === 'transfer'
        ? [{ ...state, outcomes: [...state.outcomes, progress.outcome] }, []]
        : [{ ...state, work: { done: progress.done, total: progress.total } }, []];
    }
    case 'applySync/done':
      return [{ ...baseOf(state), at: 'finished', receipt: message.value, scroll: 0 }, [readAgain]];
    case 'applySync/failed':
      return [{ ...baseOf(state), at: 'failed', error: message.error }, [readAgain]];
    default:
      return message satisfies never;
  }
}
