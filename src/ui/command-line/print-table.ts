import { makeSafeText } from '../../core/text/safe-text.ts';
import { displayWidth } from '../format/display-width.ts';
import { cutText, padText } from '../format/fit-text.ts';

/** A column of a table. */
export type Column = {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** May be cut where the line is too narrow, the widest first, to no less than `atLeast` cells, else 8. */
  readonly cut?: true;
  readonly atLeast?: number;
  /** Left out where the line is too narrow even then, the last one first. */
  readonly spare?: true;
};

/** How a table is printed. */
export type TableOptions = {
  /** Cells a line has; undefined for as many as it takes. */
  readonly width?: number | undefined;
  /** Printed before each line. */
  readonly indent?: string;
};

const gap = '  ';
const narrowest = 8;

/** Cells that a column takes at most on behalf of one long name in it: a longer one costs its own row only. */
const widest = 60;

/** A table as lines, its titles first, columns aligned by what a terminal shows, no line wider than asked; the titles alone are never printed. Pure. */
export function printTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  options: TableOptions = {},
): readonly string[] {
  if (rows.length === 0) return [];
  const titles = columns.map(column => column.title);
  const cells = [titles, ...rows].map(row => columns.map((_, at) => makeSafeText(row[at] ?? '')));
  const widths = columns.map((_, at) => Math.max(...cells.map(row => displayWidth(row[at] ?? ''))));
  const indent = options.indent ?? '';
  const room = options.width === undefined ? undefined : options.width - displayWidth(indent);
  const all = columns.map((column, at) => ({ column, at, width: capWidth(column, widths[at] ?? 0, room) }));
  const fitted = room === undefined ? all : fitWidths(leaveOut(all, room), room);
  return cells.map(row => {
    const line = formatRow(fitted, row, room === undefined ? 'whole' : 'cut');
    return indent + (room === undefined ? line : cutText(line, room, '…'));
  });
}

/** Labels and values in two columns without titles. Pure. */
export function printFields(
  fields: readonly (readonly [label: string, value: string])[],
  indent = '',
): readonly string[] {
  const width = Math.max(0, ...fields.map(([label]) => displayWidth(makeSafeText(label))));
  return fields.map(([label, value]) =>
    `${indent}${padText(makeSafeText(label), width)}${gap}${makeSafeText(value)}`.trimEnd(),
  );
}

/** What may be cut where it has to be takes what it needs of a line that ends. */
function capWidth({ cut }: Column, width: number, room: number | undefined): number {
  return cut && room !== undefined ? width : Math.min(width, widest);
}

/** A column with its place in the rows and the cells it takes. */
type Placed = { readonly column: Column; readonly at: number; readonly width: number };

function leastWidth({ column, width }: Placed): number {
  return column.cut ? Math.min(column.atLeast ?? narrowest, width) : width;
}

function sumWidths(placed: readonly Placed[], widthOf: (each: Placed) => number): number {
  return placed.reduce((sum, each) => sum + widthOf(each), gap.length * Math.max(0, placed.length - 1));
}

function leaveOut(placed: readonly Placed[], room: number): readonly Placed[] {
  if (sumWidths(placed, leastWidth) <= room) return placed;
  const spare = placed.findLast(({ column }) => column.spare);
  return spare === undefined
    ? placed
    : leaveOut(
        placed.filter(each => each !== spare),
        room,
      );
}

/** Takes cell after cell from the widest column that may be cut. */
function fitWidths(placed: readonly Placed[], room: number): readonly Placed[] {
  const fitted = [...placed];
  while (sumWidths(fitted, each => each.width) > room) {
    const cuttable = fitted.filter(each => each.width > leastWidth(each) && each.column.cut);
    const first = cuttable.toSorted((one, other) => other.width - one.width)[0];
    if (first === undefined) break;
    fitted[fitted.indexOf(first)] = { ...first, width: first.width - 1 };
  }
  return fitted;
}

/** @param long what becomes of a cell that is longer than its column: whoever reads lines without an end gets it whole */
function formatRow(placed: readonly Placed[], row: readonly string[], long: 'cut' | 'whole'): string {
  return placed
    .map(({ column, at, width }) => {
      const cell = row[at] ?? '';
      return padText(long === 'cut' ? cutText(cell, width, '…') : cell, width, column.align ?? 'left');
    })
    .join(gap)
    .trimEnd();
}
