import type { CellRow } from './cell-row.ts';

/** Rows `top` to `bottom` (inclusive, from 0) moved by `distance`: up when positive, down when negative. */
export type RowScroll = { readonly top: number; readonly bottom: number; readonly distance: number };

/** Fewer moved rows than this are not worth it. */
const fewestRows = 4;

/**
 * The scroll that brings most rows of `old` to where `next` has them; undefined when few rows have moved.
 * Rows are recognised by the text in their left part, so that a list is found beside a pane that did not move
 * with it. Pure.
 */
export function findRowScroll(old: readonly CellRow[], next: readonly CellRow[]): RowScroll | undefined {
  const oldPlaces = new Map(old.map((row, place) => [recognise(row), place]));
  const moved = next.flatMap((row, place) => {
    const oldPlace = row === old[place] ? place : oldPlaces.get(recognise(row));
    return oldPlace === undefined || oldPlace === place || row.usedColumns === 0
      ? []
      : [{ place, distance: oldPlace - place }];
  });
  const distance = mostFrequent(moved.map(move => move.distance));
  const places = moved.filter(move => move.distance === distance).map(move => move.place);
  if (distance === undefined || places.length < fewestRows) return undefined;
  const first = Math.min(...places);
  const last = Math.max(...places);
  return { top: Math.min(first, first + distance), bottom: Math.max(last, last + distance), distance };
}

/**
 * The bytes that scroll; the cursor is at the upper left corner afterwards. The terminal must be in its own
 * style. Pure.
 */
export function bytesOfScroll({ top, bottom, distance }: RowScroll): string {
  // Deleting and inserting lines inside margins is understood by more terminals than scrolling them.
  const shift = distance > 0 ? `\u001B[${distance}M` : `\u001B[${-distance}L`;
  return `\u001B[${top + 1};${bottom + 1}r\u001B[${top + 1}H${shift}\u001B[r`;
}

/** The list after the scroll, with `blank` in the places that became free. Pure. */
export function scrollRows<Row>(
  rows: readonly Row[],
  { top, bottom, distance }: RowScroll,
  blank: Row,
): readonly Row[] {
  return rows.map((row, place) => {
    if (place < top || place > bottom) return row;
    const from = place + distance;
    return from < top || from > bottom ? blank : (rows[from] ?? blank);
  });
}

/** The first columns are left out: they hold the marker of the selected row. */
function recognise(row: CellRow): string {
  return row.texts.slice(2, 34).join('');
}

function mostFrequent(numbers: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return [...counts].toSorted(([, one], [, other]) => other - one)[0]?.[0];
}
