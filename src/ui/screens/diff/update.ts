import { reverseChange } from '../../../core/diff/compare-metrics.ts';
import type { ValueChange, VersionComparison } from '../../../core/diff/compare-versions.ts';
import type { AppError } from '../../../core/errors/app-error.ts';
import { type ListMove, rowsOfMove } from '../../components/windowed-list.ts';
import type { ConsoleNext, ConsoleOperations } from '../../console/operations.ts';
import type { RouteTo } from '../../console/routes.ts';
import type { Answers } from '../../runtime/effect.ts';
import type { Context } from '../../runtime/screen.ts';
import { tellNotRefreshed } from '../../runtime/tell-not-refreshed.ts';
import { bodyRows, linesOfComparison } from './comparison-lines.ts';

type Base = {
  /** As named by the route: perhaps typed. */
  readonly model: string;
  readonly before: string;
  readonly after: string;
};

/** Two versions side by side. */
export type State = Base &
  ({ readonly at: 'loading' } | { readonly at: 'failed'; readonly error: AppError } | Shown);

type Shown = {
  readonly at: 'shown';
  /** As it is shown: turned round when `direction` is `swapped`. */
  readonly comparison: VersionComparison;
  readonly direction: 'as-asked' | 'swapped';
  readonly shows: 'everything' | 'only-worse';
  /** ISO 8601 UTC. */
  readonly readAt: string;
  /** First line of the body that is seen. */
  readonly scroll: number;
};

/** The state in which there is something to compare. */
export type ShownState = Base & Shown;

export type Message =
  | Answers<ConsoleOperations, 'compareVersions'>
  | { readonly type: 'moved'; readonly move: ListMove }
  | { readonly type: 'refresh-asked' }
  | { readonly type: 'swap-asked' }
  | { readonly type: 'only-worse-toggled' };

/** Starts to compare. */
export function open({ model, before, after }: RouteTo<'diff'>): ConsoleNext<State> {
  return [{ at: 'loading', model, before, after }, compare({ model, before, after })];
}

/** Pure: the next state, and what to ask for. */
export function update(state: State, message: Message, context: Context): ConsoleNext<State> {
  switch (message.type) {
    case 'compareVersions/done':
      return [showComparison(state, message.value, context), []];
    case 'compareVersions/failed':
      return failToCompare(state, message.error);
    case 'compareVersions/progress':
      return [state, []];
    case 'moved':
      return [scrollBy(state, message.move, context), []];
    case 'refresh-asked': {
      const { model, before, after } = state;
      return [state.at === 'failed' ? { at: 'loading', model, before, after } : state, compare(state)];
    }
    case 'swap-asked':
      return [state.at === 'shown' ? swap(state) : state, []];
    case 'only-worse-toggled':
      if (state.at !== 'shown') return [state, []];
      return [{ ...state, scroll: 0, shows: state.shows === 'everything' ? 'only-worse' : 'everything' }, []];
    default:
      return message satisfies never;
  }
}

function compare({ model, before, after }: Base): ConsoleNext<State>[1] {
  return [{ run: 'compareVersions', input: { model, before, after } }];
}

/** Answers may overtake each other; one that was read before what is shown is dropped. */
function showComparison(
  state: State,
  { comparison, readAt }: ConsoleOperations['compareVersions']['value'],
  context: Context,
): State {
  const { model, before, after } = state;
  if (state.at !== 'shown') {
    return {
      ...{ at: 'shown', model, before, after, comparison, readAt },
      ...{ direction: 'as-asked', shows: 'everything', scroll: 0 },
    };
  }
  if (readAt < state.readAt) return state;
  const turned = state.direction === 'swapped' ? reverseComparison(comparison) : comparison;
  return clampScroll({ ...state, comparison: turned, readAt }, context);
}

function failToCompare(state: State, error: AppError): ConsoleNext<State> {
  const { model, before, after } = state;
  if (state.at !== 'shown') return [{ at: 'failed', model, before, after, error }, []];
  return [state, [tellNotRefreshed(error)]];
}

function swap(state: ShownState): ShownState {
  const direction = state.direction === 'swapped' ? 'as-asked' : 'swapped';
  return { ...state, direction, comparison: reverseComparison(state.comparison) };
}

/** The comparison the other way round. Pure. */
function reverseComparison(comparison: VersionComparison): VersionComparison {
  const { before, after, metrics, configuration, artifacts, particulars } = comparison;
  return {
    ...comparison,
    before: after,
    after: before,
    metrics: metrics.map(reverseChange),
    configuration: configuration.map(reverseValue),
    artifacts: artifacts.map(reverseValue),
    particulars: particulars.map(reverseValue),
    training: comparison.training.map(reverseValue),
    lineage: comparison.lineage.map(reverseValue),
  };
}

function reverseValue({ name, before, after }: ValueChange): ValueChange {
  return { name, before: after, after: before };
}

function scrollBy(state: State, move: ListMove, context: Context): State {
  if (state.at !== 'shown') return state;
  const count = linesOfComparison(state, context).length;
  const scroll = state.scroll + rowsOfMove(move, count, bodyRows(context.size));
  return clampScroll({ ...state, scroll }, context);
}

function clampScroll(state: ShownState, context: Context): ShownState {
  const last = linesOfComparison(state, context).length - bodyRows(context.size);
  return { ...state, scroll: Math.max(0, Math.min(state.scroll, last)) };
}
