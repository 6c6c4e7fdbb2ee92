import type { AppError } from '../../../core/errors/app-error.ts';
import type { Fork } from '../../../core/mirror/find-fork.ts';
import { findMirror } from '../../../core/session/source-facts.ts';
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
import type { ConsoleNext, ConsoleOperations, SyncDirection } from '../../console/operations.ts';
import type { Answers } from '../../runtime/effect.ts';
import type { Context } from '../../runtime/screen.ts';
import { linesOfDetail } from './detail-lines.ts';
import { layoutOf } from './layout.ts';
import { modelOfHistories, rowsOf, type SyncRow } from './sync-rows.ts';

/** Both histories of a model, as far as they are read. */
export type ForkReading =
  | { readonly at: 'reading'; readonly model: string }
  | { readonly at: 'read'; readonly model: string; readonly fork: Fork }
  | { readonly at: 'failed'; readonly model: string; readonly error: AppError };

/** The differences themselves stand in the context; here is where one looks, and what was asked of the bucket. */
export type State = {
  readonly list: WindowedList;
  /** The row the cursor is on, to find it again when others come. */
  readonly selected: string | undefined;
  readonly detail: { readonly at: 'closed' } | { readonly at: 'open'; readonly scroll: number };
  readonly fork: ForkReading | undefined;
  readonly refresh: { readonly at: 'idle' } | { readonly at: 'running'; readonly listed: number };
};

export type Message =
  | Answers<ConsoleOperations, 'refreshSource' | 'loadFork'>
  | { readonly type: 'moved'; readonly move: ListMove }
  | { readonly type: 'row-opened' }
  | { readonly type: 'row-closed' }
  | { readonly type: 'refresh-asked' }
  | { readonly type: 'refresh-cancelled' }
  | { readonly type: 'registry-changed' }
  | { readonly type: 'transfer-asked'; readonly direction: SyncDirection };

/** Begins at what one has to know first, by the last read of the bucket. */
export function open(): ConsoleNext<State> {
  const state: State = {
    list: createList(0),
    selected: undefined,
    detail: { at: 'closed' },
    fork: undefined,
    refresh: { at: 'idle' },
  };
  return [state, []];
}

/** Pure: the next state, and what to ask for. */
export function update(state: State, message: Message, context: Context): ConsoleNext<State> {
  switch (message.type) {
    case 'moved':
      return [move(state, message.move, context), []];
    case 'row-opened':
      return openRow(state, context);
    case 'row-closed':
      return [{ ...state, detail: { at: 'closed' } }, [{ do: 'cancelReads', run: 'loadFork' }]];
    case 'refresh-asked':
      if (findMirror(context.source) === undefined || state.refresh.at === 'running') return [state, []];
      return [{ ...state, refresh: { at: 'running', listed: 0 } }, [{ run: 'refreshSource', input: {} }]];
    case 'refresh-cancelled':
      return [{ ...state, refresh: { at: 'idle' } }, [{ do: 'cancelReads', run: 'refreshSource' }]];
    case 'registry-changed':
      return isForkShown(state) ? [state, readFork(state.fork.model)] : [state, []];
    case 'transfer-asked':
      return [state, [{ do: 'openRoute', route: { screen: 'transfer', direction: message.direction } }]];
    case 'refreshSource/progress':
    case 'refreshSource/done':
    case 'refreshSource/failed':
      return followRefresh(state, message);
    case 'loadFork/progress':
      return [state, []];
    case 'loadFork/done':
      return [{ ...state, fork: { at: 'read', model: message.input.model, fork: message.value } }, []];
    case 'loadFork/failed':
      return [{ ...state, fork: { at: 'failed', model: message.input.model, error: message.error } }, []];
    default:
      return message satisfies never;
  }
}

/** The list over the differences there are by now, its cursor on the row it was on where that is still there. Pure. */
export function listOf({ list, selected }: State, context: Context): WindowedList {
  const rows = rowsOf(context);
  const found = selected === undefined ? -1 : rows.findIndex(row => row.key === selected);
  const resized = resizeList(list, rows.length);
  return found === -1 ? resized : placeCursor(resized, found, layoutOf(context).listRows);
}

/** The row under the cursor; undefined when nothing differs. */
export function selectedSyncRow(state: State, context: Context): SyncRow | undefined {
  return selectedItem(listOf(state, context), rowsOf(context));
}

function move(state: State, asked: ListMove, context: Context): State {
  if (state.detail.at === 'open') {
    const lines = linesOfDetail(state, selectedSyncRow(state, context), context).length;
    const scroll = moveScroll(state.detail.scroll, asked, lines, layoutOf(context).detailRows);
    return { ...state, detail: { at: 'open', scroll } };
  }
  const list = moveList(listOf(state, context), asked, layoutOf(context).listRows);
  return { ...state, list, selected: selectedItem(list, rowsOf(context))?.key };
}

function openRow(state: State, context: Context): ConsoleNext<State> {
  const row = selectedSyncRow(state, context);
  if (row === undefined) return [state, []];
  const opened: State = { ...state, selected: row.key, detail: { at: 'open', scroll: 0 } };
  const model = modelOfHistories(row);
  if (model === undefined) return [opened, []];
  return [{ ...opened, fork: { at: 'reading', model } }, readFork(model)];
}

function readFork(model: string): ConsoleNext<State>[1] {
  return [{ run: 'loadFork', input: { model } }];
}

function isForkShown(state: State): state is State & { readonly fork: ForkReading } {
  return state.detail.at === 'open' && state.fork !== undefined;
}

function followRefresh(
  state: State,
  message: Answers<ConsoleOperations, 'refreshSource'>,
): ConsoleNext<State> {
  switch (message.type) {
    case 'refreshSource/progress':
      return state.refresh.at === 'running'
        ? [{ ...state, refresh: { at: 'running', listed: message.progress.listed } }, []]
        : [state, []];
    case 'refreshSource/done': {
      const told = { do: 'changeSurroundings', changes: { source: message.value } } as const;
      return [{ ...state, refresh: { at: 'idle' } }, [told]];
    }
    case 'refreshSource/failed': {
      const notice = { tone: 'bad', text: `Not refreshed: ${message.error.message}` } as const;
      return [{ ...state, refresh: { at: 'idle' } }, [{ do: 'notice', notice }]];
    }
    default:
      return message satisfies never;
  }
}
