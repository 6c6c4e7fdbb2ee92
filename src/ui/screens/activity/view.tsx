import type { ReactElement } from 'react';
import { type Column, fitColumns, lineOfHeadings, lineOfRow } from '../../components/columns.ts';
import { type Line, Lines, type Segment, type Tone, toned } from '../../components/line.tsx';
import { linesOfList, markerWidth } from '../../components/list-rows.tsx';
import { lineOfRule } from '../../components/rule-line.ts';
import { formatAge } from '../../format/age.ts';
import { formatDuration } from '../../format/duration.ts';
import { wrapText } from '../../format/wrap-text.ts';
import type { Activity } from '../../runtime/activity.ts';
import type { Context, ViewProps } from '../../runtime/screen.ts';
import { layoutOf } from './layout.ts';
import { describeItem, describeOutbox, describeUntold, stateOfItem } from './outbox-rows.ts';
import { listOf, type Message, type Row, rowAt, type State, selectedRowOf } from './update.ts';

/** Draws the writes of this console, newest first, then what others are still to be told, and below them more about the selected row. */
export function ActivityView({ state, context }: ViewProps<State, Message>): ReactElement {
  const { size, theme } = context;
  const isEmpty = listOf(state, context).count === 0;
  const lines = isEmpty ? linesOfEmpty(state) : linesOfActivity(state, context);
  return <Lines lines={lines} width={size.columns} theme={theme} rows={size.rows} />;
}

function linesOfEmpty(state: State): readonly Line[] {
  const untold = describeOutbox(state);
  return [
    [{ text: 'This console has not written anything yet.' }],
    [toned('muted', 'Promotions, rollbacks and other changes show up here, running and done.')],
    [toned('muted', 'What others did is in the history of each model.')],
    ...(untold === '' ? [] : [[toned('warning', `${untold}; lastgood outbox says more.`)]]),
  ];
}

function linesOfActivity(state: State, context: Context): readonly Line[] {
  const { size, theme } = context;
  const { listRows, panelRows } = layoutOf(size);
  const fitted = fitColumns(columnsFor(context), size.columns - markerWidth);
  const rows = linesOfList(listOf(state, context), listRows, theme, row => {
    const found = rowAt(row, state, context);
    return found ? lineOfRow(fitted, found, theme) : [];
  });
  const selected = selectedRowOf(state, context);
  const untold = describeOutbox(state);
  return [
    [{ text: ' '.repeat(markerWidth) }, ...lineOfHeadings(fitted, theme)],
    ...rows,
    ...Array.from({ length: Math.max(0, listRows - rows.length) }, (): Line => []),
    untold === ''
      ? [toned('muted', theme.symbols.horizontal.repeat(size.columns))]
      : lineOfRule(untold, size.columns, theme),
    ...(selected ? linesAbout(selected, state, context).slice(0, panelRows) : []),
  ];
}

function columnsFor({ now, theme }: Context): readonly Column<Row>[] {
  return [
    {
      heading: 'STATE',
      cell: row =>
        row.of === 'write' ? stateOf(row.activity.progress, theme) : stateOfItem(row.item, theme),
      minimum: 9,
      wanted: 9,
      priority: 1,
    },
    {
      heading: 'AGE',
      cell: row => ({
        text: formatAge(row.of === 'write' ? row.activity.startedAt : row.item.event.at, now),
      }),
      align: 'right',
      minimum: 4,
      wanted: 5,
      priority: 2,
    },
    {
      heading: 'TOOK',
      cell: row => toned('muted', row.of === 'write' ? describeLength(row.activity, now) : ''),
      align: 'right',
      minimum: 7,
      wanted: 7,
      priority: 3,
    },
    {
      heading: 'WHAT',
      cell: row => ({ text: row.of === 'write' ? describe(row.activity) : describeItem(row.item) }),
      minimum: 20,
      wanted: 100,
      priority: 1,
    },
  ];
}

function stateOf(progress: Activity['progress'], { symbols }: Context['theme']): Segment {
  switch (progress.at) {
    case 'running':
      return toned('accent', 'running');
    case 'done':
      return toned('good', `${symbols.good} done`);
    case 'failed':
      return toned('bad', `${symbols.bad} FAILED`);
    default:
      return progress satisfies never;
  }
}

function describe({ title, progress }: Activity): string {
  return progress.at === 'running' && progress.detail !== undefined ? `${title}: ${progress.detail}` : title;
}

function describeLength({ startedAt, progress }: Activity, now: string): string {
  const endedAt = progress.at === 'running' ? now : progress.endedAt;
  return formatDuration(Date.parse(endedAt) - Date.parse(startedAt));
}

/** What went wrong first, then the whole title and the command line that does the same. */
function linesAbout(row: Row, { outbox }: State, context: Context): readonly Line[] {
  const said =
    row.of === 'write' ? describeWrite(row.activity) : describeUntold(row.item, outbox?.keptBecause, context);
  const { columns } = context.size;
  return said.flatMap(([tone, text]) => wrapText(text, columns).map((line): Line => [toned(tone, line)]));
}

function describeWrite(activity: Activity): readonly (readonly [Tone, string])[] {
  const { progress } = activity;
  return [
    ...(progress.at === 'failed'
      ? ([
          ['bad', progress.error.message],
          ['plain', progress.error.hint],
        ] as const)
      : []),
    ['plain', describe(activity)],
    ['muted', `Same as: ${activity.command}`],
  ];
}
