import type { AppError } from '../../../core/errors/app-error.ts';
import type { RollbackCandidate } from '../../../core/rollback/rank-targets.ts';
import { summariseForMove } from '../../../core/session/check-digest.ts';
import type { RollbackChoices } from '../../../core/session/prepare-rollback.ts';
import { type Act, type ActMessage, reasonOf, startAct, updateAct } from '../../act/act.ts';
import {
  createList,
  type ListMove,
  moveList,
  selectedItem,
  type WindowedList,
} from '../../components/windowed-list.ts';
import type { ConsoleNext, ConsoleOperations, RollbackInput, WorkDone } from '../../console/operations.ts';
import type { RouteTo } from '../../console/routes.ts';
import type { Answers } from '../../runtime/effect.ts';
import type { Context } from '../../runtime/screen.ts';

/** The check of the chosen version's files, which runs beside the next questions. */
export type Preflight =
  | { readonly at: 'checking'; readonly work: WorkDone | undefined }
  | { readonly at: 'checked'; readonly digest: RollbackCandidate['digest'] }
  | { readonly at: 'failed'; readonly error: AppError };

/** Everything but the stage. */
type Base = { readonly model: string; readonly wanted: string | undefined };

export type State = Base &
  (
    | { readonly at: 'loading' }
    | { readonly at: 'failed'; readonly error: AppError }
    | {
        readonly at: 'target';
        readonly choices: RollbackChoices;
        readonly list: WindowedList;
        /** Whether a person chose the row, by a key or by naming it. */
        readonly touched: boolean;
      }
    | {
        readonly at: 'acting';
        readonly choices: RollbackChoices;
        readonly target: RollbackCandidate;
        readonly preflight: Preflight;
        readonly act: Act;
      }
  );

export type Message =
  | Answers<ConsoleOperations, 'loadRollbackChoices' | 'planRollback' | 'verifyVersion'>
  | { readonly type: 'moved'; readonly move: ListMove }
  | { readonly type: 'target-chosen' }
  | { readonly type: 'target-reopened' }
  | { readonly type: 'registry-changed' }
  | ActMessage;

/** Opens the wizard; with a version named, its row is selected. */
export function open(route: RouteTo<'rollback'>): ConsoleNext<State> {
  const state: State = { at: 'loading', model: route.model, wanted: route.version };
  return [state, [loadChoices(state)]];
}

/** Pure. Messages that make no sense in the state are ignored. */
export function update(state: State, message: Message, context: Context): ConsoleNext<State> {
  switch (message.type) {
    case 'loadRollbackChoices/done':
      return showChoices(state, message.value);
    case 'loadRollbackChoices/failed':
      return [{ at: 'failed', model: state.model, wanted: state.wanted, error: message.error }, []];
    case 'loadRollbackChoices/progress':
      return [state, []];
    case 'moved':
      if (state.at === 'acting') return act(state, { type: 'review-scrolled', move: message.move }, context);
      return state.at === 'target'
        ? [{ ...state, touched: true, list: moveList(state.list, message.move, targetRows(context)) }, []]
        : [state, []];
    case 'target-chosen':
      return chooseTarget(state);
    case 'target-reopened':
      return state.at === 'acting' || state.at === 'failed'
        ? open({ screen: 'rollback', model: state.model, version: undefined })
        : [state, []];
    case 'registry-changed':
      return reconsider(state);
    case 'verifyVersion/progress':
    case 'verifyVersion/done':
    case 'verifyVersion/failed':
      return followPreflight(state, message);
    case 'planRollback/done':
      return isCurrent(state, message.input) ? showPlan(state, message, context) : [state, []];
    case 'planRollback/failed':
      return isCurrent(state, message.input)
        ? act(state, { type: 'planning-failed', error: message.error }, context)
        : [state, []];
    case 'planRollback/progress':
      return [state, []];
    default:
      return act(state, message, context);
  }
}

/** Rows of the list of targets: what is left below the headings and above the details. */
export function targetRows(context: Pick<Context, 'size'>): number {
  return Math.max(3, context.size.rows - 9);
}

/** The candidate under the cursor. */
export function selectedTarget(state: State): RollbackCandidate | undefined {
  return state.at === 'target' ? selectedItem(state.list, state.choices.candidates) : undefined;
}

function loadChoices(state: Base): ConsoleNext<State>[1][number] {
  return { run: 'loadRollbackChoices', input: { model: state.model, alias: undefined } };
}

