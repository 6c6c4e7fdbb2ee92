import { displayWidth } from '../format/display-width.ts';
import { fitText } from '../format/fit-text.ts';
import type { Theme } from '../terminal/theme.ts';
import type { Line, Segment } from './line.tsx';

/** One column of a list. */
export type Column<Row> = {
  readonly heading: string;
  /** What stands in it, drawn for the width that the column got. Never longer than one line; what is wider is cut. */
  readonly cell: (row: Row, width: number) => Segment;
  readonly align?: 'left' | 'right';
  /** Cells without which it is left out. */
  readonly minimum: number;
  /** Cells it takes where there is room. */
  readonly wanted: number;
  /** 1 stays longest; the largest is left out first. Columns of one priority go from the right. */
  readonly priority: number;
};

/** A column with the width it got. */
export type FittedColumn<Row> = { readonly column: Column<Row>; readonly width: number };

/** Cells between two columns. */
const gap = 2;

/**
 * The columns that fit a width, in their order, with their widths. Columns are left out by priority until the rest fits with
 * its minimum; the room left is given to the most important first. The last one standing is cut to the width.
 */
export function fitColumns<Row>(
  columns: readonly Column<Row>[],
  width: number,
): readonly FittedColumn<Row>[] {
  let kept = columns;
  while (kept.length > 1 && neededWidth(kept) > width) kept = withoutLeastImportant(kept);
  let spare = width - neededWidth(kept);
  const widths = new Map(kept.map(column => [column, Math.min(column.minimum, width)]));
  for (const column of kept.toSorted((left, right) => left.priority - right.priority)) {
    const grown = Math.max(0, Math.min(spare, column.wanted - column.minimum));
    widths.set(column, (widths.get(column) ?? 0) + grown);
    spare -= grown;
  }
  return kept.map(column => ({ column, width: widths.get(column) ?? column.minimum }));
}

/** A row of cells, each in the width of its column. */
export function lineOfRow<Row>(columns: readonly FittedColumn<Row>[], row: Row, theme: Theme): Line {
  return joinCells(
    columns.map(({ column, width }) => fitCell(column.cell(row, width), width, column.align, theme)),
  );
}

/** The headings above the rows, muted. */
export function lineOfHeadings<Row>(columns: readonly FittedColumn<Row>[], theme: Theme): Line {
  return joinCells(
    columns.map(({ column, width }) =>
      fitCell({ text: column.heading, tone: 'muted' }, width, column.align, theme),
    ),
  );
}

/** The width of the widest text, at least that of the heading and at most `most`: a `wanted` for a column. */
export function widestOf(texts: Iterable<string>, heading: string, most: number): number {
  let widest = displayWidth(heading);
  for (const text of texts) {
    widest = Math.max(widest, displayWidth(text));
    if (widest >= most) return most;
  }
  return widest;
}

function neededWidth<Row>(columns: readonly Column<Row>[]): number {
  return columns.reduce((sum, column) => sum + column.minimum, gap * (columns.length - 1));
}

function withoutLeastImportant<Row>(columns: readonly Column<Row>[]): readonly Column<Row>[] {
  const largest = Math.max(...columns.map(column => column.priority));
  const leaving = columns.findLastIndex(column => column.priority === largest);
  return columns.toSpliced(leaving, 1);
}

function fitCell(cell: Segment, width: number, align: 'left' | 'right' | undefined, theme: Theme): Segment {
  return { ...cell, text: fitText(cell.text, width, theme.symbols.ellipsis, align) };
}

function joinCells(cells: readonly Segment[]): Line {
  return cells.flatMap((cell, place) => (place === 0 ? [cell] : [{ text: ' '.repeat(gap) }, cell]));
}
