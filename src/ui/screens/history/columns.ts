import { type Column, widestOf } from '../../components/columns.ts';
import { type Tone, toned } from '../../components/line.tsx';
import { formatAge, formatMinute } from '../../format/age.ts';
import type { Context } from '../../runtime/screen.ts';
import { describeRow } from './describe-row.ts';
import { actionOf, type HistoryRow } from './history-rows.ts';

/** Rows that decide how wide the columns become. */
const widthSample = 200;

/**
 * The columns of the history. Where room is short the generation goes first, then the minute, the gate, the reason; a gate
 * that somebody overrode stays longer.
 */
export function historyColumns(
  rows: readonly HistoryRow[],
  { now, theme }: Pick<Context, 'now' | 'theme'>,
): readonly Column<HistoryRow>[] {
  const wordsOf = (row: HistoryRow) => describeRow(row, theme.symbols.arrow);
  const sample = rows.slice(0, widthSample).map(wordsOf);
  const gateWidth = widestOf(
    sample.map(words => words.gate),
    'GATE',
    15,
  );
  return [
    {
      heading: 'AGE',
      cell: row => ({ text: formatTime(wordsOf(row).at, at => formatAge(at, now)) }),
      align: 'right',
      minimum: 4,
      wanted: 5,
      priority: 1,
    },
    {
      heading: 'WHEN (UTC)',
      cell: row => toned('muted', formatTime(wordsOf(row).at, formatDayAndMinute)),
      minimum: 11,
      wanted: 11,
      priority: 5,
    },
    {
      heading: 'GEN',
      cell: row => toned('muted', wordsOf(row).generation),
      minimum: 4,
      wanted: 5,
      priority: 6,
    },
    { heading: 'ACTION', cell: row => toned(toneOf(row), actionOf(row)), minimum: 8, wanted: 8, priority: 1 },
    {
      heading: 'CHANGE',
      cell: row => ({ text: wordsOf(row).change, tone: isUndone(row) ? 'muted' : 'plain' }),
      minimum: 14,
      wanted: widestOf(
        sample.map(words => words.change),
        'CHANGE',
        36,
      ),
      priority: 1,
    },
    {
      heading: 'WHO',
      cell: row => toned('muted', wordsOf(row).who),
      minimum: 8,
      wanted: widestOf(
        sample.map(words => words.who),
        'WHO',
        24,
      ),
      priority: 2,
    },
    {
      heading: 'WHY',
      cell: row => ({ text: describeWhy(row, wordsOf(row).why) }),
      minimum: 12,
      wanted: 60,
      priority: 3,
    },
    {
      heading: 'GATE',
      cell: row => toned(isOverridden(row) ? 'warning' : 'muted', wordsOf(row).gate),
      minimum: Math.min(11, gateWidth),
      wanted: gateWidth,
      priority: gateWidth < 10 ? 4 : 2,
    },
  ];
}

/** `11-20 18:00`: the age beside it tells the year, and below the list stands all of it. */
function formatDayAndMinute(at: string): string {
  return formatMinute(at).slice(5);
}

function formatTime(at: string | undefined, format: (at: string) => string): string {
  return at === undefined ? '-' : format(at);
}

function toneOf(row: HistoryRow): Tone {
  if (row.kind === 'foreign') return 'muted';
  if (row.origin === 'drift') return 'warning';
  if (row.origin === 'before') return 'muted';
  return actionOf(row) === 'rollback' ? 'accent' : 'plain';
}

function isUndone(row: HistoryRow): boolean {
  return row.kind === 'entry' && row.undone;
}

/** That it was undone, or that nobody knows when, says more than why it was done. */
function describeWhy(row: HistoryRow, why: string): string {
  const marks = [...(isUndone(row) ? ['undone'] : []), ...(isOrderUnknown(row) ? ['order unknown'] : [])];
  return [marks.join(', '), why].filter(part => part !== '').join(': ');
}

function isOrderUnknown(row: HistoryRow): boolean {
  return row.kind === 'entry' && row.stored.orderUnknown === true;
}

function isOverridden(row: HistoryRow): boolean {
  return row.kind === 'entry' && row.stored.entry.gate.overridden;
}
