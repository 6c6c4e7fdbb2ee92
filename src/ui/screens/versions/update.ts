import type { AppError } from '../../../core/errors/app-error.ts';
import { chooseGateAlias } from '../../../core/gate/gate-aliases.ts';
import type { LoadedVersions } from '../../../core/session/load-model.ts';
import { toggleMark } from '../../components/choose-marked.ts';
import {
  createList,
  type ListMove,
  moveList,
  placeCursor,
  resizeList,
  selectedItem,
  type WindowedList,
} from '../../components/windowed-list.ts';
import type { ConsoleNext, ConsoleOperations, WorkDone } from '../../console/operations.ts';
import type { ConsoleRoute, RouteTo } from '../../console/routes.ts';
import type { Answers } from '../../runtime/effect.ts';
import type { Context } from '../../runtime/screen.ts';
import { tellNotRefreshed } from '../../runtime/tell-not-refreshed.ts';
import { chooseComparison } from './comparison.ts';
import { layoutOf } from './layout.ts';
import { filterRows, indexVersions, type VersionRow, type VersionTable } from './version-table.ts';

type Base = {
  /** As named by the route: perhaps typed. */
  readonly model: string;
  /** What has been typed after `/`. */
  readonly filter: string;
};

/** The versions of a model. */
export type State = Base &
  (
    | { readonly at: 'loading'; readonly work: WorkDone | undefined }
    | { readonly at: 'failed'; readonly error: AppError }
    | Shown
  );

type Shown = {
  readonly at: 'shown';
  readonly loaded: LoadedVersions;
  readonly table: VersionTable;
  /** The rows that fit the filter, newest first. */
  readonly rows: readonly VersionRow[];
  readonly list: WindowedList;
  /** Whether a person moved the cursor; else it is on the newest row. */
  readonly touched: boolean;
  /** Versions marked to be compared, oldest mark first; at most two. */
  readonly marks: readonly string[];
};

/** The state in which there are versions to look at. */
export type ShownState = Base & Shown;

/** Where a key of this screen leads. */
type Destination =
  | 'trend'
  | 'version'
  | 'lineage'
  | 'gate'
  | 'diff'
  | 'rollback'
  | 'promote'
  | 'deploy'
  | 'hold'
  | 'release'
  | 'archive'
  | 'history';

export type Message =
  | Answers<ConsoleOperations, 'loadVersions'>
  | { readonly type: 'moved'; readonly move: ListMove }
  | { readonly type: 'filter-changed'; readonly text: string }
  | { readonly type: 'refresh-asked' }
  | { readonly type: 'mark-toggled' }
  | { readonly type: 'screen-asked'; readonly screen: Destination };

/** Starts to read the versions. */
export function open(route: RouteTo<'versions'>): ConsoleNext<State> {
  const { model } = route;
  return [{ at: 'loading', model, filter: '', work: undefined }, readVersions(model)];
}

/** Pure: the next state, and what to ask for. */
export function update(state: State, message: Message, context: Context): ConsoleNext<State> {
  switch (message.type) {
    case 'loadVersions/done':
      return [showVersions(state, message.value, context), []];
    case 'loadVersions/failed':
      return failToRead(state, message.error);
    case 'loadVersions/progress':
      return [state.at === 'loading' ? { ...state, work: message.progress } : state, []];
    case 'moved':
      if (state.at !== 'shown') return [state, []];
      return [
        {
          ...state,
          touched: true,
          list: moveList(state.list, message.move, layoutOf(context.size).listRows),
        },
        [],
      ];
    case 'filter-changed':
      return [applyFilter({ ...state, filter: message.text }, context), []];
    case 'refresh-asked': {
      const { model, filter } = state;
      const next: State = state.at === 'failed' ? { at: 'loading', model, filter, work: undefined } : state;
      return [next, readVersions(model)];
    }
    case 'mark-toggled':
      return [markSelected(state), []];
    case 'screen-asked': {
      const route = routeTo(message.screen, state);
      return [state, route === undefined ? [] : [{ do: 'openRoute', route }]];
    }
    default:
      return message satisfies never;
  }
}

/** The version under the cursor; undefined while there is none. */
export function selectedVersion(state: State): VersionRow | undefined {
  return state.at === 'shown' ? selectedItem(state.list, state.rows) : undefined;
}

function readVersions(model: string): ConsoleNext<State>[1] {
  return [{ run: 'loadVersions', input: { model } }];
}

/** Answers may overtake each other; one that was read before what is shown is dropped. */
function showVersions(state: State, loaded: LoadedVersions, context: Context): State {
  if (state.at === 'shown' && loaded.index.readAt < state.loaded.index.readAt) return state;
  const table = indexVersions(loaded);
  const names = new Set(loaded.versions.map(version => version.version));
  const marks = state.at === 'shown' ? state.marks.filter(mark => names.has(mark)) : [];
  const before = state.at === 'shown' ? state : { rows: [], list: createList(0), touched: false };
  const { model, filter } = state;
  return applyFilter({ ...before, at: 'shown', model, filter, loaded, table, marks }, context);
}

function failToRead(state: State, error: AppError): ConsoleNext<State> {
  const { model, filter } = state;
  if (state.at !== 'shown') return [{ at: 'failed', model, filter, error }, []];
  return [state, [tellNotRefreshed(error)]];
}

/** The state with the rows that fit its filter, a cursor that was moved on the same version as before where it is among them. */
function applyFilter(state: State, context: Context): State {
  if (state.at !== 'shown') return state;
  const selected = selectedVersion(state)?.version.version;
  const rows = filterRows(state.table.rows, state.filter);
  const row = state.touched ? rows.findIndex(each => each.version.version === selected) : 0;
  const list = placeCursor(
    resizeList(state.list, rows.length),
    Math.max(0, row),
    layoutOf(context.size).listRows,
  );
  return { ...state, rows, list };
}

/** Marks or unmarks the selected version. */
function markSelected(state: State): State {
  const selected = selectedVersion(state)?.version.version;
  if (state.at !== 'shown' || selected === undefined) return state;
  return { ...state, marks: toggleMark(state.marks, selected) };
}

function routeTo(destination: Destination, state: State): ConsoleRoute | undefined {
  const version = selectedVersion(state)?.version.version;
  if (state.at !== 'shown') return undefined;
  const { model } = state.loaded.status.index;
  if (destination === 'history') return { screen: 'history', model };
  if (destination === 'diff') {
    const comparison = chooseComparison(state, version);
    return 'reason' in comparison ? undefined : { screen: 'diff', model, ...comparison };
  }
  if (version === undefined) return undefined;
  switch (destination) {
    case 'trend':
      return { screen: 'trend', model, metric: undefined, version };
    case 'version':
    case 'lineage':
    case 'rollback':
    case 'promote':
      return { screen: destination, model, version };
    case 'deploy':
      return { screen: 'deploy', wanted: { from: 'version', model, version } };
    case 'gate': {
      const { status, policies } = state.loaded;
      return { screen: 'gate', model, version, alias: chooseGateAlias(status, policies, version) };
    }
    case 'hold':
    case 'release':
      return { screen: 'change', wanted: { change: destination, model, version } };
    case 'archive':
      return { screen: 'change', wanted: { change: 'state', model, version, to: 'archived' } };
    default:
      return destination satisfies never;
  }
}
