import type { GateReport } from '../../../core/gate/report.ts';
import type { GateQuery, GateRequest } from '../../../core/session/gate-view.ts';
import { type Act, type ActMessage, startPlannedAct, updateAct } from '../../act/act.ts';
import { createTextField, type TextField, textOf } from '../../components/text-field.ts';
import type { ListMove } from '../../components/windowed-list.ts';
import type { ConsoleNext, ConsoleOperations } from '../../console/operations.ts';
import type { RouteTo } from '../../console/routes.ts';
import type { Answers } from '../../runtime/effect.ts';
import type { Context } from '../../runtime/screen.ts';

type Base = GateQuery & {
  /** The results folder as typed; empty: the files registered with the version. */
  readonly folder: TextField;
};

/** A version on its way to a recorded verdict: first where the results are, then the verdict under review. */
export type State = Base &
  (
    | { readonly at: 'folder' }
    | {
        readonly at: 'acting';
        /** The verdict that the plan records; undefined while it is being made. */
        readonly report: GateReport | undefined;
        readonly act: Act;
      }
  );

export type Message =
  | Answers<ConsoleOperations, 'planGate'>
  | { readonly type: 'folder-edited'; readonly field: TextField }
  | { readonly type: 'folder-given' }
  | { readonly type: 'moved'; readonly move: ListMove }
  | { readonly type: 'registry-changed' }
  | ActMessage;

/** Longest path of a results folder, in characters. */
const longestFolder = 1000;

/** Asks where the results are. */
export function open({ model, version, alias }: RouteTo<'evaluate'>): ConsoleNext<State> {
  return [{ at: 'folder', model, version, alias, folder: createTextField('', longestFolder) }, []];
}

/** Pure. Messages that make no sense in the state are ignored. */
export function update(state: State, message: Message, context: Context): ConsoleNext<State> {
  switch (message.type) {
    case 'folder-edited':
      return state.at === 'folder' ? [{ ...state, folder: message.field }, []] : [state, []];
    case 'folder-given':
      return state.at === 'folder' ? evaluate(state) : [state, []];
    case 'step-back-pressed':
      return isUnderWay(state) ? [askFolder(state), []] : [state, []];
    case 'moved':
      return act(state, { type: 'review-scrolled', move: message.move }, context);
    case 'registry-changed':
      return state.at === 'acting' && state.act.at === 'review' ? [state, askPlan(state)] : [state, []];
    case 'planGate/done': {
      if (state.at !== 'acting' || !isCurrent(state, message.input)) return [state, []];
      const { plan, report } = message.value;
      return act({ ...state, report }, { type: 'plan-made', plan }, context);
    }
    case 'planGate/failed':
      return state.at === 'acting' && isCurrent(state, message.input)
        ? act(state, { type: 'planning-failed', error: message.error }, context)
        : [state, []];
    case 'planGate/progress':
      return [state, []];
    default:
      return act(state, message, context);
  }
}

/** The results folder as it is asked for; undefined for the version's own files. */
export function resultsOf({ folder }: Base): string | undefined {
  const typed = textOf(folder).trim();
  return typed === '' ? undefined : typed;
}

function evaluate(state: Base): ConsoleNext<State> {
  const { model, version, alias, folder } = state;
  const next: State = {
    ...{ at: 'acting', model, version, alias, folder },
    report: undefined,
    act: startPlannedAct(),
  };
  return [next, askPlan(next)];
}

function askFolder({ model, version, alias, folder }: Base): State {
  return { at: 'folder', model, version, alias, folder };
}

/** Before anything is written: what is written cannot be stepped back from. */
function isUnderWay(state: State): boolean {
  return state.at === 'acting' && ['planning', 'review', 'failed'].includes(state.act.at);
}

function requestOf(state: Base): GateRequest {
  const { model, version, alias } = state;
  return { model, version, alias, results: resultsOf(state), policy: undefined };
}

function askPlan(state: Base): ConsoleNext<State>[1] {
  return [{ run: 'planGate', input: requestOf(state) }];
}

/** Whether an answer is about the folder that stands. */
function isCurrent(state: Base, input: GateRequest): boolean {
  return resultsOf(state) === input.results;
}

function act(state: State, message: ActMessage, context: Context): ConsoleNext<State> {
  if (state.at !== 'acting') return [state, []];
  const [next, effects] = updateAct(state.act, message, () => askPlan(state), context.size.rows);
  return [next === state.act ? state : { ...state, act: next }, effects];
}
