import type { Line } from './line.tsx';
import { type ListMove, rowsOfMove } from './windowed-list.ts';

/** The first line that is seen after a move in `count` lines of which `rows` are seen: never past the last page. Pure. */
export function moveScroll(scroll: number, move: ListMove, count: number, rows: number): number {
  return clampScroll(scroll + rowsOfMove(move, count, rows), count, rows);
}

/** The same first line, moved to where a page is full when there are fewer lines now. Pure. */
export function clampScroll(scroll: number, count: number, rows: number): number {
  return Math.max(0, Math.min(scroll, count - rows));
}

/** The lines that are seen from a first one on, and which they are: `lines 3-12 of 40`, empty where all are seen. Pure. */
export function windowOfLines(
  lines: readonly Line[],
  scroll: number,
  rows: number,
): { readonly seen: readonly Line[]; readonly place: string } {
  const start = clampScroll(scroll, lines.length, rows);
  const seen = lines.slice(start, start + rows);
  const place = lines.length > rows ? `lines ${start + 1}-${start + seen.length} of ${lines.length}` : '';
  return { seen, place };
}
