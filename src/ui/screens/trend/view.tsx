import type { ReactElement } from 'react';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import type { ListedMetric } from '../../../core/trend/metric-choice.ts';
import type { Trend } from '../../../core/trend/trend.ts';
import { type Column, fitColumns, lineOfHeadings, lineOfRow, widestOf } from '../../components/columns.ts';
import { lineOfField } from '../../components/field-line.ts';
import { type Line, Lines, type Segment, toned, widthOfLine } from '../../components/line.tsx';
import { linesOfList, markerWidth } from '../../components/list-rows.tsx';
import { linesOfProblem } from '../../components/problem-lines.ts';
import { lineOfRule } from '../../components/rule-line.ts';
import { drawTrend } from '../../components/trend-chart.ts';
import { formatDemands } from '../../format/demand.ts';
import { displayWidth } from '../../format/display-width.ts';
import { formatCount, formatMetric } from '../../format/number.ts';
import { describeDevelopment } from '../../format/tendency.ts';
import { wrapText } from '../../format/wrap-text.ts';
import type { Context, ViewProps } from '../../runtime/screen.ts';
import { layoutOf, metricRows } from './layout.ts';
import { linesAboutPoint } from './trend-panel.ts';
import { type ChoosingState, type Message, type ShownState, type State, selectedPoint } from './update.ts';

/** Draws a metric across versions, and below the chart what is to be known of the selected version. */
export function TrendView({ state, context }: ViewProps<State, Message>): ReactElement {
  const { size, theme } = context;
  return <Lines lines={linesOf(state, context)} width={size.columns} theme={theme} rows={size.rows} />;
}

function linesOf(state: State, context: Context): readonly Line[] {
  switch (state.at) {
    case 'loading':
      return [[toned('muted', `Reading the versions of ${makeSafeText(state.model)}`)]];
    case 'failed':
      return linesOfProblem(state.error, context.size.columns);
    case 'no-metrics':
      return linesOfNothing(state.answer.loaded.status.index);
    case 'choosing':
      return linesOfChoice(state, context);
    case 'shown':
      return linesOfTrend(state, context);
    default:
      return state satisfies never;
  }
}

function linesOfNothing({
  model,
  versions,
}: {
  model: string;
  versions: readonly unknown[];
}): readonly Line[] {
  if (versions.length === 0) {
    return [
      [{ text: `${model} has no version.` }],
      [{ text: `Register one with: lastgood register ${model} --results DIR` }],
    ];
  }
  return [
    [{ text: `No version of ${model} has a metric.` }],
    [toned('muted', 'Metrics are registered with a version, from the results of its evaluation.')],
  ];
}

function linesOfTrend(state: ShownState, context: Context): readonly Line[] {
  const { size, theme } = context;
  const { trend } = state.answer;
  const { headRows, chartRows, panelRows } = layoutOf(size);
  const chart = drawTrend(
    trend,
    { width: size.columns, height: chartRows },
    state.list.cursor,
    theme.symbols,
  );
  const selected = selectedPoint(state);
  return [
    ...[lineOfMetric(trend, context), lineOfDevelopment(trend, context)].slice(0, headRows),
    ...chart,
    ...Array.from({ length: Math.max(0, chartRows - chart.length) }, (): Line => []),
    lineOfRule(titleOfRule(state, theme.symbols.separator), size.columns, theme),
    ...(selected === undefined ? [] : linesAboutPoint(selected, trend, panelRows, context)),
  ];
}

/** The metric, what the gate wants, what it is measured in and which way is good: as much of it as there is room for. */
function lineOfMetric(trend: Trend, { theme, size }: Context): Line {
  const { metric, unit, direction, thresholds, alias } = trend;
  const demand = formatDemands(thresholds, theme.symbols);
  const parts: Line = [
    ...(demand === '' ? [] : [toned('warning', `gate of ${alias} ${demand}`)]),
    ...(unit === '' ? [] : [toned('muted', unit)]),
    ...(direction === 'unknown' ? [] : [toned('muted', `${direction} is better`)]),
  ];
  const line: Segment[] = [{ text: metric, bold: true }];
  for (const part of parts) {
    const added = [{ text: '  ' }, part];
    if (widthOfLine(line) + widthOfLine(added) <= size.columns) line.push(...added);
  }
  return line;
}

/** How it develops; best and worst where there is room. */
function lineOfDevelopment(trend: Trend, { size }: Context): Line {
  const [tendency, extremes] = describeDevelopment(trend);
  const whole = [tendency, ...(extremes === undefined ? [] : [extremes])].join(' ');
  const text = displayWidth(whole) <= size.columns ? whole : tendency;
  return [toned(trend.tendency.verdict === 'worse' ? 'warning' : 'plain', text)];
}

function titleOfRule(state: ShownState, separator: string): string {
  const { points } = state.answer.trend;
  const selected = selectedPoint(state)?.version;
  const place = `${state.list.cursor + 1} of ${formatCount(points.length, 'version')}`;
  return [...(selected === undefined ? [] : [selected]), place].join(` ${separator} `);
}

function linesOfChoice(state: ChoosingState, { size, theme }: Context): readonly Line[] {
  const fitted = fitColumns(metricColumns(state.choices), size.columns - markerWidth);
  const rows =
    state.choices.length === 0
      ? wrapText('No metric fits what was typed. esc keeps the one that is shown.', size.columns).map(
          (text): Line => [{ text }],
        )
      : linesOfList(state.list, metricRows(size), theme, row => {
          const choice = state.choices[row];
          return choice === undefined ? [] : lineOfRow(fitted, choice, theme);
        });
  return [
    lineOfField('Metric: ', state.field, size.columns),
    [{ text: ' '.repeat(markerWidth) }, ...lineOfHeadings(fitted, theme)],
    ...rows,
  ];
}

function metricColumns(choices: readonly ListedMetric[]): readonly Column<ListedMetric>[] {
  const names = choices.map(({ metric }) => metric);
  return [
    {
      heading: 'METRIC',
      cell: ({ metric }) => ({ text: metric }),
      minimum: 16,
      wanted: widestOf(names, 'METRIC', 48),
      priority: 1,
    },
    {
      heading: 'NEWEST',
      cell: ({ newest }) => ({ text: formatMetric(newest) }),
      align: 'right',
      minimum: 8,
      wanted: 10,
      priority: 2,
    },
    {
      heading: 'VERSIONS',
      cell: ({ versionCount }) => ({ text: String(versionCount) }),
      align: 'right',
      minimum: 8,
      wanted: 8,
      priority: 3,
    },
    { heading: 'UNIT', cell: ({ unit }) => toned('muted', unit), minimum: 6, wanted: 10, priority: 4 },
    {
      heading: 'BETTER',
      cell: ({ direction }) => toned('muted', direction === 'unknown' ? '?' : direction),
      minimum: 6,
      wanted: 6,
      priority: 5,
    },
  ];
}
