import type { AppError } from '../../../core/errors/app-error.ts';
import { listGateAliases } from '../../../core/gate/gate-aliases.ts';
import type { GateView } from '../../../core/session/gate-view.ts';
import { moveScroll } from '../../components/scrolled-lines.ts';
import {
  createList,
  type ListMove,
  moveList,
  placeCursor,
  resizeList,
  selectedItem,
  type WindowedList,
} from '../../components/windowed-list.ts';
import type { GateWish } from '../../console/complete-query.ts';
import type { ConsoleNext, ConsoleOperations } from '../../console/operations.ts';
import type { ConsoleRoute, RouteTo } from '../../console/routes.ts';
import type { Answers } from '../../runtime/effect.ts';
import type { Context } from '../../runtime/screen.ts';
import { tellNotRefreshed } from '../../runtime/tell-not-refreshed.ts';
import { type GateRow, listRows } from './gate-rows.ts';
import { detailRows, layoutOf } from './layout.ts';
import { linesOfRow } from './row-panel.ts';

/** The gate of a version for one alias, as named by the route: perhaps typed. */
export type State = GateWish &
  ({ readonly at: 'loading' } | { readonly at: 'failed'; readonly error: AppError } | Shown);

type Shown = {
  readonly at: 'shown';
  readonly view: GateView;
  readonly rows: readonly GateRow[];
  readonly list: WindowedList;
  /** Whether all that is known of the selected row has the whole screen; `scroll` is its first line that is seen. */
  readonly detail: { readonly at: 'closed' } | { readonly at: 'open'; readonly scroll: number };
};

/** The state in which there is a gate to look at. */
export type ShownState = GateWish & Shown;

/** Where a key of this screen leads. */
type Destination = 'evaluate' | 'decision' | 'promote' | 'other-alias';

export type Message =
  | Answers<ConsoleOperations, 'loadGate'>
  | { readonly type: 'moved'; readonly move: ListMove }
  | { readonly type: 'refresh-asked' }
  | { readonly type: 'row-opened' }
  | { readonly type: 'row-closed' }
  | { readonly type: 'screen-asked'; readonly screen: Destination };

/** Starts to read the verdict, and to check what it stands on. */
export function open({ model, version, alias }: RouteTo<'gate'>): ConsoleNext<State> {
  return [{ at: 'loading', model, version, alias }, readGate({ model, version, alias })];
}

/** Pure: the next state, and what to ask for. */
export function update(state: State, message: Message, context: Context): ConsoleNext<State> {
  switch (message.type) {
    case 'loadGate/done':
      return [showGate(state, message.value, context), []];
    case 'loadGate/failed':
      return failToRead(state, message.error);
    case 'loadGate/progress':
      return [state, []];
    case 'moved':
      return [move(state, message.move, context), []];
    case 'row-opened':
      if (selectedGateRow(state) === undefined || state.at !== 'shown') return [state, []];
      return [{ ...state, detail: { at: 'open', scroll: 0 } }, []];
    case 'row-closed':
      return [state.at === 'shown' ? { ...state, detail: { at: 'closed' } } : state, []];
    case 'refresh-asked': {
      const { model, version, alias } = state;
      return [state.at === 'failed' ? { at: 'loading', model, version, alias } : state, readGate(state)];
    }
    case 'screen-asked':
      return [state, leadTo(message.screen, state)];
    default:
      return message satisfies never;
  }
}

/** The row under the cursor; undefined while there is none. */
export function selectedGateRow(state: State): GateRow | undefined {
  return state.at === 'shown' ? selectedItem(state.list, state.rows) : undefined;
}

/** The next alias whose gate is worth a look; undefined when this is the only one. Pure. */
export function findOtherAlias(state: State): string | undefined {
  if (state.at !== 'shown') return undefined;
  const { loaded, version, alias } = state.view;
  const aliases = listGateAliases(loaded.status, loaded.policies, version);
  const others = aliases.filter(each => each !== alias);
  return others.find(each => aliases.indexOf(each) > aliases.indexOf(alias)) ?? others[0];
}

/** Moves to another row, or through the lines of the one that is open. */
function move(state: State, wanted: ListMove, context: Context): State {
  if (state.at !== 'shown') return state;
  const row = selectedGateRow(state);
  if (state.detail.at === 'closed' || row === undefined)
    return { ...state, list: moveList(state.list, wanted, layoutOf(state, context).listRows) };
  const count = linesOfRow(row, context).length;
  const scroll = moveScroll(state.detail.scroll, wanted, count, detailRows(context));
  return { ...state, detail: { at: 'open', scroll } };
}

function readGate({ model, version, alias }: GateWish): ConsoleNext<State>[1] {
  return [{ run: 'loadGate', input: { model, version, alias } }];
}

/** Answers may overtake each other; one that was read before what is shown is dropped. */
function showGate(state: State, view: GateView, context: Context): State {
  const { model, version } = state;
  const { alias } = view;
  const rows = listRows(view);
  const base = { at: 'shown', model, version, alias, view, rows } as const;
  if (state.at !== 'shown') return { ...base, list: createList(rows.length), detail: { at: 'closed' } };
  if (view.loaded.index.readAt < state.view.loaded.index.readAt) return state;
  const selected = selectedGateRow(state)?.key;
  const row = rows.findIndex(each => each.key === selected);
  const list = resizeList(state.list, rows.length);
  if (row < 0) return { ...base, list, detail: { at: 'closed' } };
  const next: ShownState = { ...base, list, detail: state.detail };
  return { ...next, list: placeCursor(list, row, layoutOf(next, context).listRows) };
}

function failToRead(state: State, error: AppError): ConsoleNext<State> {
  const { model, version, alias } = state;
  if (state.at !== 'shown') return [{ at: 'failed', model, version, alias, error }, []];
  return [state, [tellNotRefreshed(error)]];
}

/** Names come from what was read: what was typed may be spelled in another way. */
function leadTo(destination: Destination, state: State): ConsoleNext<State>[1] {
  if (state.at !== 'shown') return [];
  const { loaded, version, alias } = state.view;
  const { model } = loaded.status.index;
  if (destination === 'other-alias') {
    const other = findOtherAlias(state);
    const route: ConsoleRoute = { screen: 'gate', model, version, alias: other ?? alias };
    return other === undefined ? [] : [{ do: 'replaceRoute', route }];
  }
  const route: ConsoleRoute =
    destination === 'promote'
      ? { screen: 'promote', model, version }
      : { screen: destination, model, version, alias };
  return [{ do: 'openRoute', route }];
}
