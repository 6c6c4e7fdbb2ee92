import type { ReactElement } from 'react';
import { type Column, fitColumns, lineOfHeadings, lineOfRow } from '../../components/columns.ts';
import { type Line, Lines, type Segment, type Tone, toned } from '../../components/line.tsx';
import { linesOfList, markerWidth } from '../../components/list-rows.tsx';
import { formatAge } from '../../format/age.ts';
import { formatDuration } from '../../format/duration.ts';
import { wrapText } from '../../format/wrap-text.ts';
import type { Activity } from '../../runtime/activity.ts';
import type { Context, ViewProps } from '../../runtime/screen.ts';
import { layoutOf } from './layout.ts';
import { activityAt, listOf, type Message, type State, selectedActivity } from './update.ts';

/** Draws the writes of this console, newest first, and below them the selected one with the command that does the same. */
export function ActivityView({ state, context }: ViewProps<State, Message>): ReactElement {
  const { size, theme, activity } = context;
  const lines = activity.length === 0 ? linesOfEmpty() : linesOfActivity(state, context);
  return <Lines lines={lines} width={size.columns} theme={theme} rows={size.rows} />;
}

function linesOfEmpty(): readonly Line[] {
  return [
    [{ text: 'This console has not written anything yet.' }],
    [toned('muted', 'Promotions, rollbacks and other changes show up here, running and done.')],
    [toned('muted', 'What others did is in the history of each model.')],
  ];
}

function linesOfActivity(state: State, context: Context): readonly Line[] {
  const { size, theme } = context;
  const { listRows, panelRows } = layoutOf(size);
  const fitted = fitColumns(columnsFor(context), size.columns - markerWidth);
  const rows = linesOfList(listOf(state, context), listRows, theme, row => {
    const activity = activityAt(row, context);
    return activity ? lineOfRow(fitted, activity, theme) : [];
  });
  const selected = selectedActivity(state, context);
  return [
    [{ text: ' '.repeat(markerWidth) }, ...lineOfHeadings(fitted, theme)],
    ...rows,
    ...Array.from({ length: Math.max(0, listRows - rows.length) }, (): Line => []),
    [toned('muted', theme.symbols.horizontal.repeat(size.columns))],
    ...(selected ? linesAbout(selected, size.columns).slice(0, panelRows) : []),
  ];
}

function columnsFor({ now, theme }: Context): readonly Column<Activity>[] {
  return [
    {
      heading: 'STATE',
      cell: ({ progress }) => stateOf(progress, theme),
      minimum: 9,
      wanted: 9,
      priority: 1,
    },
    {
      heading: 'AGE',
      cell: ({ startedAt }) => ({ text: formatAge(startedAt, now) }),
      align: 'right',
      minimum: 4,
      wanted: 5,
      priority: 2,
    },
    {
      heading: 'TOOK',
      cell: activity => toned('muted', describeLength(activity, now)),
      align: 'right',
      minimum: 7,
      wanted: 7,
      priority: 3,
    },
    {
      heading: 'WHAT',
      cell: activity => ({ text: describe(activity) }),
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
function linesAbout(activity: Activity, width: number): readonly Line[] {
  const { progress } = activity;
  const said: readonly (readonly [Tone, string])[] = [
    ...(progress.at === 'failed'
      ? ([
          ['bad', progress.error.message],
          ['plain', progress.error.hint],
        ] as const)
      : []),
    ['plain', describe(activity)],
    ['muted', `Same as: ${activity.command}`],
  ];
  return said.flatMap(([tone, text]) => wrapText(text, width).map((line): Line => [toned(tone, line)]));
}
