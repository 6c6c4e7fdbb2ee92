import type { Transfer, TransferOutcome } from '../../../core/mirror/transfer.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { type Column, widestOf } from '../../components/columns.ts';
import { type Segment, type Tone, toned } from '../../components/line.tsx';
import { formatBytes } from '../../format/bytes.ts';
import { formatCount } from '../../format/number.ts';

/** What is done with it, in a word. */
const deeds: Readonly<Record<Transfer['act'], string>> = {
  add: 'add',
  move: 'move',
  'set-aside': 'replace',
  remove: 'REMOVE',
};

const units: Readonly<Record<Transfer['unit'], string>> = {
  version: 'version',
  history: 'history',
  pointer: 'pointer',
  log: 'log',
  kept: 'evidence',
  registry: 'registry',
};

const nameOf = ({ name }: Transfer): string => makeSafeText(name, { limit: 200 });

/** The columns of what would be carried. Where room is short why goes first, then the number of files. */
export function transferColumns(transfers: readonly Transfer[]): readonly Column<Transfer>[] {
  return [
    { heading: 'DO', cell: doCell, minimum: 7, wanted: 7, priority: 1 },
    {
      heading: 'WHAT',
      cell: transfer => toned('muted', units[transfer.unit]),
      minimum: 8,
      wanted: 8,
      priority: 2,
    },
    nameColumn(transfers, transfer => transfer),
    {
      heading: 'FILES',
      cell: ({ files }) => ({ text: `${files.length}` }),
      align: 'right',
      minimum: 5,
      wanted: 5,
      priority: 3,
    },
    {
      heading: 'SIZE',
      cell: ({ sizeBytes }) => ({ text: formatBytes(sizeBytes) }),
      align: 'right',
      minimum: 8,
      wanted: 8,
      priority: 1,
    },
    { heading: 'WHY', cell: ({ why }) => toned('muted', why), minimum: 16, wanted: 60, priority: 4 },
  ];
}

function doCell({ act }: Transfer): Segment {
  return act === 'add' ? { text: deeds[act] } : toned('warning', deeds[act]);
}

function nameColumn<Row>(transfers: readonly Transfer[], transferOf: (row: Row) => Transfer): Column<Row> {
  return {
    heading: 'NAME',
    cell: row => ({ text: nameOf(transferOf(row)) }),
    minimum: 16,
    wanted: widestOf(transfers.map(nameOf), 'NAME', 44),
    priority: 1,
  };
}

/** A transfer with what became of it; undefined: it was not reached, or stopped before its end. */
export type OutcomeRow = { readonly transfer: Transfer; readonly outcome: TransferOutcome | undefined };

const words: Readonly<Record<TransferOutcome['outcome'], { readonly text: string; readonly tone: Tone }>> = {
  failed: { text: 'FAILED', tone: 'bad' },
  refused: { text: 'REFUSED', tone: 'warning' },
  already: { text: 'was there', tone: 'muted' },
  done: { text: 'done', tone: 'good' },
};
const unfinished = { text: 'unfinished', tone: 'warning' } as const;

const worstFirst = ['failed', 'refused', undefined, 'already', 'done'] as const;

/** Every transfer with what became of it, what went wrong first. Pure. */
export function listOutcomes(
  transfers: readonly Transfer[],
  outcomes: readonly TransferOutcome[],
): readonly OutcomeRow[] {
  const found = new Map(outcomes.map(outcome => [keyOf(outcome.transfer), outcome]));
  const rows = transfers.map(transfer => ({ transfer, outcome: found.get(keyOf(transfer)) }));
  return worstFirst.flatMap(state => rows.filter(({ outcome }) => outcome?.outcome === state));
}

/** How many ended in which way, in a sentence: `2 done, 1 refused`. Pure. */
export function countOutcomes(rows: readonly OutcomeRow[]): string {
  const count = (state: TransferOutcome['outcome'] | undefined): number =>
    rows.filter(({ outcome }) => outcome?.outcome === state).length;
  const said = [
    [count('done'), 'done'],
    [count('already'), 'there already'],
    [count('refused'), 'refused'],
    [count('failed'), 'failed'],
    [count(undefined), 'not finished'],
  ] as const;
  return said.flatMap(([number, word]) => (number === 0 ? [] : [`${number} ${word}`])).join(', ');
}

/** The columns of what became of each. */
export function outcomeColumns(rows: readonly OutcomeRow[]): readonly Column<OutcomeRow>[] {
  return [
    {
      heading: 'IS',
      cell: ({ outcome }) => (outcome === undefined ? unfinished : words[outcome.outcome]),
      minimum: 11,
      wanted: 11,
      priority: 1,
    },
    nameColumn(
      rows.map(({ transfer }) => transfer),
      ({ transfer }: OutcomeRow) => transfer,
    ),
    {
      heading: '',
      cell: ({ outcome }) => toned('warning', outcome?.problem ?? ''),
      minimum: 16,
      wanted: 80,
      priority: 2,
    },
  ];
}

/** How much is carried in all: `3 things, 12 files, 4.2 MiB`. Pure. */
export function describeAmount(transfers: readonly Transfer[]): string {
  const files = transfers.reduce((sum, transfer) => sum + transfer.files.length, 0);
  const sizeBytes = transfers.reduce((sum, transfer) => sum + transfer.sizeBytes, 0);
  return `${formatCount(transfers.length, 'thing')}, ${formatCount(files, 'file')}, ${formatBytes(sizeBytes)}`;
}

function keyOf({ to, act, name }: Transfer): string {
  return `${to} ${act} ${name}`;
}