/**
 * The row that a person chose stays under the cursor. Else last good is preselected as soon as it is known; until then, and where nothing is
 * proven, a row is only under the cursor, and the screen says so.
 */
function showChoices(state: State, choices: RollbackChoices): ConsoleNext<State> {
  if (state.at === 'acting') {
    const target = choices.candidates.find(({ version }) => version === state.target.version);
    return [{ ...state, choices, target: target ?? state.target }, []];
  }
  const rowOf = (wanted: string | undefined): number =>
    choices.candidates.findIndex(({ version }) => version === wanted);
  const chosen = state.at === 'target' && state.touched ? selectedTarget(state)?.version : state.wanted;
  const touched = rowOf(chosen) >= 0;
  const preferred = choices.toCome?.at === 'record' ? choices.toCome.version : choices.lastGood?.version;
  const row = rowOf(touched ? chosen : preferred);
  const list = createList(choices.candidates.length, Math.max(0, row));
  return [{ at: 'target', model: state.model, wanted: state.wanted, choices, list, touched }, []];
}

function chooseTarget(state: State): ConsoleNext<State> {
  const target = selectedTarget(state);
  if (state.at !== 'target' || target === undefined || target.refusal !== undefined) return [state, []];
  const { model, wanted, choices } = state;
  return [
    {
      at: 'acting',
      model,
      wanted,
      choices,
      target,
      preflight: { at: 'checking', work: undefined },
      act: startAct(),
    },
    [{ run: 'verifyVersion', input: { model, version: target.version } }],
  ];
}

/** Somebody changed the registry: choices are read again, and a plan under review is made again so that it is never stale unseen. */
function reconsider(state: State): ConsoleNext<State> {
  if (state.at === 'acting') {
    if (state.act.at !== 'review') return [state, [loadChoices(state)]];
    return [state, [loadChoices(state), ...askPlan(state)(reasonOf(state.act))]];
  }
  return [state, [loadChoices(state)]];
}

type Acting = Extract<State, { readonly at: 'acting' }>;

function askPlan(state: Acting): (reason: string) => ConsoleNext<State>[1] {
  const { model, target, choices } = state;
  const digest = digestOf(state);
  return reason => [
    { run: 'planRollback', input: { model, alias: choices.alias, version: target.version, reason, digest } },
  ];
}

function followPreflight(
  state: State,
  message: Answers<ConsoleOperations, 'verifyVersion'>,
): ConsoleNext<State> {
  if (state.at !== 'acting' || message.input.version !== state.target.version) return [state, []];
  switch (message.type) {
    case 'verifyVersion/progress':
      return [{ ...state, preflight: { at: 'checking', work: message.progress } }, []];
    case 'verifyVersion/failed':
      return [{ ...state, preflight: { at: 'failed', error: message.error } }, []];
    case 'verifyVersion/done': {
      const checked: Acting = {
        ...state,
        preflight: { at: 'checked', digest: summariseForMove(message.value) },
      };
      // A plan made before the check ended says "unverified": it is made again with what is known now.
      return checked.act.at === 'review' ? [checked, askPlan(checked)(reasonOf(checked.act))] : [checked, []];
    }
    default:
      return message satisfies never;
  }
}

function isCurrent(state: State, input: RollbackInput): boolean {
  return (
    state.at === 'acting' && state.target.version === input.version && reasonOf(state.act) === input.reason
  );
}

/** Shows a plan. The check of the files may have ended while it was made: then it says less than is known, and is made again. */
function showPlan(
  state: State,
  made: Extract<Message, { readonly type: 'planRollback/done' }>,
  context: Context,
): ConsoleNext<State> {
  const [next, effects] = act(state, { type: 'plan-made', plan: made.value }, context);
  if (next.at !== 'acting' || digestOf(next) === made.input.digest) return [next, effects];
  return [next, [...effects, ...askPlan(next)(made.input.reason)]];
}

function digestOf(state: Acting): RollbackInput['digest'] {
  return state.preflight.at === 'checked' ? state.preflight.digest : 'not-checked';
}

function act(state: State, message: ActMessage, context: Context): ConsoleNext<State> {
  if (state.at !== 'acting') return [state, []];
  const [next, effects] = updateAct(state.act, message, askPlan(state), context.size.rows);
  return [next === state.act ? state : { ...state, act: next }, effects];
}
