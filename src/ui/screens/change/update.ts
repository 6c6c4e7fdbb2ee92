import type { Move } from '../../../core/history/entry.ts';
import { draftChoice, joinAdoptions, type SeveralHolders } from '../../../core/history/several-holders.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { ModelStatus } from '../../../core/registry/model-status.ts';
import type { ChangeRequest } from '../../../core/session/prepare-change.ts';
import { type Act, type ActMessage, reasonOf, startAct, updateAct } from '../../act/act.ts';
import type { ListMove } from '../../components/windowed-list.ts';
import type { ConsoleNext, ConsoleOperations } from '../../console/operations.ts';
import type { RouteTo, WantedChange } from '../../console/routes.ts';
import type { Answers } from '../../runtime/effect.ts';
import type { Context } from '../../runtime/screen.ts';

/** What to do about a drift. */
export type DriftAnswer = 'adopt' | 'revert';

export type State =
  /** A drift needs a decision before anything is planned. `moves` once they are read: what another program moved, from and to. */
  | {
      readonly at: 'drift';
      readonly wanted: Extract<WantedChange, { readonly change: 'drift' }>;
      readonly moves: readonly Move[];
      /** Aliases that several versions hold at once, once they are read. */
      readonly several: readonly SeveralHolders[];
    }
  | {
      readonly at: 'acting';
      readonly wanted: WantedChange;
      readonly answer: DriftAnswer | undefined;
      /** The plan without a reason, made while one is asked for. */
      readonly preview: Plan | undefined;
      readonly act: Act;
    };

export type Message =
  | Answers<ConsoleOperations, 'planChange' | 'loadModel'>
  | { readonly type: 'drift-answered'; readonly answer: DriftAnswer }
  | { readonly type: 'moved'; readonly move: ListMove }
  | { readonly type: 'registry-changed' }
  | ActMessage;

/** Opens the wizard of a change. */
export function open(route: RouteTo<'change'>): ConsoleNext<State> {
  const { wanted } = route;
  if (wanted.change === 'drift') {
    return [
      { at: 'drift', wanted, moves: [], several: [] },
      [{ run: 'loadModel', input: { model: wanted.model } }],
    ];
  }
  return start(wanted, undefined);
}

/** Pure. Messages that make no sense in the state are ignored. */
export function update(state: State, message: Message, context: Context): ConsoleNext<State> {
  switch (message.type) {
    case 'drift-answered':
      return state.at === 'drift' ? start(state.wanted, message.answer) : [state, []];
    case 'loadModel/done':
      return state.at === 'drift' ? [showDrift(state, message.value.status), []] : [state, []];
    case 'loadModel/failed':
    case 'loadModel/progress':
      return [state, []];
    case 'moved':
      return act(state, { type: 'review-scrolled', move: message.move }, context);
    case 'registry-changed':
      return state.at === 'acting' && state.act.at === 'review'
        ? [state, askPlan(state)(reasonOf(state.act))]
        : [state, []];
    case 'planChange/done':
      if (state.at === 'acting' && state.act.at === 'reason')
        return [{ ...state, preview: message.value }, []];
      return isCurrent(state, message.input)
        ? act(state, { type: 'plan-made', plan: message.value }, context)
        : [state, []];
    case 'planChange/failed':
      if (state.at === 'acting' && state.act.at === 'reason')
        return [
          { ...state, act: { at: 'failed', field: state.act.field, error: message.error, attempt: 0 } },
          [],
        ];
      return isCurrent(state, message.input)
        ? act(state, { type: 'planning-failed', error: message.error }, context)
        : [state, []];
    case 'planChange/progress':
      return [state, []];
    default:
      return act(state, message, context);
  }
}

/** What another program moved, and what it left to more than one. */
function showDrift(
  state: Extract<State, { readonly at: 'drift' }>,
  { adoption, severalHolders }: ModelStatus,
): State {
  const moves = joinAdoptions(adoption, draftChoice(severalHolders))?.moves ?? [];
  return { ...state, moves, several: severalHolders };
}

/** Asks for the reason, and meanwhile finds out what the change would do: nobody should give a reason for what cannot be done. */
function start(wanted: WantedChange, answer: DriftAnswer | undefined): ConsoleNext<State> {
  const state: Acting = { at: 'acting', wanted, answer, preview: undefined, act: startAct() };
  return [state, askPlan(state)('')];
}

/** What stands in the way whatever the reason is; undefined when nothing does, or nobody knows yet. */
export function reasonNotToGoOn(state: State): string | undefined {
  if (state.at !== 'acting' || state.preview === undefined) return undefined;
  if (!state.preview.changes)
    return [`${state.preview.title}: there is nothing to do.`, state.preview.behind ?? ''].join(' ').trim();
  return state.preview.blockers.find(blocker => blocker.code !== 'reason-required')?.message;
}

/** Whether a change is only recorded with a reason. A state, a score and an undo need none. */
export function needsReason(state: State): boolean {
  return !['state', 'undo', 'score'].includes(state.wanted.change);
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
    case 'score':
      return `Score ${wanted.model} ${wanted.version}`;
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

/** Whether a plan is of the reason that stands: the one made while it was asked for may arrive after it was given. */
function isCurrent(state: State, input: ChangeRequest): boolean {
  return state.at === 'acting' && 'reason' in input && input.reason === reasonOf(state.act);
}

function act(state: State, message: ActMessage, context: Context): ConsoleNext<State> {
  if (state.at !== 'acting') return [state, []];
  const [next, effects] = updateAct(state.act, message, askPlan(state), context.size.rows);
  return [next === state.act ? state : { ...state, act: next }, effects];
}
