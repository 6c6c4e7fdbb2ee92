import type { ReactElement } from 'react';
import type { SyncReceipt } from '../../../core/mirror/sync-receipt.ts';
import { findMirror } from '../../../core/session/source-facts.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { linesOfConsent } from '../../act/consent-lines.ts';
import { formatSync } from '../../act/format-sync.ts';
import { type Column, fitColumns, lineOfHeadings, lineOfRow } from '../../components/columns.ts';
import { type Line, Lines, type Segment, toned } from '../../components/line.tsx';
import { linesOfProblem } from '../../components/problem-lines.ts';
import { lineOfProgress } from '../../components/progress-bar.ts';
import { windowOfLines } from '../../components/scrolled-lines.ts';
import { wrapSegment } from '../../components/wrapped-lines.ts';
import type { SyncDirection } from '../../console/operations.ts';
import { formatBytes } from '../../format/bytes.ts';
import type { Context, ViewProps } from '../../runtime/screen.ts';
import { rowsToScroll } from './scrolled.ts';
import {
  countOutcomes,
  describeAmount,
  listOutcomes,
  outcomeColumns,
  transferColumns,
} from './transfer-rows.ts';
import { type Message, reasonNotConfirmed, type State, type StateAt } from './update.ts';

/** Draws the carrying of what differs: what would be carried, how far it is, what became of it. */
export function TransferView({ state, context }: ViewProps<State, Message>): ReactElement {
  const { size, theme } = context;
  return <Lines lines={linesOf(state, context)} width={size.columns} theme={theme} rows={size.rows} />;
}

function linesOf(state: State, context: Context): readonly Line[] {
  switch (state.at) {
    case 'planning':
      return [titleOf(state.direction, context), [toned('muted', 'Finding out what has to be carried')]];
    case 'nothing':
      return linesOfNothing(state.direction, context);
    case 'review':
      return linesOfReview(state, context);
    case 'carrying':
      return linesOfCarrying(state, context);
    case 'finished':
      return linesOfReceipt(state, context);
    case 'failed':
      return [titleOf(state.direction, context), ...linesOfProblem(state.error, context.size.columns)];
    default:
      return state satisfies never;
  }
}

function nameTitle(direction: SyncDirection, { source, registry }: Context): string {
  const place = makeSafeText(findMirror(source)?.url ?? registry.place, { limit: 300 });
  return direction === 'pull' ? `Pull from ${place}` : `Push to ${place}`;
}

function titleOf(direction: SyncDirection, context: Context): Line {
  return [{ text: nameTitle(direction, context), bold: true }];
}

function linesOfNothing(direction: SyncDirection, context: Context): readonly Line[] {
  const { source, registry, size } = context;
  if (findMirror(source) === undefined) return [[{ text: `There is no bucket behind ${registry.name}.` }]];
  const text =
    direction === 'pull'
      ? 'Nothing to pull: by the last read, everything the bucket has is here.'
      : 'Nothing to push: by the last read, the bucket has everything that may be pushed.';
  return [
    titleOf(direction, context),
    ...wrapSegment({ text }, size.columns),
    [toned('muted', 'esc goes back.')],
  ];
}

const whatHappens: Readonly<Record<SyncDirection, string>> = {
  pull: 'Brought to this machine. What was changed here is kept beside; nothing is deleted.',
  push: 'Written into the bucket, where everybody sees it. No version and no entry is overwritten.',
};

function linesOfReview(state: StateAt<'review'>, context: Context): readonly Line[] {
  const { size } = context;
  const { direction, transfers, news } = state;
  const [headings, ...rows] = tableOf(transferColumns(transfers), transfers, context);
  const { seen, place } = windowOfLines(rows, state.scroll, rowsToScroll(state, context));
  const announced: readonly Line[] =
    news === 'none'
      ? []
      : [[{ text: '! Something changed while you were here: read it again.', tone: 'warning', bold: true }]];
  return [
    titleOf(direction, context),
    ...announced,
    ...wrapSegment(toned('muted', whatHappens[direction]), size.columns).slice(
      0,
      announced.length > 0 ? 1 : 2,
    ),
    headings ?? [],
    ...seen,
    [
      { text: `In all ${describeAmount(transfers)}`, bold: true },
      toned('muted', place === '' ? '' : `  ${place}`),
    ],
    ...wrapSegment(toned('muted', `Same as: ${formatSync(direction, context)}`), size.columns).slice(0, 1),
    // Behind an empty line where there is room for one.
    ...linesOfConsent(state.consent, reasonNotConfirmed(state), nameDeed(direction), size.columns).slice(
      size.rows > 12 ? 0 : 1,
    ),
  ];
}

