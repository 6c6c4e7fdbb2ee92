import { makeSafeText } from '../../core/text/safe-text.ts';
import { displayWidth } from '../format/display-width.ts';
import { cutText, padText } from '../format/fit-text.ts';

/** A column of a table. */
export type Column = {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** May be cut where the line is too narrow, the widest first. */
  readonly cut?: true;
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

/** A table as lines, its titles first, columns aligned by what a terminal shows; the titles alone are never printed. Pure. */
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
  const fitted = fitWidths(columns, widths, room);
  return cells.map(row => indent + formatRow(columns, row, fitted));
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

function fitWidths(
  columns: readonly Column[],
  widths: readonly number[],
  room: number | undefined,
): readonly number[] {
  if (room === undefined) return widths;
  const fitted = [...widths];
  const order = columns.flatMap((column, at) => (column.cut ? [at] : []));
  order.sort((one, other) => (widths[other] ?? 0) - (widths[one] ?? 0));
  for (const at of order) {
    const total = fitted.reduce((sum, width) => sum + width, gap.length * (columns.length - 1));
    const least = Math.min(narrowest, fitted[at] ?? 0);
    if (total > room) fitted[at] = Math.max(least, (fitted[at] ?? 0) - (total - room));
  }
  return fitted;
}

function formatRow(columns: readonly Column[], row: readonly string[], widths: readonly number[]): string {
  return columns
    .map((column, at) => {
      const width = widths[at] ?? 0;
      return padText(cutText(row[at] ?? '', width, '…'), width, column.align ?? 'left');
    })
    .join(gap)
    .trimEnd();
}
