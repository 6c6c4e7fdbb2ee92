import type { AppError } from '../../../core/errors/app-error.ts';
import type { LoadedLineage } from '../../../core/session/load-lineage.ts';
import { type Comparison, chooseMarked, toggleMark } from '../../components/choose-marked.ts';
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
import type { ConsoleRoute, RouteTo } from '../../console/routes.ts';
import type { Answers } from '../../runtime/effect.ts';
import type { Context } from '../../runtime/screen.ts';
import { tellNotRefreshed } from '../../runtime/tell-not-refreshed.ts';
import { layoutOf } from './layout.ts';
import { filterRows, findHook, indexLineage, type LineageRow, type LineageTable } from './lineage-table.ts';

type Base = {
  /** As named by the route: perhaps typed. */
  readonly model: string;
  /** What the cursor starts on; undefined: the first row. */
  readonly version: string | undefined;
  /** What has been typed after `/`. */
  readonly filter: string;
};

/** Where the versions of a model come from. */
export type State = Base &
  ({ readonly at: 'loading' } | { readonly at: 'failed'; readonly error: AppError } | Shown);

type Shown = {
  readonly at: 'shown';
  readonly loaded: LoadedLineage;
  readonly table: LineageTable;
  /** The rows that fit the filter, in the order of the tree. */
  readonly rows: readonly LineageRow[];
  readonly list: WindowedList;
  /** Versions marked to be compared, oldest mark first; at most two. */
  readonly marks: readonly string[];
};

/** The state in which there is a tree to look at. */
export type ShownState = Base & Shown;

export type Message =
  | Answers<ConsoleOperations, 'loadLineage'>
  | { readonly type: 'moved'; readonly move: ListMove }
  | { readonly type: 'filter-changed'; readonly text: string }
  | { readonly type: 'refresh-asked' }
  | { readonly type: 'mark-toggled' }
  | { readonly type: 'origin-asked' }
  | { readonly type: 'screen-asked'; readonly screen: 'version' | 'diff' };

/** Starts to read where the versions come from. */
export function open({ model, version }: RouteTo<'lineage'>): ConsoleNext<State> {
  return [{ at: 'loading', model, version, filter: '' }, readLineage(model)];
}

/** Pure: the next state, and what to ask for. */
export function update(state: State, message: Message, context: Context): ConsoleNext<State> {
  switch (message.type) {
    case 'loadLineage/done':
      return [showLineage(state, message.value, context), []];
    case 'loadLineage/failed':
      return failToRead(state, message.error);
    case 'loadLineage/progress':
      return [state, []];
    case 'moved':
      if (state.at !== 'shown') return [state, []];
      return [{ ...state, list: moveList(state.list, message.move, layoutOf(context.size).listRows) }, []];
    case 'filter-changed':
      return [applyFilter({ ...state, filter: message.text }, context), []];
    case 'refresh-asked': {
      const { model, version, filter } = state;
      return [state.at === 'failed' ? { at: 'loading', model, version, filter } : state, readLineage(model)];
    }
    case 'mark-toggled': {
      const row = selectedRow(state);
      if (state.at !== 'shown' || row === undefined) return [state, []];
      return [{ ...state, marks: toggleMark(state.marks, row.tree.node.version) }, []];
    }
    case 'origin-asked':
      return [moveToOrigin(state, context), []];
    case 'screen-asked': {
      const route = routeTo(message.screen, state);
      return [state, route === undefined ? [] : [{ do: 'openRoute', route }]];
    }
    default:
      return message satisfies never;
  }
}

/** The version under the cursor; undefined while there is none. */
export function selectedRow(state: State): LineageRow | undefined {
  return state.at === 'shown' ? selectedItem(state.list, state.rows) : undefined;
}

/** What `d` compares, or why there is nothing to compare. Pure. */
export function chooseComparison({ table, marks }: ShownState, selected: string | undefined): Comparison {
  const live = table.rows.find(({ standing }) => (standing?.aliases.length ?? 0) > 0);
  const { versions } = table;
  return chooseMarked({ versions, marks, selected, live: live?.tree.node.version });
}

function readLineage(model: string): ConsoleNext<State>[1] {
  return [{ run: 'loadLineage', input: { model } }];
}

/** Answers may overtake each other; one that was read before what is shown is dropped. */
function showLineage(state: State, loaded: LoadedLineage, context: Context): State {
  if (state.at === 'shown' && loaded.index.readAt < state.loaded.index.readAt) return state;
  const table = indexLineage(loaded, state.model);
  const known = new Set(table.versions);
  const marks = state.at === 'shown' ? state.marks.filter(mark => known.has(mark)) : [];
  const before = state.at === 'shown' ? state : { rows: table.rows, list: createList(table.rows.length) };
  const { model, version, filter } = state;
  const next: ShownState = { ...before, at: 'shown', model, version, filter, loaded, table, marks };
  if (state.at === 'shown') return applyFilter(next, context);
  const wanted = table.rows.findIndex(row => row.tree.node.version === version);
  return applyFilter(placeOn(next, wanted, context), context);
}

function failToRead(state: State, error: AppError): ConsoleNext<State> {
  const { model, version, filter } = state;
  if (state.at !== 'shown') return [{ at: 'failed', model, version, filter, error }, []];
  return [state, [tellNotRefreshed(error)]];
}

/** The state with the rows that fit its filter, the cursor on the same version as before where it is among them. */
function applyFilter(state: State, context: Context): State {
  if (state.at !== 'shown') return state;
  const selected = selectedRow(state)?.tree.node.key;
  const rows = filterRows(state.table.rows, state.filter);
  const row = rows.findIndex(each => each.tree.node.key === selected);
  return placeOn({ ...state, rows, list: resizeList(state.list, rows.length) }, row, context);
}

function placeOn(state: ShownState, row: number, context: Context): ShownState {
  const list = placeCursor(state.list, Math.max(0, row), layoutOf(context.size).listRows);
  return { ...state, list };
}

/** The cursor on what the selected version hangs on, where the filter leaves that. */
function moveToOrigin(state: State, context: Context): State {
  const row = selectedRow(state);
  const hook = state.at === 'shown' && row !== undefined ? findHook(state.table.rows, row) : undefined;
  if (state.at !== 'shown' || hook === undefined) return state;
  const place = state.rows.indexOf(hook);
  return place === -1 ? state : placeOn(state, place, context);
}

function routeTo(destination: 'version' | 'diff', state: State): ConsoleRoute | undefined {
  const row = selectedRow(state);
  if (state.at !== 'shown' || row === undefined) return undefined;
  const { model, version } = row.tree.node;
  if (destination === 'version') return { screen: 'version', model, version };
  const comparison = chooseComparison(state, version);
  return 'reason' in comparison ? undefined : { screen: 'diff', model, ...comparison };
}
