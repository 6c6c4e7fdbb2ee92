import type { ReactElement } from 'react';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { fitColumns, lineOfHeadings, lineOfRow } from '../../components/columns.ts';
import { type Line, Lines, toned } from '../../components/line.tsx';
import { linesOfList, markerWidth } from '../../components/list-rows.tsx';
import { linesOfProblem } from '../../components/problem-lines.ts';
import { lineOfRule } from '../../components/rule-line.ts';
import type { Context, ViewProps } from '../../runtime/screen.ts';
import { linesOfChain } from './chain-lines.ts';
import { historyColumns } from './columns.ts';
import { describeRow } from './describe-row.ts';
import { linesAboutEntry } from './entry-panel.ts';
import { actionOf, type HistoryRow } from './history-rows.ts';
import { layoutOf } from './layout.ts';
import { type Message, type ShownState, type State, selectedEntry } from './update.ts';

/** Draws the history: whether it can be believed, every entry, and below them the selected one in full. */
export function HistoryView({ state, context }: ViewProps<State, Message>): ReactElement {
  const { size, theme } = context;
  return <Lines lines={linesOf(state, context)} width={size.columns} theme={theme} rows={size.rows} />;
}

function linesOf(state: State, context: Context): readonly Line[] {
  switch (state.at) {
    case 'loading':
      return [[toned('muted', `Reading the history of ${makeSafeText(state.model)}`)]];
    case 'failed':
      return linesOfProblem(state.error, context.size.columns);
    case 'shown':
      return state.rows.length === 0 ? linesOfEmpty(state, context) : linesOfHistory(state, context);
    default:
      return state satisfies never;
  }
}

function linesOfEmpty({ loaded }: ShownState, context: Context): readonly Line[] {
  return [
    ...linesOfChain(loaded, context),
    [{ text: 'Nothing is on record yet: no version was promoted or rolled back here.' }],
    [toned('muted', 'The first promotion begins the history.')],
  ];
}

function linesOfHistory(state: ShownState, context: Context): readonly Line[] {
  const { theme, size } = context;
  const { listRows, panelRows } = layoutOf(state, context);
  const fitted = fitColumns(historyColumns(state.rows, context), size.columns - markerWidth);
  const rows = linesOfList(state.list, listRows, theme, place => {
    const row = state.rows[place];
    return row ? lineOfRow(fitted, row, theme) : [];
  });
  const selected = selectedEntry(state);
  return [
    ...linesOfChain(state.loaded, context),
    [{ text: ' '.repeat(markerWidth) }, ...lineOfHeadings(fitted, theme)],
    ...rows,
    ...Array.from({ length: Math.max(0, listRows - rows.length) }, (): Line => []),
    ...(selected
      ? [
          lineOfRule(titleOf(selected, theme.symbols.arrow), context.size.columns, context.theme),
          ...linesAboutEntry(selected, state.detail, panelRows, context),
        ]
      : []),
  ];
}

/** What was done, whole: in the list it may be cut. */
function titleOf(row: HistoryRow, arrow: string): string {
  const done = `${actionOf(row)} ${describeRow(row, arrow).change}`;
  return row.kind === 'entry' && row.undone ? `${done}, undone` : done;
}
