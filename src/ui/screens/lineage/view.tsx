import type { ReactElement } from 'react';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { type Line, Lines, type Segment, toned } from '../../components/line.tsx';
import { linesOfList, markerWidth } from '../../components/list-rows.tsx';
import { linesOfProblem } from '../../components/problem-lines.ts';
import { lineOfRule } from '../../components/rule-line.ts';
import { padText } from '../../format/fit-text.ts';
import { formatCount } from '../../format/number.ts';
import { chooseIndentedLevels, formatTreePrefix } from '../../format/tree-prefix.ts';
import type { Context, ViewProps } from '../../runtime/screen.ts';
import { layoutOf } from './layout.ts';
import type { LineageRow } from './lineage-table.ts';
import { type Message, type ShownState, type State, selectedRow } from './update.ts';
import { linesAboutOrigins } from './version-panel.ts';

/** Draws the tree of a model, and below it what is to be known of where the selected version comes from. */
export function LineageView({ state, context }: ViewProps<State, Message>): ReactElement {
  const { size, theme } = context;
  return <Lines lines={linesOf(state, context)} width={size.columns} theme={theme} rows={size.rows} />;
}

/** Cells of a state with the gap behind it. */
const stateCells = 12;
/** Cells for the sign of a mark in front of a state. */
const markCells = 1;

function linesOf(state: State, context: Context): readonly Line[] {
  switch (state.at) {
    case 'loading':
      return [[toned('muted', `Reading where the versions of ${makeSafeText(state.model)} come from`)]];
    case 'failed':
      return linesOfProblem(state.error, context.size.columns);
    case 'shown':
      return state.table.rows.length === 0
        ? [[{ text: `${makeSafeText(state.model)} has no version.` }]]
        : linesOfTree(state, context);
    default:
      return state satisfies never;
  }
}

function linesOfTree(state: ShownState, { size, theme }: Context): readonly Line[] {
  const { listRows, panelRows } = layoutOf(size);
  const indented = chooseIndentedLevels(size.columns - markerWidth - markCells - stateCells);
  const rows =
    state.rows.length === 0
      ? [[{ text: `  No version fits ${state.filter}. esc clears the filter.` }]]
      : linesOfList(state.list, listRows, theme, place => {
          const row = state.rows[place];
          if (row === undefined) return [];
          const prefix = state.filter === '' ? formatTreePrefix(row.tree, indented, theme.symbols.tree) : '';
          return lineOfVersion(row, prefix, state);
        });
  const selected = selectedRow(state);
  const heading = `${' '.repeat(markerWidth + markCells)}${padText('STATE', stateCells)}VERSION`;
  return [
    [toned('muted', state.table.anyWeak ? `${heading}   ${weakSign(theme.symbols)}` : heading)],
    ...rows,
    ...Array.from({ length: Math.max(0, listRows - rows.length) }, (): Line => []),
    lineOfRule(titleOfRule(state, theme.symbols.separator), size.columns, theme),
    ...(selected === undefined
      ? []
      : linesAboutOrigins(selected, state.loaded, { columns: size.columns, rows: panelRows })),
  ];
}

function weakSign({ tree }: Context['theme']['symbols']): string {
  return `${tree.weakLast.trimEnd()} live before it, no parent`;
}

/** Where a filter tears the tree apart, what the version comes from stands behind it instead of the lines in front. */
function lineOfVersion(row: LineageRow, prefix: string, { filter, marks }: ShownState): Line {
  const { tree, standing, problems, outside, branch, origins } = row;
  const { version } = tree.node;
  const aliases = standing?.aliases ?? [];
  const behind: readonly Segment[] = [
    ...(aliases.length === 0 ? [] : [toned('good', `[${aliases.join(', ')}]`)]),
    ...problems.map(word => toned('bad', `! ${word}`)),
    ...(filter === '' || origins === undefined ? [] : [toned('muted', `from ${origins}`)]),
    ...(outside.length === 0 ? [] : [toned('muted', outside.join(', '))]),
    ...(branch === undefined ? [] : [toned('muted', branch)]),
  ];
  return [
    { text: marks.includes(version) ? '*' : ' ' },
    stateOf(row),
    toned('muted', prefix),
    { text: version },
    ...behind.flatMap(segment => [{ text: ' ' }, segment]),
  ];
}

function stateOf({ standing }: LineageRow): Segment {
  if (standing === undefined) return toned('warning', padText('-', stateCells));
  const { state } = standing;
  const tone =
    state === 'deployed' ? 'good' : state === 'archived' || state === 'deprecated' ? 'muted' : 'plain';
  return toned(tone, padText(state, stateCells));
}

/** The selected version by its whole name, how many there are, what is wrong and marked, what the filter leaves. */
function titleOfRule(state: ShownState, separator: string): string {
  const { table, rows, filter, marks } = state;
  const selected = selectedRow(state)?.tree.node.version;
  const total = table.rows.length;
  const parts = [
    ...(selected === undefined ? [] : [selected]),
    filter === '' ? formatCount(total, 'version') : `filter ${filter}: ${rows.length} of ${total}`,
    ...(table.problemCount === 0 ? [] : [formatCount(table.problemCount, 'problem')]),
    ...(marks.length === 0 ? [] : [`marked ${marks.join(', ')}`]),
  ];
  return parts.join(` ${separator} `);
}
