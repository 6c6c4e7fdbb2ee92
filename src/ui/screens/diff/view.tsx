import { Box } from 'ink';
import type { ReactElement } from 'react';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { type Line, Lines, toned } from '../../components/line.tsx';
import { linesOfProblem } from '../../components/problem-lines.ts';
import { StaticTable } from '../../components/static-table.tsx';
import type { Context, ViewProps } from '../../runtime/screen.ts';
import { bodyRows, linesBelowMetrics, linesOfComparison, shownMetrics } from './comparison-lines.ts';
import { createMetricTable, type MetricTable } from './metric-table.ts';
import { summariseMetrics } from './summary.ts';
import type { Message, ShownState, State } from './update.ts';

/** Draws two versions side by side: as a table where everything fits, else as lines that scroll. */
export function DiffView({ state, context }: ViewProps<State, Message>): ReactElement {
  const { size, theme } = context;
  const table = state.at === 'shown' ? tableOf(state, context) : undefined;
  if (state.at === 'shown' && table !== undefined) {
    return (
      <Box flexDirection="column">
        <Lines lines={linesOfHead(state, context)} width={size.columns} theme={theme} />
        <StaticTable {...table} width={size.columns} theme={theme} />
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
function tableOf(state: ShownState, context: Context): MetricTable | undefined {
  const rows = bodyRows(context.size) - linesBelowMetrics(state, context).length;
  const room = { columns: context.size.columns, rows };
  return createMetricTable(shownMetrics(state), state.comparison, room, context.theme);
}
