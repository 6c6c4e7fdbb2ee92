import { makeSafeText } from '../../../core/text/safe-text.ts';
import { type Line, type Tone, toned } from '../../components/line.tsx';
import { formatAge, formatMinute } from '../../format/age.ts';
import { describeFact, describeMove } from '../../format/entry-change.ts';
import { formatGateRecord } from '../../format/gate-record.ts';
import { wrapText } from '../../format/wrap-text.ts';
import type { Context } from '../../runtime/screen.ts';
import { describeRow } from './describe-row.ts';
import type { HistoryRow } from './history-rows.ts';

/** A label and what stands beside it. */
type Said = readonly [label: string, text: string, tone?: Tone];

const labelWidth = 10;

/** What is to be known about a row, in full, in at most `rows` lines. `full` adds facts, operation and digest. Pure. */
export function linesAboutEntry(
  row: HistoryRow,
  detail: 'brief' | 'full',
  rows: number,
  context: Pick<Context, 'size' | 'now' | 'theme'>,
): readonly Line[] {
  const said = [
    ...describeOrigin(row),
    ...describeOrder(row),
    ...describeDeed(row, context),
    ...describeProof(row, detail, context),
  ];
  const lines = said.flatMap(([label, text, tone = 'plain']) =>
    wrapText(text, context.size.columns - labelWidth).map(
      (line, place): Line => [
        toned('muted', (place === 0 ? label : '').padEnd(labelWidth)),
        toned(tone, line),
      ],
    ),
  );
  if (lines.length <= rows || detail === 'brief' || rows === 0) return lines.slice(0, rows);
  const hidden = lines.length - rows + 1;
  return [...lines.slice(0, rows - 1), [toned('muted', `(${hidden} more lines in a taller window)`)]];
}

/** What to know where something was not done through lastgood. */
function describeOrigin(row: HistoryRow): readonly Said[] {
  switch (row.kind) {
    case 'foreign':
      return [['before', 'Another program recorded this before lastgood kept the history.', 'warning']];
    case 'pending':
      if (row.origin === 'news')
        return [['moved', 'Moved outside lastgood, as other programs may here. The next write records it.']];
      return row.origin === 'drift'
        ? [['DRIFT', 'Moved outside lastgood. A on the models screen keeps it or puts it back.', 'warning']]
        : [['found', 'In place before lastgood. The first write puts it on record.', 'muted']];
    case 'entry':
      if (row.origin === 'news')
        return [
          ['moved', 'Another program had moved it, as it may here; this entry records where it stood.'],
        ];
      if (row.origin === 'drift')
        return [['DRIFT', 'Another program had moved it; this entry records where it stood.', 'warning']];
      return row.origin === 'before'
        ? [['found', 'Recorded when lastgood first wrote here: it was in place before.', 'muted']]
        : [];
    default:
      return row satisfies never;
  }
}

/** What two wrote at the same time has the same place. */
function describeOrder(row: HistoryRow): readonly Said[] {
  if (row.kind !== 'entry' || row.stored.orderUnknown !== true) return [];
  const { generation } = row.stored.entry;
  return [
    [
      'order',
      `Unknown: another entry has generation ${generation} too, written at the same time.`,
      'warning',
    ],
  ];
}

function describeDeed(row: HistoryRow, { now, theme }: Pick<Context, 'now' | 'theme'>): readonly Said[] {
  if (row.kind === 'pending') return [];
  const { at, by, why } = describeRow(row, theme.symbols.arrow);
  const time = at === undefined ? '' : `, ${formatMinute(at)} UTC (${formatAge(at, now)})`;
  return [...(why === '' ? [] : [['why', why] as const]), ['by', `${by}${time}`]];
}

function describeProof(
  row: HistoryRow,
  detail: 'brief' | 'full',
  { theme }: Pick<Context, 'theme'>,
): readonly Said[] {
  if (row.kind !== 'entry' || detail === 'brief') return [];
  const { entry, digest } = row.stored;
  const { arrow } = theme.symbols;
  return [
    ...(entry.moves.length > 1 ? entry.moves.map((move): Said => ['move', describeMove(move, arrow)]) : []),
    ...entry.facts.map((fact): Said => ['fact', describeFact(fact, arrow)]),
    ...(entry.reverts === null
      ? []
      : [['undoes', `operation ${makeSafeText(entry.reverts, { limit: 128 })}`] as const]),
    ['operation', makeSafeText(entry.operationId, { limit: 128 })],
    ['sha256', digest],
    ['gate', formatGateRecord(entry.gate), entry.gate.overridden ? 'warning' : 'plain'],
    ['entry', `generation ${entry.generation}, written by ${makeSafeText(entry.tool, { limit: 80 })}`],
  ];
}
