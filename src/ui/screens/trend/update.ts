import type { AppError } from '../../../core/errors/app-error.ts';
import { followMetric, type LoadedTrend } from '../../../core/session/load-trend.ts';
import type { ListedMetric } from '../../../core/trend/metric-choice.ts';
import type { Trend, TrendPoint } from '../../../core/trend/trend.ts';
import { createTextField, type TextField, textOf } from '../../components/text-field.ts';
import {
  createList,
  type ListMove,
  moveList,
  placeCursor,
  selectedItem,
  type WindowedList,
} from '../../components/windowed-list.ts';
import type { ConsoleNext, ConsoleOperations } from '../../console/operations.ts';
import type { ConsoleRoute, RouteTo } from '../../console/routes.ts';
import type { Answers } from '../../runtime/effect.ts';
import type { Context } from '../../runtime/screen.ts';
import { tellNotRefreshed } from '../../runtime/tell-not-refreshed.ts';
import { metricRows, pageOf } from './layout.ts';

type Base = {
  /** As named by the route: perhaps typed. */
  readonly model: string;
  /** undefined: the model's main one. */
  readonly metric: string | undefined;
  /** Where the cursor starts. */
  readonly version: string | undefined;
};

/** What was read, with a metric to look at. */
type Answer = LoadedTrend & { readonly trend: Trend };

type Shown = {
  readonly at: 'shown';
  readonly answer: Answer;
  /** Over the points of the trend, oldest first. */
  readonly list: WindowedList;
};

type Choosing = {
  readonly at: 'choosing';
  readonly shown: ShownState;
  /** What the names of metrics must contain. */
  readonly field: TextField;
  readonly choices: readonly ListedMetric[];
  readonly list: WindowedList;
};

/** A metric across the versions of a model. */
export type State = Base &
  (
    | { readonly at: 'loading' }
    | { readonly at: 'failed'; readonly error: AppError }
    | { readonly at: 'no-metrics'; readonly answer: LoadedTrend }
    | Shown
    | Choosing
  );

/** The state in which there is a trend to look at. */
export type ShownState = Base & Shown;
/** The state in which another metric is chosen. */
export type ChoosingState = Base & Choosing;

/** Where a key of this screen leads. */
type Destination = 'version' | 'diff' | 'gate' | 'history';

export type Message =
  | Answers<ConsoleOperations, 'loadTrend'>
  | { readonly type: 'moved'; readonly move: ListMove }
  | { readonly type: 'refresh-asked' }
  | { readonly type: 'metrics-asked' }
  | { readonly type: 'metric-typed'; readonly field: TextField }
  | { readonly type: 'metric-chosen' }
  | { readonly type: 'metrics-left' }
  | { readonly type: 'screen-asked'; readonly screen: Destination };

/** Starts to read the versions. */
export function open({ model, metric, version }: RouteTo<'trend'>): ConsoleNext<State> {
  const base = { model, metric, version };
  return [{ at: 'loading', ...base }, readTrend(base)];
}

/** Pure: the next state, and what to ask for. */
export function update(state: State, message: Message, context: Context): ConsoleNext<State> {
  switch (message.type) {
    case 'loadTrend/done':
      return [showTrend(state, message.value), []];
    case 'loadTrend/failed':
      return failToRead(state, message.error);
    case 'loadTrend/progress':
      return [state, []];
    case 'moved':
      return [move(state, message.move, context), []];
    case 'refresh-asked':
      return [state.at === 'failed' ? { at: 'loading', ...baseOf(state) } : state, readTrend(state)];
    case 'metrics-asked':
      return [state.at === 'shown' ? filterMetrics(state, createTextField()) : state, []];
    case 'metric-typed':
      return [state.at === 'choosing' ? filterMetrics(state.shown, message.field) : state, []];
    case 'metric-chosen':
      return [chooseMetric(state), []];
    case 'metrics-left':
      return [state.at === 'choosing' ? state.shown : state, []];
    case 'screen-asked': {
      const route = routeTo(message.screen, state);
      return [state, route === undefined ? [] : [{ do: 'openRoute', route }]];
    }
    default:
      return message satisfies never;
  }
}

/** The version under the cursor; undefined while there is none. */
export function selectedPoint(state: State): TrendPoint | undefined {
  return state.at === 'shown' ? selectedItem(state.list, state.answer.trend.points) : undefined;
}

