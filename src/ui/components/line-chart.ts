import type { MetricDirection } from '../../core/registry/metric.ts';
import { displayWidth } from '../format/display-width.ts';
import { cutText, padText } from '../format/fit-text.ts';
import { formatMetric } from '../format/number.ts';
import type { Symbols } from '../terminal/theme.ts';
import { arrangeColumns, type ChartColumn, type ChartPoint, findColumn } from './chart-columns.ts';
import { legendOf } from './chart-legend.ts';
import { drawPlot } from './chart-plot.ts';
import { type ChartScale, createScale, listTicks, rowOf } from './chart-scale.ts';
import type { Line, Segment } from './line.tsx';

/** A line that the values are held against. */
export type ChartThreshold = {
  readonly value: number /** For example `gate ≥ 3`. */;
  readonly label: string;
};

/** Values over versions, to be drawn as a line. */
export type LineChart = {
  /** Oldest first. */
  readonly points: readonly ChartPoint[];
  /** Cells and lines it may take, legend and axes included. */
  readonly width: number;
  readonly height: number;
  /** Stands behind each value of the axis when it has three letters at most; say longer ones above the chart. */
  readonly unit: string;
  /** Which of several points in one column is the worst. */
  readonly direction: MetricDirection;
  readonly thresholds: readonly ChartThreshold[];
  /** Place of the selected point; undefined for none. */
  readonly cursor: number | undefined;
};

/** Longest unit and version name that stand at an axis, in cells. */
const longestUnit = 3;
const longestLabel = 12;
/** Rows below the line: the axis and its names. */
const axisRows = 2;

/**
 * A chart in at most `height` lines of at most `width` cells: the line with its marks, the axis of values at the left, the names
 * of versions below, and a legend of every sign that occurs. It is read without colour. Pure.
 */
export function drawLineChart(chart: LineChart, symbols: Symbols): readonly Line[] {
  const finite = chart.points.flatMap(({ value }) =>
    value === undefined || !Number.isFinite(value) ? [] : [value],
  );
  if (finite.length === 0) {
    const text = cutText('No version has a value to draw.', chart.width, symbols.ellipsis);
    return [[{ text, tone: 'muted' }]];
  }
  const sketch = arrange(chart, finite, chart.height - axisRows - 1);
  const legend = legendOf(chart, sketch, symbols);
  const rows = Math.max(1, chart.height - axisRows - legend.length);
  const { scale, columns, gutter, plotWidth } = arrange(chart, finite, rows);
  const labels = axisLabels(scale, chart);
  const plot = drawPlot(
    { columns, scale, width: plotWidth, thresholds: chart.thresholds },
    chart.cursor,
    symbols,
  );
  const cursor = chart.cursor === undefined ? undefined : findColumn(columns, chart.cursor);
  const drawn = plot.map((cells, row): Line => {
    const label = labels.get(row);
    const axis = label === undefined ? symbols.chart.axis : symbols.chart.axisMark;
    return [{ text: `${padText(label ?? '', gutter - 2, 'right')} ${axis}`, tone: 'muted' }, ...cells];
  });
  return [
    ...drawn,
    lineOfBase(columns, cursor, gutter, plotWidth, symbols),
    lineOfNames(chart, columns, cursor, gutter, symbols),
    ...legend,
  ].slice(0, Math.max(1, chart.height));
}

/** How a chart is shared out over its cells. */
export type ChartSketch = {
  readonly scale: ChartScale;
  readonly columns: readonly ChartColumn[];
  /** Cells left of the line, the axis included. */
  readonly gutter: number;
  readonly plotWidth: number;
};

function arrange(chart: LineChart, values: readonly number[], wantedRows: number): ChartSketch {
  const thresholds = chart.thresholds.map(({ value }) => value);
  const scale = createScale(values, thresholds, Math.max(1, wantedRows));
  const gutter = 2 + Math.max(...[...axisLabels(scale, chart).values()].map(displayWidth));
  const plotWidth = Math.max(1, chart.width - gutter);
  return { scale, columns: arrangeColumns(chart.points, plotWidth, chart.direction), gutter, plotWidth };
}

