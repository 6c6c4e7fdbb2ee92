import { displayWidth } from '../format/display-width.ts';
import { cutText } from '../format/fit-text.ts';
import type { Symbols } from '../terminal/theme.ts';
import type { ChartPoint } from './chart-columns.ts';
import { signOf } from './chart-plot.ts';
import { rowOf } from './chart-scale.ts';
import type { Line } from './line.tsx';
import type { ChartSketch, ChartThreshold, LineChart } from './line-chart.ts';

/** What each mark means, in the order of the legend. */
const markWords: readonly (readonly [ChartPoint['mark'], string])[] = [
  ['live', 'live'],
  ['was-live', 'was live'],
  ['rolled-back', 'rolled back'],
  ['none', 'never live'],
];

/** Lines from which on a chart also says what a gap is, and again what a threshold is; below, they are the line's. */
const roomyHeight = 9;

/** Lines that say what every sign in the chart means, and what is not drawn. Pure. */
export function legendOf(chart: LineChart, sketch: ChartSketch, symbols: Symbols): readonly Line[] {
  const { columns } = sketch;
  const marks = new Set(columns.map(column => column.shown?.mark));
  const items = [
    ...markWords.flatMap(([mark, words]) => (marks.has(mark) ? [`${signOf(mark, symbols)} ${words}`] : [])),
    ...(columns.some(column => column.shown?.fails) ? [`${symbols.chart.fails} fails`] : []),
    ...chart.thresholds.flatMap(threshold => describeThreshold(threshold, chart, sketch, symbols)),
    ...(chart.height >= roomyHeight && columns.some(column => column.shown === undefined)
      ? ['gap: not measured']
      : []),
    ...describeCrowd(chart, sketch, symbols),
  ];
  return joinItems(items, chart.width, symbols.ellipsis);
}

/** A threshold in the chart has its label there; one outside of it has it here only. */
function describeThreshold(
  { value, label }: ChartThreshold,
  { height }: LineChart,
  { scale }: ChartSketch,
  { chart }: Symbols,
): readonly string[] {
  if (rowOf(value, scale) === undefined) {
    return [`${label} is ${value > scale.highest ? 'above' : 'below'} the chart`];
  }
  return height >= roomyHeight ? [`${chart.threshold} ${label}`] : [];
}

/** How many versions share a column, where they do, and which of them is seen. */
function describeCrowd(
  { points, direction }: LineChart,
  { columns }: ChartSketch,
  { chart }: Symbols,
): readonly string[] {
  if (columns.length === points.length) return [];
  const share = points.length / columns.length;
  const count = share < 10 ? Number(share.toFixed(1)) : Math.round(share);
  const seen = direction === 'unknown' ? 'newest' : 'worst';
  return [`each column ${chart.about} ${count} versions, the ${seen} of each is drawn`];
}

function joinItems(items: readonly string[], width: number, ellipsis: string): readonly Line[] {
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    const longer = last === undefined ? item : `${last}  ${item}`;
    if (last !== undefined && displayWidth(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(cutText(item, width, ellipsis));
  }
  return lines.map(text => [{ text, tone: 'muted' }]);
}