/** The metric under the cursor of the list; undefined where none fits. */
export function selectedMetric(state: ChoosingState): ListedMetric | undefined {
  return selectedItem(state.list, state.choices);
}

/** What is live under the alias of the trend. */
export function liveVersionOf({ answer }: Pick<Shown, 'answer'>): string | undefined {
  return answer.trend.points.find(point => point.isLive)?.version;
}

function readTrend({ model, metric }: Base): ConsoleNext<State>[1] {
  return [{ run: 'loadTrend', input: { model, metric, alias: undefined } }];
}

function baseOf({ model, metric, version }: Base): Base {
  return { model, metric, version };
}

function showingOf(state: State): ShownState | undefined {
  return state.at === 'choosing' ? state.shown : state.at === 'shown' ? state : undefined;
}

/** Answers may overtake each other; one that was read before what is shown is dropped. The cursor stays on its version. */
function showTrend(state: State, answer: LoadedTrend): State {
  const before = showingOf(state);
  if (before !== undefined && answer.loaded.index.readAt < before.answer.loaded.index.readAt) return state;
  const base = baseOf(before ?? state);
  const { trend } = answer;
  if (trend === undefined) return { at: 'no-metrics', ...base, answer };
  const wanted = before?.answer.trend.metric ?? trend.metric;
  const isKnown = answer.metrics.some(({ metric }) => metric === wanted);
  const found = isKnown ? followMetric(answer, wanted) : { ...answer, trend };
  const shown = placeOn(base, found, before === undefined ? undefined : selectedPoint(before)?.version);
  return state.at === 'choosing' ? filterMetrics(shown, state.field) : shown;
}

/** The trend with the cursor on a version, else on the one of the route, else on the newest that has a value. */
function placeOn(base: Base, answer: Answer, version: string | undefined): ShownState {
  const { trend } = answer;
  const named = trend.points.findIndex(point => point.version === (version ?? base.version));
  const newest = trend.points.findLastIndex(point => point.value !== undefined);
  const place = named >= 0 ? named : newest;
  return {
    at: 'shown',
    ...base,
    answer,
    list: createList(trend.points.length, place >= 0 ? place : trend.points.length - 1),
  };
}

function failToRead(state: State, error: AppError): ConsoleNext<State> {
  if (showingOf(state) === undefined) return [{ at: 'failed', ...baseOf(state), error }, []];
  return [state, [tellNotRefreshed(error)]];
}

function move(state: State, wanted: ListMove, context: Context): State {
  switch (state.at) {
    case 'shown':
      return { ...state, list: moveList(state.list, wanted, pageOf(state.list.count)) };
    case 'choosing':
      return { ...state, list: moveList(state.list, wanted, metricRows(context.size)) };
    default:
      return state;
  }
}

/** The list of metrics whose names contain the text, the cursor on the one that is shown where it is among them. */
function filterMetrics(shown: ShownState, field: TextField): ChoosingState {
  const wanted = textOf(field).toLowerCase();
  const choices = shown.answer.metrics.filter(({ metric }) => metric.toLowerCase().includes(wanted));
  const row = choices.findIndex(({ metric }) => metric === shown.answer.trend.metric);
  const list = placeCursor(createList(choices.length), Math.max(0, row), choices.length);
  return { at: 'choosing', ...baseOf(shown), shown, field, choices, list };
}

function chooseMetric(state: State): State {
  if (state.at !== 'choosing') return state;
  const chosen = selectedMetric(state);
  if (chosen === undefined) return state;
  const { shown } = state;
  const base = { ...baseOf(shown), metric: chosen.metric };
  return placeOn(base, followMetric(shown.answer, chosen.metric), selectedPoint(shown)?.version);
}

function routeTo(destination: Destination, state: State): ConsoleRoute | undefined {
  const version = selectedPoint(state)?.version;
  if (state.at !== 'shown' || version === undefined) return undefined;
  const { model, alias } = state.answer.trend;
  switch (destination) {
    case 'version':
      return { screen: 'version', model, version };
    case 'diff': {
      const live = liveVersionOf(state);
      return live === undefined ? undefined : { screen: 'diff', model, before: live, after: version };
    }
    case 'gate':
      return { screen: 'gate', model, version, alias };
    case 'history':
      return { screen: 'history', model };
    default:
      return destination satisfies never;
  }
}
