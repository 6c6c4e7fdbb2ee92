import type { Symbols } from '../terminal/theme.ts';
import { type ChartColumn, type ChartPoint, findColumn } from './chart-columns.ts';
import { type ChartScale, rowOf } from './chart-scale.ts';
import type { Segment, Tone } from './line.tsx';

/** What the field of a chart is drawn from. */
export type Plot = {
  readonly columns: readonly ChartColumn[];
  readonly scale: ChartScale;
  /** Cells from left to right. */
  readonly width: number;
  readonly thresholds: readonly { readonly value: number; readonly label: string }[];
};

type Cell = { readonly text: string; readonly tone: Tone; readonly selected?: boolean };
type Grid = (Cell | undefined)[][];

/** The tone of each mark; its sign is in the symbols. */
const markTones: Readonly<Record<ChartPoint['mark'], Tone>> = {
  none: 'accent',
  live: 'good',
  'was-live': 'accent',
  'rolled-back': 'bad',
};

/** The sign of each mark. */
export function signOf(mark: ChartPoint['mark'], { chart }: Symbols): string {
  switch (mark) {
    case 'none':
      return chart.point;
    case 'live':
      return chart.live;
    case 'was-live':
      return chart.wasLive;
    case 'rolled-back':
      return chart.rolledBack;
    default:
      return mark satisfies never;
  }
}

/** The field of a chart, row by row: the line over the thresholds, the points over both. Pure. */
export function drawPlot(
  plot: Plot,
  cursor: number | undefined,
  symbols: Symbols,
): readonly (readonly Segment[])[] {
  const grid: Grid = Array.from({ length: plot.scale.rows }, () => new Array<Cell | undefined>(plot.width));
  drawLine(grid, plot, symbols);
  const selected = cursor === undefined ? undefined : findColumn(plot.columns, cursor);
  for (const column of plot.columns) {
    if (column.shown === undefined) continue;
    const { mark, value } = column.shown;
    put(grid, rowOf(value, plot.scale), column.column, {
      text: signOf(mark, symbols),
      tone: markTones[mark],
      selected: column === selected,
    });
  }
  for (const threshold of plot.thresholds) drawThreshold(grid, threshold, plot, symbols);
  return grid.map(row => joinCells(Array.from({ length: plot.width }, (_, place) => row[place])));
}

/** Joins the points of neighbouring columns; where one has no value the line has a gap. */
function drawLine(grid: Grid, { columns, scale }: Plot, symbols: Symbols): void {
  for (let place = 1; place < columns.length; place += 1) {
    const [one, other] = [columns[place - 1], columns[place]];
    if (one?.shown === undefined || other?.shown === undefined) continue;
    const from = rowOf(one.shown.value, scale) ?? 0;
    const to = rowOf(other.shown.value, scale) ?? 0;
    let row = from;
    for (let column = one.column + 1; column <= other.column; column += 1) {
      const next = Math.round(from + ((to - from) * (column - one.column)) / (other.column - one.column));
      drawStep(grid, column, row, next, symbols);
      row = next;
    }
  }
}

/** One column of the line, that comes in at a row from the left and leaves at another to the right. */
function drawStep(grid: Grid, column: number, from: number, to: number, { chart }: Symbols): void {
  const cell = (text: string): Cell => ({ text, tone: 'accent' });
  if (from === to) {
    put(grid, from, column, cell(chart.level));
    return;
  }
  const goesUp = to < from;
  put(grid, from, column, cell(goesUp ? chart.leftUp : chart.leftDown));
  for (let row = Math.min(from, to) + 1; row < Math.max(from, to); row += 1)
    put(grid, row, column, cell(chart.upright));
  put(grid, to, column, cell(goesUp ? chart.downRight : chart.upRight));
}

/** Fills what is free of a row, and writes the label where it fits, as far right as it does. */
function drawThreshold(
  grid: Grid,
  { value, label }: Plot['thresholds'][number],
  { scale, width }: Plot,
  { chart }: Symbols,
): void {
  const cells = grid[rowOf(value, scale) ?? -1];
  if (cells === undefined) return;
  const text = Array.from(` ${label} `);
  const start = findRoom(cells, width, text.length);
  for (let place = 0; place < width; place += 1) {
    const letter = start === undefined ? undefined : text[place - start];
    cells[place] ??= { text: letter ?? chart.threshold, tone: 'warning' };
  }
}

function findRoom(cells: readonly (Cell | undefined)[], width: number, size: number): number | undefined {
  for (let start = width - size; start >= 0; start -= 1) {
    if (Array.from({ length: size }, (_, place) => cells[start + place]).every(cell => cell === undefined))
      return start;
  }
  return undefined;
}

function put(grid: Grid, row: number | undefined, column: number, cell: Cell): void {
  const cells = row === undefined ? undefined : grid[row];
  if (cells !== undefined) cells[column] = cell;
}

/** Cells of one look become one segment, and the empty end of a row none. */
function joinCells(cells: readonly (Cell | undefined)[]): readonly Segment[] {
  const end = cells.findLastIndex(cell => cell !== undefined) + 1;
  const segments: { text: string; tone: Tone; selected: boolean }[] = [];
  for (const cell of cells.slice(0, end)) {
    const { text, tone, selected = false } = cell ?? { text: ' ', tone: 'plain' as const };
    const last = segments.at(-1);
    if (last !== undefined && last.tone === tone && last.selected === selected) last.text += text;
    else segments.push({ text, tone, selected });
  }
  return segments.map(({ text, tone, selected }) => ({ text, tone, ...(selected ? { inverse: true } : {}) }));
}
