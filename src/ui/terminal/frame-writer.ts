import { type CellRow, readCellRow } from './cell-row.ts';
import type { Charset } from './describe-terminal.ts';
import { measureGrapheme } from './grapheme-width.ts';
import { type CellPlace, Pen } from './pen.ts';
import { findRowScroll, scrollRows } from './row-scroll.ts';
import { type ColourUse, plainStyle } from './style.ts';
import type { TerminalSize } from './terminal-size.ts';

/** Turns whole frames into the bytes that change the screen from the one before. */
export type FrameWriter = {
  /**
   * The bytes that make the screen show `frame` (rows joined by `\n`, SGR the only controls that count) with
   * the cursor at `cursor`; `''` when it already does. Everything visible stands in one synchronized update.
   * A first frame, and one in another size, is painted whole.
   */
  readonly draw: (frame: string, size: TerminalSize, cursor: CellPlace) => string;
  /** What is on the screen is no longer known: the next frame is painted whole. */
  readonly forget: () => void;
};

/** What is on the screen, as far as we know. */
type Shown = {
  readonly size: TerminalSize;
  readonly lines: readonly string[];
  readonly rows: readonly CellRow[];
  readonly cursor: CellPlace;
};

const beginUpdate = '\u001B[?2026h';
const endUpdate = '\u001B[?2026l';

/** A change of more bytes than this may be cheaper after scrolling a part of the screen. */
const cheapChangeBytes = 400;

/** A writer for one terminal, whose screen it does not know yet. */
export function createFrameWriter(colours: ColourUse, charset: Charset = 'unicode'): FrameWriter {
  const read = (line: string, columns: number) => readCellRow(line, columns, colours, charset);
  let shown: Shown | undefined;
  return {
    draw: (frame, size, cursor) => {
      const before = shown !== undefined && isSameSize(shown.size, size) ? shown : undefined;
      const next = readFrame(before, frame, size, clampPlace(cursor, size), read);
      const pen = shortestChanges(before, next);
      const hasChanged = pen.bytes !== '';
      pen.moveTo(next.cursor.row, next.cursor.column);
      shown = next;
      return hasChanged ? `${beginUpdate}${pen.bytes}${endUpdate}` : pen.bytes;
    },
    forget: () => {
      shown = undefined;
    },
  };
}

/** Reads a frame, only as far as it has rows that were not on the screen before. */
function readFrame(
  before: Shown | undefined,
  frame: string,
  size: TerminalSize,
  cursor: CellPlace,
  read: (line: string, columns: number) => CellRow,
): Shown {
  const lines = frame.split('\n').slice(0, size.rows);
  while (lines.length < size.rows) lines.push('');
  const known = new Map(before?.lines.map((line, row) => [line, before.rows[row]]));
  const rows = lines.map(line => known.get(line) ?? read(line, size.columns));
  return { size, lines, rows, cursor };
}

/** A pen that has turned what was on the screen into the next frame. */
function shortestChanges(before: Shown | undefined, next: Shown): Pen {
  const plain = new Pen(next.size, before?.cursor);
  drawRows(plain, before?.rows, next.rows);
  const scroll =
    before && plain.bytes.length > cheapChangeBytes ? findRowScroll(before.rows, next.rows) : undefined;
  if (before === undefined || scroll === undefined) return plain;
  const blank = readCellRow('', next.size.columns, 'shown', 'ascii');
  const scrolled = new Pen(next.size, before.cursor);
  scrolled.scroll(scroll);
  drawRows(scrolled, scrollRows(before.rows, scroll, blank), next.rows);
  return scrolled.bytes.length < plain.bytes.length ? scrolled : plain;
}

/** Turns `old` rows (undefined: anything) into the next ones, leaving the terminal in its own style. */
function drawRows(pen: Pen, old: readonly CellRow[] | undefined, next: readonly CellRow[]): void {
  for (const [place, row] of next.entries()) {
    const oldRow = old?.[place];
    if (oldRow === row) continue;
    if (oldRow?.agreed && row.agreed) drawChanges(pen, place, oldRow, row);
    else drawWhole(pen, place, row);
  }
  pen.finish();
}

/** Clears the row and writes it; every grapheme whose width is in doubt is followed by an absolute move. */
function drawWhole(pen: Pen, row: number, next: CellRow): void {
  pen.moveTo(row, 0);
  pen.eraseToEnd();
  drawCells(pen, row, next, 0, next.usedColumns);
}

/**
 * Writes the cells that differ. Short stretches that do not are written over where that is cheaper than a
 * move.
 */
function drawChanges(pen: Pen, row: number, old: CellRow, next: CellRow): void {
  const tail = next.usedColumns;
  // Erasing takes three bytes, so it pays off for more blanks than that.
  const erasesTail = old.usedColumns > tail + 3;
  const end = erasesTail ? tail : Math.max(tail, old.usedColumns);
  for (let column = 0; column < end; column++) {
    if (isSameCell(old, next, column)) continue;
    const spanEnd = findSpanEnd(old, next, column, end);
    bridgeGap(pen, row, next, column);
    drawCells(pen, row, next, column, spanEnd);
    column = spanEnd;
  }
  if (erasesTail) {
    pen.moveTo(row, tail);
    pen.eraseToEnd();
  }
}

function findSpanEnd(old: CellRow, next: CellRow, from: number, end: number): number {
  let column = from + 1;
  while (column < end && !isSameCell(old, next, column)) column++;
  return column;
}

/**
 * Goes to the cell, over unchanged ones in the style that is on if there are fewer of them than bytes in a
 * move.
 */
function bridgeGap(pen: Pen, row: number, next: CellRow, column: number): void {
  const from = pen.place;
  if (from?.row === row && from.column < column && column - from.column <= pen.costOfMove(row, column)) {
    const gap = next.texts.slice(from.column, column);
    const isCheap = (text: string, index: number) =>
      text.length === 1 &&
      text <= '~' &&
      pen.isRightFor(text, next.styles[from.column + index] ?? plainStyle);
    if (gap.every(isCheap)) {
      drawCells(pen, row, next, from.column, column);
      return;
    }
  }
  pen.moveTo(row, column);
}

function drawCells(pen: Pen, row: number, cells: CellRow, from: number, end: number): void {
  for (let column = from; column < end; column++) {
    const text = cells.texts[column] ?? '';
    if (text === '') continue;
    pen.moveTo(row, column);
    const { cells: width, agreed } = measureGrapheme(text);
    pen.put(text, cells.styles[column] ?? '', width, agreed);
  }
}

function isSameCell(old: CellRow, next: CellRow, column: number): boolean {
  return old.texts[column] === next.texts[column] && old.styles[column] === next.styles[column];
}

function isSameSize(one: TerminalSize, other: TerminalSize): boolean {
  return one.columns === other.columns && one.rows === other.rows;
}

function clampPlace(place: CellPlace, size: TerminalSize): CellPlace {
  const clamp = (value: number, count: number) => Math.max(0, Math.min(value, count - 1));
  return { row: clamp(place.row, size.rows), column: clamp(place.column, size.columns) };
}
