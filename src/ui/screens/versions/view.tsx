import type { ReactElement } from 'react';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { fitColumns, lineOfHeadings, lineOfRow } from '../../components/columns.ts';
import { type Line, Lines, toned } from '../../components/line.tsx';
import { linesOfList, markerWidth } from '../../components/list-rows.tsx';
import { linesOfProblem } from '../../components/problem-lines.ts';
import { lineOfProgress } from '../../components/progress-bar.ts';
import { lineOfRule } from '../../components/rule-line.ts';
import type { WorkDone } from '../../console/operations.ts';
import { formatCount } from '../../format/number.ts';
import type { Context, ViewProps } from '../../runtime/screen.ts';
import { versionColumns } from './columns.ts';
import { layoutOf } from './layout.ts';
import { type Message, type ShownState, type State, selectedVersion } from './update.ts';
import { linesAboutVersion } from './version-panel.ts';

/** Draws the versions of a model, newest first, and below them what is to be known of the selected one. */
export function VersionsView({ state, context }: ViewProps<State, Message>): ReactElement {
  const { size, theme } = context;
  return <Lines lines={linesOf(state, context)} width={size.columns} theme={theme} rows={size.rows} />;
}

function linesOf(state: State, context: Context): readonly Line[] {
  switch (state.at) {
    case 'loading':
      return linesOfLoading(makeSafeText(state.model), state.work, context);
    case 'failed':
      return linesOfProblem(state.error, context.size.columns);
    case 'shown':
      return state.table.rows.length === 0
        ? [
            [{ text: `${state.loaded.status.index.model} has no version.` }],
            [
              {
                text: `Register one with: lastgood register ${state.loaded.status.index.model} --results DIR`,
              },
            ],
          ]
        : linesOfVersions(state, context);
    default:
      return state satisfies never;
  }
}

function linesOfLoading(
  model: string,
  work: WorkDone | undefined,
  { size, theme }: Context,
): readonly Line[] {
  const reading = `Reading the versions of ${model}`;
  if (work === undefined || work.total === 0) return [[toned('muted', reading)]];
  return [
    [toned('muted', `${reading}: ${work.done} of ${work.total}`)],
    lineOfProgress(work.done / work.total, Math.min(60, size.columns), theme),
  ];
}

function linesOfVersions(state: ShownState, context: Context): readonly Line[] {
  const { theme, size, now } = context;
  const { listRows, panelRows } = layoutOf(size);
  const fitted = fitColumns(versionColumns(state, now), size.columns - markerWidth);
  const rows =
    state.rows.length === 0
      ? [[{ text: `  No version fits ${state.filter}. esc clears the filter.` }]]
      : linesOfList(state.list, listRows, theme, row => {
          const version = state.rows[row];
          return version ? lineOfRow(fitted, version, theme) : [];
        });
  const selected = selectedVersion(state);
  return [
    [{ text: ' '.repeat(markerWidth) }, ...lineOfHeadings(fitted, theme)],
    ...rows,
    ...Array.from({ length: Math.max(0, listRows - rows.length) }, (): Line => []),
    lineOfRule(titleOfRule(state, theme.symbols.separator), context.size.columns, context.theme),
    ...(selected ? linesAboutVersion(selected, state.loaded.status, panelRows, context) : []),
  ];
}

/** The selected version by its whole name, how many there are, what is marked, what the filter leaves. */
function titleOfRule(state: ShownState, separator: string): string {
  const selected = selectedVersion(state)?.version.version;
  const total = state.table.rows.length;
  const parts = [
    ...(selected === undefined ? [] : [selected]),
    state.filter === ''
      ? formatCount(total, 'version')
      : `filter ${state.filter}: ${state.rows.length} of ${total}`,
    ...(state.marks.length === 0 ? [] : [`marked ${state.marks.join(', ')}`]),
  ];
  return parts.join(` ${separator} `);
}
