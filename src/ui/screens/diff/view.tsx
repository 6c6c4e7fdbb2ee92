import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { MetricChange } from '../../../core/diff/compare-metrics.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { type Line, Lines, type Tone, toned } from '../../components/line.tsx';
import { linesOfProblem } from '../../components/problem-lines.ts';
import { heightOfTable, StaticTable, type TableColumn } from '../../components/static-table.tsx';
import { segmentOfChange } from '../../format/delta.ts';
import { formatMetric } from '../../format/number.ts';
import type { Context, ViewProps } from '../../runtime/screen.ts';
import {
  bodyRows,
  formatShare,
  linesBelowMetrics,
  linesOfComparison,
  shownMetrics,
} from './comparison-lines.ts';
import { summariseMetrics } from './summary.ts';
import type { Message, ShownState, State } from './update.ts';

/** Draws two versions side by side: as a table where everything fits, else as lines that scroll. */
export function DiffView({ state, context }: ViewProps<State, Message>): ReactElement {
  const { size, theme } = context;
  if (state.at === 'shown' && fitsAsTable(state, context)) {
    return (
      <Box flexDirection="column">
        <Lines lines={linesOfHead(state, context)} width={size.columns} theme={theme} />
        <MetricTable state={state} context={context} />
        <Lines lines={linesBelowMetrics(state, context)} width={size.columns} theme={theme} />
      </Box>
    );
  }
  return <Lines lines={linesOf(state, context)} width={size.columns} theme={theme} rows={size.rows} />;
}

function linesOf(state: State, context: Context): readonly Line[] {
  switch (state.at) {
    case 'loading': {
      const [model, before, after] = [state.model, state.before, state.after].map(name => makeSafeText(name));
      return [[toned('muted', `Comparing ${model} ${before} with ${after}`)]];
    }
    case 'failed':
      return linesOfProblem(state.error, context.size.columns);
    case 'shown': {
      const lines = linesOfComparison(state, context);
      const rows = bodyRows(context.size);
      const start = Math.max(0, Math.min(state.scroll, lines.length - rows));
      return [...linesOfHead(state, context, start, lines.length), ...lines.slice(start, start + rows)];
    }
    default:
      return state satisfies never;
  }
}

/** Which versions, how much of it is seen, and the metrics in one sentence. */
function linesOfHead(
  { comparison }: ShownState,
  { size, theme }: Context,
  start = 0,
  count = 0,
): readonly Line[] {
  const { model, before, after, metrics } = comparison;
  const rows = bodyRows(size);
  const seen = count > rows ? `  lines ${start + 1}-${Math.min(count, start + rows)} of ${count}` : '';
  const isWorse = metrics.some(change => change.verdict === 'worse');
  return [
    [{ text: `${model}  ${before} ${theme.symbols.arrow} ${after}`, bold: true }, toned('muted', seen)],
    [toned(isWorse ? 'warning' : 'plain', `Metrics: ${summariseMetrics(metrics)}.`)],
  ];
}

/** A table takes two lines a row, so it is drawn only where nothing has to scroll. */
function fitsAsTable(state: ShownState, context: Context): boolean {
  const metrics = shownMetrics(state).length;
  const below = linesBelowMetrics(state, context).length;
  return metrics > 0 && heightOfTable(metrics) + below <= bodyRows(context.size);
}

function MetricTable({ state, context }: { state: ShownState; context: Context }): ReactElement {
  const { theme, size } = context;
  const metrics = shownMetrics(state);
  const toneOf = new Map(metrics.map(change => [wordsOf(change), segmentOfChange(change, theme).tone]));
  const columns: readonly TableColumn[] = [
    { heading: 'METRIC', minimum: 12 },
    { heading: state.comparison.before, align: 'right', minimum: 6 },
    { heading: state.comparison.after, align: 'right', minimum: 6 },
    { heading: 'CHANGE', minimum: 14, tone: (value): Tone => toneOf.get(value) ?? 'plain' },
    { heading: '%', align: 'right', minimum: 5 },
    { heading: 'UNIT' },
  ];
  const rows = metrics.map(change => [
    change.metric,
    formatMetric(change.before),
    formatMetric(change.after),
    wordsOf(change),
    formatShare(change),
    change.unit,
  ]);
  return <StaticTable columns={columns} rows={rows} width={size.columns} theme={theme} />;

  function wordsOf(change: MetricChange): string {
    return segmentOfChange(change, theme).text;
  }
}