/** The names of rows on the axis of values; of a threshold and a round value on one row the threshold is named. */
function axisLabels(scale: ChartScale, { unit, thresholds }: LineChart): ReadonlyMap<number, string> {
  const suffix = unit !== '' && displayWidth(unit) <= longestUnit ? ` ${unit}` : '';
  const labels = new Map<number, string>();
  for (const { row, value } of listTicks(scale)) labels.set(row, `${formatTick(value)}${suffix}`);
  for (const { value } of thresholds) {
    const row = rowOf(value, scale);
    if (row !== undefined) labels.set(row, `${formatMetric(value)}${suffix}`);
  }
  return labels;
}

/** Longest value that stands on the axis with all of its digits, in characters. */
const longestTick = 9;

/** A round value with all of its digits where they are few: two labels must never read the same. */
function formatTick(value: number): string {
  const text = formatMetric(value);
  const whole = String(value);
  return Number(text) === value || whole.length > longestTick ? text : whole;
}

function lineOfBase(
  columns: readonly ChartColumn[],
  cursor: ChartColumn | undefined,
  gutter: number,
  width: number,
  { chart }: Symbols,
): Line {
  const isDense = columns.some(({ first, last }) => last > first) || columns.length * 2 > width;
  const cells = Array.from({ length: width }, () => chart.base);
  for (const { column, shown } of columns) {
    if (shown?.fails) cells[column] = chart.fails;
    else if (!isDense) cells[column] = chart.baseMark;
  }
  const start = `${' '.repeat(gutter - 1)}${chart.corner}`;
  if (cursor === undefined) return [{ text: start + cells.join(''), tone: 'muted' }];
  return [
    { text: start + cells.slice(0, cursor.column).join(''), tone: 'muted' },
    { text: chart.cursor, tone: 'accent', bold: true },
    { text: cells.slice(cursor.column + 1).join(''), tone: 'muted' },
  ];
}

type Placed = { readonly start: number; readonly segment: Segment };

/** Names below their columns, as many as fit: the selected one and the newest first, then evenly. */
function lineOfNames(
  { points, width, cursor: place }: LineChart,
  columns: readonly ChartColumn[],
  cursor: ChartColumn | undefined,
  gutter: number,
  symbols: Symbols,
): Line {
  const placed: Placed[] = [];
  const put = (column: ChartColumn, point: number, looks: Partial<Segment>): void => {
    const text = cutText(points[point]?.label ?? '', longestLabel, symbols.ellipsis);
    const size = displayWidth(text);
    const start = Math.max(0, Math.min(gutter + column.column - Math.floor((size - 1) / 2), width - size));
    const isFree = placed.every(
      each => start + size < each.start || each.start + displayWidth(each.segment.text) < start,
    );
    if (isFree) placed.push({ start, segment: { text, ...looks } });
  };
  if (cursor !== undefined && place !== undefined) put(cursor, place, { tone: 'accent', bold: true });
  for (const column of everyFewFromTheEnd(columns, widestLabel(points) + 2))
    put(column, column.last, { tone: 'muted' });
  const line: Segment[] = [];
  let used = 0;
  for (const { start, segment } of placed.toSorted((one, other) => one.start - other.start)) {
    line.push({ text: ' '.repeat(start - used) }, segment);
    used = start + displayWidth(segment.text);
  }
  return line;
}

/** The last column and every one before it that keeps a distance to the one chosen before. */
function everyFewFromTheEnd(columns: readonly ChartColumn[], distance: number): readonly ChartColumn[] {
  const chosen: ChartColumn[] = [];
  for (const column of columns.toReversed()) {
    const before = chosen.at(-1);
    if (before === undefined || before.column - column.column >= distance) chosen.push(column);
  }
  return chosen;
}

/** Names that decide how far apart they stand: enough to know, of ten thousand. */
const sampledNames = 200;

function widestLabel(points: readonly ChartPoint[]): number {
  const widths = points.slice(-sampledNames).map(point => displayWidth(point.label));
  return Math.min(longestLabel, Math.max(0, ...widths));
}