function nameDeed(direction: SyncDirection): string {
  return direction === 'pull' ? 'Pull' : 'Push';
}

function linesOfCarrying(state: StateAt<'carrying'>, context: Context): readonly Line[] {
  const { size, theme } = context;
  const { transfers, outcomes, work, stop } = state;
  const last = outcomes.at(-1);
  const ratio =
    work === undefined || work.total === 0 ? outcomes.length / transfers.length : work.done / work.total;
  const bytes = work === undefined ? '' : `, ${formatBytes(work.done)} of ${formatBytes(work.total)}`;
  const lines: readonly Line[] = [
    titleOf(state.direction, context),
    stop === 'asked'
      ? [toned('warning', 'Stopping after the file that is running. What is there already stays.')]
      : [toned('muted', 'Losing the connection is safe: what is there already is not carried again.')],
    lineOfProgress(ratio, Math.min(60, size.columns), theme),
    [{ text: `${outcomes.length} of ${transfers.length}${bytes}` }],
    last === undefined ? [] : [toned('muted', `Last: ${makeSafeText(last.transfer.name, { limit: 200 })}`)],
  ];
  const troubled = listOutcomes(transfers, outcomes).filter(
    ({ outcome }) => outcome?.outcome === 'failed' || outcome?.outcome === 'refused',
  );
  return [...lines, ...(troubled.length === 0 ? [] : tableOf(outcomeColumns(troubled), troubled, context))];
}

function linesOfReceipt(state: StateAt<'finished'>, context: Context): readonly Line[] {
  const { size } = context;
  const { receipt, direction } = state;
  const outcomes = listOutcomes(receipt.transfers, receipt.outcomes);
  const [headings, ...rows] = tableOf(outcomeColumns(outcomes), outcomes, context);
  const { seen, place } = windowOfLines(rows, state.scroll, rowsToScroll(state, context));
  const { problem } = receipt;
  const said: readonly Line[] =
    problem === undefined
      ? []
      : [
          ...wrapSegment(toned('bad', problem.message), size.columns),
          ...wrapSegment(toned('muted', problem.hint), size.columns),
        ];
  return [
    [segmentOfOutcome(receipt, nameTitle(direction, context), context)],
    ...said.slice(0, 3),
    [{ text: `${countOutcomes(outcomes)}.` }, toned('muted', place === '' ? '' : `  ${place}`)],
    headings ?? [],
    ...seen,
    [
      {
        text: isComplete(receipt)
          ? 'Press esc to go back.'
          : 'Press enter to see what is left, esc to go back.',
        bold: true,
      },
    ],
  ];
}

/** Whether everything was carried, so that there is nothing to do again. Pure. */
export function isComplete({ outcome }: SyncReceipt): boolean {
  return outcome === 'applied' || outcome === 'unchanged';
}

function segmentOfOutcome({ outcome, problem }: SyncReceipt, title: string, { theme }: Context): Segment {
  const { symbols } = theme;
  switch (outcome) {
    case 'applied':
      return { text: `${symbols.good} Done: ${title}`, tone: 'good', bold: true };
    case 'unchanged':
      return { text: `${title}: unchanged`, bold: true };
    case 'partial':
      return { text: `! Partly done: ${title}`, tone: 'warning', bold: true };
    case 'refused':
      // What was stopped may have arrived all the same: only the next read of the bucket can tell.
      if (problem?.code === 'partly-done')
        return { text: `! Not finished: ${title}`, tone: 'warning', bold: true };
      return { text: `${symbols.bad} Nothing was carried: ${title}`, tone: 'bad', bold: true };
    default:
      return outcome satisfies never;
  }
}

/** Headings, then a line for each row. */
function tableOf<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { size, theme }: Context,
): readonly Line[] {
  const fitted = fitColumns(columns, size.columns);
  return [lineOfHeadings(fitted, theme), ...rows.map(row => lineOfRow(fitted, row, theme))];
}
