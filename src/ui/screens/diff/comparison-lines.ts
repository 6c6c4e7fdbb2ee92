import type { MetricChange } from '../../../core/diff/compare-metrics.ts';
import type { ValueChange } from '../../../core/diff/compare-versions.ts';
import { fitColumns, lineOfHeadings, lineOfRow } from '../../components/columns.ts';
import { type Line, toned } from '../../components/line.tsx';
import { describeCrossing } from '../../format/demand.ts';
import { formatCount } from '../../format/number.ts';
import { wrapText } from '../../format/wrap-text.ts';
import type { Context, Size } from '../../runtime/screen.ts';
import { metricColumns } from './metric-columns.ts';
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

/** What stands below the metrics: what crosses a threshold, gaps, configuration, artifacts, particulars. Pure. */
export function linesBelowMetrics(state: ShownState, context: Context): readonly Line[] {
  const { comparison, shows } = state;
  const crossings = linesOfCrossings(state, context);
  if (shows === 'only-worse') {
    return [...crossings, [], [toned('muted', 'Only what got worse is shown; w shows everything.')]];
  }
  const { configuration, artifacts, particulars, training, lineage } = comparison;
  const gaps = comparison.gaps.flatMap(gap =>
    wrapText(gap, context.size.columns - 2).map(
      (text, place): Line => [toned('warning', `${place === 0 ? '! ' : '  '}${text}`)],
    ),
  );
  return [
    ...crossings,
    ...(gaps.length === 0 ? [] : [[], ...gaps]),
    ...section('Configuration', configuration, comparison.unchangedConfigurationCount, 'value', context),
    ...section('Artifacts', artifacts, comparison.unchangedArtifactCount, 'file', context),
    ...(training.length === 0 ? [] : section('Training', training, 0, 'fact', context)),
    ...(lineage.length === 0 ? [] : section('Lineage', lineage, 0, 'fact', context)),
    ...section('Other facts', particulars, 0, 'fact', context),
  ];
}

/** The metrics that go from one side of what the gate demands to the other, each as a sentence; those that fail first. */
function linesOfCrossings(state: ShownState, { size, theme }: Context): readonly Line[] {
  const { gateAlias } = state.comparison;
  if (gateAlias === undefined) return [];
  const lines = (['now fails', 'now passes'] as const).flatMap(crosses => {
    const mark = `${crosses === 'now fails' ? theme.symbols.bad : theme.symbols.good} `;
    const tone = crosses === 'now fails' ? 'bad' : 'good';
    return shownMetrics(state)
      .filter(change => change.crosses === crosses)
      .flatMap(change => wrapText(describeCrossing(change, gateAlias) ?? '', size.columns - mark.length))
      .map((text): Line => [toned(tone, `${mark}${text}`)]);
  });
  return lines.length === 0 ? [] : [[], ...lines];
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
  const fitted = fitColumns(metricColumns(metrics, state.comparison, size.columns, theme), size.columns);
  return [lineOfHeadings(fitted, theme), ...metrics.map(change => lineOfRow(fitted, change, theme))];
}
