import type { ChangeRequest } from '../../../core/session/prepare-change.ts';
import { type Act, type ActMessage, reasonOf, startAct, updateAct } from '../../act/act.ts';
import { findUndo } from '../../act/undo-key.ts';
import type { ListMove } from '../../components/windowed-list.ts';
import type { ConsoleNext, ConsoleOperations } from '../../console/operations.ts';
import type { RouteTo, WantedChange } from '../../console/routes.ts';
import type { Answers } from '../../runtime/effect.ts';
import type { Context } from '../../runtime/screen.ts';

/** What to do about a drift. */
export type DriftAnswer = 'adopt' | 'revert';

export type State =
  /** A drift needs a decision before anything is planned. */
  | { readonly at: 'drift'; readonly wanted: Extract<WantedChange, { readonly change: 'drift' }> }
  | {
      readonly at: 'acting';
      readonly wanted: WantedChange;
      readonly answer: DriftAnswer | undefined;
      readonly act: Act;
    };

export type Message =
  | Answers<ConsoleOperations, 'planChange'>
  | { readonly type: 'drift-answered'; readonly answer: DriftAnswer }
  | { readonly type: 'moved'; readonly move: ListMove }
  | { readonly type: 'registry-changed' }
  | { readonly type: 'undo-opened' }
  | ActMessage;

/** Opens the wizard of a change. */
export function open(route: RouteTo<'change'>): ConsoleNext<State> {
  const { wanted } = route;
  if (wanted.change === 'drift') return [{ at: 'drift', wanted }, []];
  return [{ at: 'acting', wanted, answer: undefined, act: startAct() }, []];
}

/** Pure. Messages that make no sense in the state are ignored. */
export function update(state: State, message: Message, context: Context): ConsoleNext<State> {
  switch (message.type) {
    case 'drift-answered':
      return state.at === 'drift'
        ? [{ at: 'acting', wanted: state.wanted, answer: message.answer, act: startAct() }, []]
        : [state, []];
    case 'moved':
      return act(state, { type: 'review-scrolled', move: message.move }, context);
    case 'registry-changed':
      return state.at === 'acting' && state.act.at === 'review'
        ? [state, askPlan(state)(reasonOf(state.act))]
        : [state, []];
    case 'planChange/done':
      return act(state, { type: 'plan-made', plan: message.value }, context);
    case 'planChange/failed':
      return act(state, { type: 'planning-failed', error: message.error }, context);
    case 'planChange/progress':
      return [state, []];
    case 'undo-opened': {
      const undo = state.at === 'acting' ? findUndo(state.act) : undefined;
      return undo === undefined
        ? [state, []]
        : [state, [{ do: 'replaceRoute', route: { screen: 'change', wanted: { change: 'undo', ...undo } } }]];
    }
    default:
      return act(state, message, context);
  }
}

/** Whether a change is only recorded with a reason. An archive and an undo have one of their own. */
export function needsReason(state: State): boolean {
  return state.wanted.change !== 'state' && state.wanted.change !== 'undo';
}

/** The change in words, as an imperative. */
export function describeWanted(wanted: WantedChange): string {
  switch (wanted.change) {
    case 'hold':
    case 'release': {
      const verb = wanted.change === 'hold' ? 'Hold' : 'Release';
      return `${verb} ${wanted.version === undefined ? `the whole model ${wanted.model}` : `${wanted.model} ${wanted.version}`}`;
    }
    case 'unset':
      return `Unset ${wanted.model} ${wanted.alias}`;
    case 'state':
      return wanted.to === 'archived'
        ? `Archive ${wanted.model} ${wanted.version}`
        : `${wanted.model} ${wanted.version}: ${wanted.to}`;
    case 'undo':
      return `Undo in ${wanted.model}`;
    case 'drift':
      return `Decide about the drift of ${wanted.model}`;
    default:
      return wanted satisfies never;
  }
}

type Acting = Extract<State, { readonly at: 'acting' }>;

function askPlan(state: Acting): (reason: string) => ConsoleNext<State>[1] {
  return reason => [{ run: 'planChange', input: requestOf(state, reason) }];
}

function requestOf(state: Acting, reason: string): ChangeRequest {
  const { wanted, answer } = state;
  return wanted.change === 'drift'
    ? { ...wanted, resolve: answer ?? 'adopt', reason }
    : { ...wanted, reason };
}

function act(state: State, message: ActMessage, context: Context): ConsoleNext<State> {
  if (state.at !== 'acting') return [state, []];
  const [next, effects] = updateAct(state.act, message, askPlan(state), context.size.rows);
  return [next === state.act ? state : { ...state, act: next }, effects];
}
