import type { ReactElement } from 'react';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { fitLines } from '../../components/fit-lines.ts';
import { cutLine, type Line, Lines, toned } from '../../components/line.tsx';
import { linesOfList } from '../../components/list-rows.tsx';
import { linesOfProblem } from '../../components/problem-lines.ts';
import { lineOfRule } from '../../components/rule-line.ts';
import { windowOfLines } from '../../components/scrolled-lines.ts';
import { formatCount } from '../../format/number.ts';
import type { Context, ViewProps } from '../../runtime/screen.ts';
import { linesWithoutReport } from './empty-lines.ts';
import { isChanged } from './gate-rows.ts';
import { linesOfHead } from './head-lines.ts';
import { detailRows, headRoom, layoutOf } from './layout.ts';
import { prepareRows } from './row-lines.ts';
import { headingOfRow, linesAboutRow, linesOfRow } from './row-panel.ts';
import { type Message, type ShownState, type State, selectedGateRow } from './update.ts';

/** Draws a gate: the verdict on top, every rule and every file it stands on, and why the selected one is as it is. */
export function GateView({ state, context }: ViewProps<State, Message>): ReactElement {
  const { size, theme } = context;
  return <Lines lines={linesOf(state, context)} width={size.columns} theme={theme} rows={size.rows} />;
}

function linesOf(state: State, context: Context): readonly Line[] {
  switch (state.at) {
    case 'loading': {
      const [model, version] = [state.model, state.version].map(name => makeSafeText(name));
      const alias = state.alias === undefined ? '' : ` for ${makeSafeText(state.alias)}`;
      return [[toned('muted', `Reading the gate of ${model} ${version}${alias}`)]];
    }
    case 'failed':
      return linesOfProblem(state.error, context.size.columns);
    case 'shown':
      return state.rows.length === 0
        ? linesOfEmpty(state, context)
        : (linesOfDetail(state, context) ?? linesOfGate(state, context));
    default:
      return state satisfies never;
  }
}

function linesOfEmpty({ view }: ShownState, context: Context): readonly Line[] {
  const head = linesOfHead(view, headRoom(context) + 2, context);
  return fitLines([...head, [], ...linesWithoutReport(view, context)], context.size.rows);
}

/** All that is known of the selected row, a page of it; undefined where it is not open. */
function linesOfDetail(state: ShownState, context: Context): readonly Line[] | undefined {
  const row = selectedGateRow(state);
  if (state.detail.at === 'closed' || row === undefined) return undefined;
  const { seen, place } = windowOfLines(linesOfRow(row, context), state.detail.scroll, detailRows(context));
  const where = place === '' ? '' : `  ${place}`;
  const { size, theme } = context;
  const heading = cutLine(headingOfRow(row, context), size.columns - where.length, theme.symbols.ellipsis);
  return [[...heading, toned('muted', where)], ...seen];
}

function linesOfGate(state: ShownState, context: Context): readonly Line[] {
  const { theme, size } = context;
  const { listRows, panelRows } = layoutOf(state, context);
  const { headings, lineOf } = prepareRows(state.rows, context);
  const rows = linesOfList(state.list, listRows, theme, place => {
    const row = state.rows[place];
    return row ? lineOf(row) : [];
  });
  const selected = selectedGateRow(state);
  return [
    ...linesOfHead(state.view, headRoom(context), context),
    headings,
    ...rows,
    ...Array.from({ length: Math.max(0, listRows - rows.length) }, (): Line => []),
    lineOfRule(titleOfRule(state, theme.symbols.separator), size.columns, theme),
    ...(selected ? linesAboutRow(selected, panelRows, context) : []),
  ];
}

/** The selected row by its whole name, how many rules did not pass, how many files are not what was judged. */
function titleOfRule({ view, rows, list }: ShownState, separator: string): string {
  const rules = view.report?.rules ?? [];
  const bad = rules.filter(({ verdict }) => verdict !== 'PASS' && verdict !== 'SKIPPED').length;
  const changed = view.checks.filter(isChanged).length;
  const name = rows[list.cursor]?.name;
  return [
    ...(name === undefined ? [] : [name]),
    `${formatCount(rules.length, 'rule')}${bad === 0 ? '' : `, ${bad} not passed`}`,
    ...(changed === 0 ? [] : [`${formatCount(changed, 'file')} changed`]),
  ].join(` ${separator} `);
}
