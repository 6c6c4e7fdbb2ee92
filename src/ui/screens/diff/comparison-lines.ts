import type { MetricChange } from '../../../core/diff/compare-metrics.ts';
import type { ValueChange } from '../../../core/diff/compare-versions.ts';
import { type Column, fitColumns, lineOfHeadings, lineOfRow, widestOf } from '../../components/columns.ts';
import { type Line, toned } from '../../components/line.tsx';
import { segmentOfChange } from '../../format/delta.ts';
import { formatCount, formatMetric, formatRatio } from '../../format/number.ts';
import { wrapText } from '../../format/wrap-text.ts';
import type { Context, Size } from '../../runtime/screen.ts';
import type { Theme } from '../../terminal/theme.ts';
import type { ShownState } from './update.ts';
import { linesOfValues } from './value-lines.ts';

/** Lines above the body: which versions, and the metrics in one sentence. */
const headRows = 2;

/** Rows the body has. */
export function bodyRows(size: Size): number {
  return Math.max(1, size.rows - headRows);
}

/** Everything that differs, section below section, before scrolling. Pure. */
export function linesOfComparison(state: ShownState, context: Context): readonly Line[] {
  return [...linesOfMetrics(state, context), ...linesBelowMetrics(state, context)];
}

/** The metrics that are shown: all, or only those that got worse. */
export function shownMetrics({ comparison, shows }: ShownState): readonly MetricChange[] {
  return shows === 'everything'
    ? comparison.metrics
    : comparison.metrics.filter(change => change.verdict === 'worse');
}

/** What stands below the metrics: gaps, configuration, artifacts, particulars. Pure. */
export function linesBelowMetrics(state: ShownState, context: Context): readonly Line[] {
  const { comparison, shows } = state;
  if (shows === 'only-worse') {
    return [[], [toned('muted', 'Only what got worse is shown; w shows everything.')]];
  }
  const { configuration, artifacts, particulars } = comparison;
  const gaps = comparison.gaps.flatMap(gap =>
    wrapText(gap, context.size.columns - 2).map(
      (text, place): Line => [toned('warning', `${place === 0 ? '! ' : '  '}${text}`)],
    ),
  );
  return [
    ...(gaps.length === 0 ? [] : [[], ...gaps]),
    ...section('Configuration', configuration, comparison.unchangedConfigurationCount, 'value', context),
    ...section('Artifacts', artifacts, comparison.unchangedArtifactCount, 'file', context),
    ...section('Other facts', particulars, 0, 'fact', context),
  ];
}

/** The percentage of a change: `+3.4%`; empty where there is none. */
export function formatShare({ differenceRatio, verdict }: MetricChange): string {
  if (differenceRatio === undefined || verdict === 'same') return '';
  return `${differenceRatio > 0 ? '+' : ''}${formatRatio(differenceRatio)}`;
}

function section(
  title: string,
  changes: readonly ValueChange[],
  sameCount: number,
  noun: string,
  context: Context,
): readonly Line[] {
  if (changes.length === 0 && sameCount === 0) return [];
  return [
    [],
    [
      { text: title, tone: 'accent', bold: true },
      toned('muted', `  ${countChanges(changes.length, sameCount, noun)}`),
    ],
    ...linesOfValues(changes, context),
  ];
}

function countChanges(changed: number, same: number, noun: string): string {
  if (changed === 0) return `${formatCount(same, noun)}, nothing changed`;
  return `${formatCount(changed, noun)} changed${same === 0 ? '' : `, ${same} the same`}`;
}

function linesOfMetrics(state: ShownState, { size, theme }: Context): readonly Line[] {
  const metrics = shownMetrics(state);
  if (metrics.length === 0) {
    const text = state.shows === 'everything' ? 'Neither version has metrics.' : 'No metric got worse.';
    return [[{ text }]];
  }
  const fitted = fitColumns(metricColumns(state, theme), size.columns);
  return [lineOfHeadings(fitted, theme), ...metrics.map(change => lineOfRow(fitted, change, theme))];
}

function metricColumns(state: ShownState, theme: Theme): readonly Column<MetricChange>[] {
  const metrics = shownMetrics(state);
  const { before, after } = state.comparison;
  return [
    {
      heading: 'METRIC',
      cell: ({ metric }) => ({ text: metric }),
      minimum: 14,
      wanted: widestOf(
        metrics.map(change => change.metric),
        'METRIC',
        32,
      ),
      priority: 1,
    },
    {
      heading: before,
      cell: change => ({ text: formatMetric(change.before) }),
      align: 'right',
      minimum: 7,
      wanted: 10,
      priority: 2,
    },
    {
      heading: after,
      cell: change => ({ text: formatMetric(change.after) }),
      align: 'right',
      minimum: 7,
      wanted: 10,
      priority: 2,
    },
    {
      heading: 'CHANGE',
      cell: change => segmentOfChange(change, theme),
      minimum: 15,
      wanted: widestOf(
        metrics.map(change => segmentOfChange(change, theme).text),
        'CHANGE',
        24,
      ),
      priority: 1,
    },
    {
      heading: '%',
      cell: change => ({ text: formatShare(change) }),
      align: 'right',
      minimum: 6,
      wanted: 7,
      priority: 3,
    },
    { heading: 'UNIT', cell: ({ unit }) => toned('muted', unit), minimum: 6, wanted: 10, priority: 4 },
  ];
}
