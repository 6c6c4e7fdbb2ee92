import type { AppError } from '../../../core/errors/app-error.ts';
import type { LoadedModel } from '../../../core/session/load-model.ts';
import {
  createList,
  type ListMove,
  moveList,
  placeCursor,
  resizeList,
  selectedItem,
  type WindowedList,
} from '../../components/windowed-list.ts';
import type { ConsoleNext, ConsoleOperations } from '../../console/operations.ts';
import type { RouteTo } from '../../console/routes.ts';
import type { Answers } from '../../runtime/effect.ts';
import type { Context } from '../../runtime/screen.ts';
import { tellNotRefreshed } from '../../runtime/tell-not-refreshed.ts';
import { type HistoryRow, indexHistory } from './history-rows.ts';
import { layoutOf } from './layout.ts';

/** As named by the route: perhaps typed. */
type Base = { readonly model: string };

/** The history of a model. */
export type State = Base &
  ({ readonly at: 'loading' } | { readonly at: 'failed'; readonly error: AppError } | Shown);

type Shown = {
  readonly at: 'shown';
  readonly loaded: LoadedModel;
  /** Newest first. */
  readonly rows: readonly HistoryRow[];
  readonly list: WindowedList;
  /** How much is told of the selected row. */
  readonly detail: 'brief' | 'full';
};

/** The state in which there is a history to look at. */
export type ShownState = Base & Shown;

export type Message =
  | Answers<ConsoleOperations, 'loadModel'>
  | { readonly type: 'moved'; readonly move: ListMove }
  | { readonly type: 'refresh-asked' }
  | { readonly type: 'detail-toggled' }
  | { readonly type: 'undo-asked' };

/** Starts to read the history. */
export function open({ model }: RouteTo<'history'>): ConsoleNext<State> {
  return [{ at: 'loading', model }, readModel(model)];
}

/** Pure: the next state, and what to ask for. */
export function update(state: State, message: Message, context: Context): ConsoleNext<State> {
  switch (message.type) {
    case 'loadModel/done':
      return [showHistory(state, message.value, context), []];
    case 'loadModel/failed':
      return failToRead(state, message.error);
    case 'loadModel/progress':
      return [state, []];
    case 'moved': {
      if (state.at !== 'shown') return [state, []];
      const { listRows } = layoutOf(state, context);
      return [{ ...state, list: moveList(state.list, message.move, listRows) }, []];
    }
    case 'refresh-asked': {
      const { model } = state;
      return [state.at === 'failed' ? { at: 'loading', model } : state, readModel(model)];
    }
    case 'detail-toggled':
      if (state.at !== 'shown') return [state, []];
      return [{ ...state, detail: state.detail === 'brief' ? 'full' : 'brief' }, []];
    case 'undo-asked': {
      const row = selectedEntry(state);
      if (state.at !== 'shown' || row?.kind !== 'entry') return [state, []];
      const { model } = state.loaded.status.index;
      const { operationId } = row.stored.entry;
      return [
        state,
        [
          {
            do: 'openRoute',
            route: { screen: 'change', wanted: { change: 'undo', model, operationId } },
          },
        ],
      ];
    }
    default:
      return message satisfies never;
  }
}

/** The row under the cursor; undefined while there is none. */
export function selectedEntry(state: State): HistoryRow | undefined {
  return state.at === 'shown' ? selectedItem(state.list, state.rows) : undefined;
}

function readModel(model: string): ConsoleNext<State>[1] {
  return [{ run: 'loadModel', input: { model } }];
}

/** Answers may overtake each other; one that was read before what is shown is dropped. The cursor stays on its entry. */
function showHistory(state: State, loaded: LoadedModel, context: Context): State {
  const { model } = state;
  const rows = indexHistory(loaded.status);
  if (state.at !== 'shown') {
    return { at: 'shown', model, loaded, rows, list: createList(rows.length), detail: 'brief' };
  }
  if (loaded.index.readAt < state.loaded.index.readAt) return state;
  const selected = selectedEntry(state);
  const key = selected && keyOf(selected);
  const row = rows.findIndex(each => keyOf(each) === key);
  const next = { ...state, loaded, rows };
  const { listRows } = layoutOf(next, context);
  const list = placeCursor(resizeList(state.list, rows.length), Math.max(0, row), listRows);
  return { ...next, list };
}

/** Tells a row again after a refresh. */
function keyOf(row: HistoryRow): string {
  switch (row.kind) {
    case 'entry':
      return `entry ${row.stored.entry.generation}`;
    case 'pending':
      return 'pending';
    case 'foreign':
      return `foreign ${row.fact.at} ${row.fact.version}`;
    default:
      return row satisfies never;
  }
}

function failToRead(state: State, error: AppError): ConsoleNext<State> {
  const { model } = state;
  if (state.at !== 'shown') return [{ at: 'failed', model, error }, []];
  return [state, [tellNotRefreshed(error)]];
}
