import type { ReactElement } from 'react';
import { findMirror } from '../../../core/session/source-facts.ts';
import { fitLines } from '../../components/fit-lines.ts';
import { cutLine, type Line, Lines, type Tone, toned } from '../../components/line.tsx';
import { linesOfList } from '../../components/list-rows.tsx';
import { lineOfRule } from '../../components/rule-line.ts';
import { windowOfLines } from '../../components/scrolled-lines.ts';
import { wrapSegment } from '../../components/wrapped-lines.ts';
import type { Context, ViewProps } from '../../runtime/screen.ts';
import { linesAboutRow, linesOfDetail } from './detail-lines.ts';
import { linesOfHead } from './head-lines.ts';
import { layoutOf } from './layout.ts';
import { rowsOf, type SyncRow, wordsOfRow } from './sync-rows.ts';
import { listOf, type Message, type State, selectedSyncRow } from './update.ts';

/** Draws both sides of a registry in a bucket: how they stand, what differs by kind, and what can be done about the selected difference. */
export function SyncView({ state, context }: ViewProps<State, Message>): ReactElement {
  const { size, theme } = context;
  return <Lines lines={linesOf(state, context)} width={size.columns} theme={theme} rows={size.rows} />;
}

function linesOf(state: State, context: Context): readonly Line[] {
  const { size } = context;
  const mirror = findMirror(context.source);
  if (mirror === undefined) return linesWithoutMirror(context);
  const rows = rowsOf(context);
  const selected = selectedSyncRow(state, context);
  if (selected === undefined) return linesOfHead(state, mirror, size.rows, context);
  if (state.detail.at === 'open') return linesOfOpened(state, selected, state.detail.scroll, context);
  const { headRows, listRows, panelRows } = layoutOf(context);
  const list = linesOfList(listOf(state, context), listRows, context.theme, place => {
    const row = rows[place];
    return row ? lineOfRow(row, context) : [];
  });
  return [
    ...linesOfHead(state, mirror, headRows, context),
    ...list,
    ...Array.from({ length: Math.max(0, listRows - list.length) }, (): Line => []),
    lineOfRule(wordsOfRow(selected).heading, size.columns, context.theme),
    ...fitLines(linesAboutRow(selected, context), panelRows),
  ];
}

function linesWithoutMirror({ registry, size }: Context): readonly Line[] {
  return [
    ...wrapSegment({ text: `There is no bucket behind ${registry.name}.` }, size.columns),
    ...wrapSegment(
      toned(
        'muted',
        'A registry whose place is gs://bucket/prefix has a copy here that is kept in line with it.',
      ),
      size.columns,
    ),
  ];
}

const tones: Readonly<Record<'critical' | 'warning' | 'note', Tone>> = {
  critical: 'bad',
  warning: 'warning',
  note: 'plain',
};

function lineOfRow(row: SyncRow, { theme }: Context): Line {
  if (row.is === 'difference') {
    return [{ text: `  ${row.difference.name}` }, toned('muted', `  ${row.difference.detail}`)];
  }
  const { heading, severity } = wordsOfRow(row);
  const mark = severity === 'critical' ? `${theme.symbols.bad} ` : severity === 'warning' ? '! ' : '';
  return [
    { text: `${mark}${heading}`, tone: tones[severity] },
    toned('muted', `  ${row.group.differences.length}`),
  ];
}

/** The selected row with the screen to itself. */
function linesOfOpened(state: State, row: SyncRow, scroll: number, context: Context): readonly Line[] {
  const { size, theme } = context;
  const lines = linesOfDetail(state, row, context);
  const { seen, place } = windowOfLines(lines, scroll, layoutOf(context).detailRows);
  const where = place === '' ? '' : `  ${place}`;
  const heading: Line = [{ text: wordsOfRow(row).heading, bold: true }];
  return [
    [...cutLine(heading, size.columns - where.length, theme.symbols.ellipsis), toned('muted', where)],
    ...seen,
  ];
}
