/** A list of which only a window is drawn. `offset` is the first row wanted on screen. */
export type WindowedList = { readonly count: number; readonly cursor: number; readonly offset: number };

/** What a movement key means in a list. */
export type ListMove =
  | 'up'
  | 'down'
  | 'first'
  | 'last'
  | 'half-page-up'
  | 'half-page-down'
  | 'page-up'
  | 'page-down';

/** Every key that moves, and what it means. */
export const listMoveKeys: Readonly<Record<string, ListMove>> = {
  j: 'down',
  down: 'down',
  k: 'up',
  up: 'up',
  g: 'first',
  home: 'first',
  G: 'last',
  end: 'last',
  'ctrl-d': 'half-page-down',
  'ctrl-u': 'half-page-up',
  'page-down': 'page-down',
  'page-up': 'page-up',
};

/** A list of `count` rows with the cursor on a row; out of range is moved into range, an empty list has cursor 0. */
export function createList(count: number, cursor = 0): WindowedList {
  const placed = clamp(cursor, 0, count - 1);
  return { count: Math.max(0, count), cursor: placed, offset: placed };
}

/** The row under the cursor; undefined in an empty list. */
export function selectedRow(list: WindowedList): number | undefined {
  return list.count === 0 ? undefined : list.cursor;
}

/** The item under the cursor, of those that the rows stand for; undefined in an empty list. */
export function selectedItem<Item>(list: WindowedList, items: readonly Item[]): Item | undefined {
  const row = selectedRow(list);
  return row === undefined ? undefined : items[row];
}

/** The list after a move, drawn `height` rows high. A bar that leaves the window moves it by half a page. */
export function moveList(list: WindowedList, move: ListMove, height: number): WindowedList {
  return placeCursor(list, list.cursor + rowsOfMove(move, list.count, height), height);
}

/** How many rows a move goes, down positive, in `count` rows of which `height` are seen. */
export function rowsOfMove(move: ListMove, count: number, height: number): number {
  const page = Math.max(1, height);
  const half = Math.max(1, Math.floor(page / 2));
  const steps: Readonly<Record<ListMove, number>> = {
    up: -1,
    down: 1,
    first: -count,
    last: count,
    'half-page-up': -half,
    'half-page-down': half,
    'page-up': -page,
    'page-down': page,
  };
  return steps[move];
}

/** The list with its cursor on a row, for example on the same item after a refresh. */
export function placeCursor(list: WindowedList, cursor: number, height: number): WindowedList {
  const page = Math.max(1, height);
  const half = Math.max(1, Math.floor(page / 2));
  const next = clamp(cursor, 0, list.count - 1);
  const { start } = windowOfList(list, page);
  if (next >= start && next < start + page) return { ...list, cursor: next, offset: start };
  const wanted = next < start ? Math.min(next, start - half) : Math.max(next - page + 1, start + half);
  return { ...list, cursor: next, offset: clamp(wanted, 0, list.count - page) };
}

/** The list with another number of rows; the cursor stays where it can. */
export function resizeList(list: WindowedList, count: number): WindowedList {
  const kept = clamp(list.cursor, 0, count - 1);
  return { count: Math.max(0, count), cursor: kept, offset: Math.min(list.offset, kept) };
}

/** The rows to draw, `start` included and `end` not. The cursor is always among them, whatever the height has become. */
export function windowOfList(
  list: WindowedList,
  height: number,
): { readonly start: number; readonly end: number } {
  const page = Math.max(1, height);
  const lowest = Math.max(0, list.cursor - page + 1);
  const highest = Math.max(0, Math.min(list.cursor, list.count - page));
  const start = list.count <= page ? 0 : clamp(list.offset, lowest, Math.max(lowest, highest));
  return { start, end: Math.min(list.count, start + page) };
}

function clamp(value: number, lowest: number, highest: number): number {
  return Math.max(lowest, Math.min(value, highest));
}
