import type { AppError } from '../../../core/errors/app-error.ts';
import type { DecisionView } from '../../../core/session/load-decision.ts';
import { clampScroll, moveScroll } from '../../components/scrolled-lines.ts';
import type { ListMove } from '../../components/windowed-list.ts';
import type { GateWish } from '../../console/complete-query.ts';
import type { ConsoleNext, ConsoleOperations } from '../../console/operations.ts';
import type { RouteTo } from '../../console/routes.ts';
import type { Answers } from '../../runtime/effect.ts';
import type { Context } from '../../runtime/screen.ts';
import { tellNotRefreshed } from '../../runtime/tell-not-refreshed.ts';
import { bodyRows, linesOfDecision } from './decision-lines.ts';

/** The decision about a version for one alias, as named by the route: perhaps typed. */
export type State = GateWish &
  ({ readonly at: 'loading' } | { readonly at: 'failed'; readonly error: AppError } | Shown);

type Shown = {
  readonly at: 'shown';
  readonly view: DecisionView;
  /** First line of the body that is seen. */
  readonly scroll: number;
};

/** The state in which there is a decision to look at. */
export type ShownState = GateWish & Shown;

export type Message =
  | Answers<ConsoleOperations, 'loadDecision'>
  | { readonly type: 'moved'; readonly move: ListMove }
  | { readonly type: 'refresh-asked' }
  | { readonly type: 'screen-asked'; readonly screen: 'gate' | 'promote' };

/** Starts to score the version. */
export function open({ model, version, alias }: RouteTo<'decision'>): ConsoleNext<State> {
  return [{ at: 'loading', model, version, alias }, readDecision({ model, version, alias })];
}

/** Pure: the next state, and what to ask for. */
export function update(state: State, message: Message, context: Context): ConsoleNext<State> {
  switch (message.type) {
    case 'loadDecision/done':
      return [showDecision(state, message.value, context), []];
    case 'loadDecision/failed':
      return failToRead(state, message.error);
    case 'loadDecision/progress':
      return [state, []];
    case 'moved':
      return [scrollBy(state, message.move, context), []];
    case 'refresh-asked': {
      const { model, version, alias } = state;
      return [state.at === 'failed' ? { at: 'loading', model, version, alias } : state, readDecision(state)];
    }
    case 'screen-asked':
      return [state, leadTo(message.screen, state)];
    default:
      return message satisfies never;
  }
}

function readDecision({ model, version, alias }: GateWish): ConsoleNext<State>[1] {
  return [{ run: 'loadDecision', input: { model, version, alias } }];
}

/** Answers may overtake each other; one that was read before what is shown is dropped. */
function showDecision(state: State, view: DecisionView, context: Context): State {
  const { model, version } = state;
  if (state.at !== 'shown') return { at: 'shown', model, version, alias: view.alias, view, scroll: 0 };
  if (view.loaded.index.readAt < state.view.loaded.index.readAt) return state;
  const count = linesOfDecision(view, context).length;
  return { ...state, view, scroll: clampScroll(state.scroll, count, bodyRows(context.size)) };
}

function failToRead(state: State, error: AppError): ConsoleNext<State> {
  const { model, version, alias } = state;
  if (state.at !== 'shown') return [{ at: 'failed', model, version, alias, error }, []];
  return [state, [tellNotRefreshed(error)]];
}

function scrollBy(state: State, move: ListMove, context: Context): State {
  if (state.at !== 'shown') return state;
  const count = linesOfDecision(state.view, context).length;
  return { ...state, scroll: moveScroll(state.scroll, move, count, bodyRows(context.size)) };
}

function leadTo(screen: 'gate' | 'promote', state: State): ConsoleNext<State>[1] {
  if (state.at !== 'shown') return [];
  const { loaded, version, alias } = state.view;
  const { model } = loaded.status.index;
  return [
    {
      do: 'openRoute',
      route: screen === 'gate' ? { screen, model, version, alias } : { screen, model, version },
    },
  ];
}
