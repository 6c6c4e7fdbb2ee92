import { describeSides } from '../../core/mirror/describe-condition.ts';
import { type DifferenceGroup, groupDifferences } from '../../core/mirror/describe-difference.ts';
import { differenceWords } from '../../core/mirror/difference-words.ts';
import type { Fork, ForkSide } from '../../core/mirror/find-fork.ts';
import type { Transfer, TransferOutcome } from '../../core/mirror/transfer.ts';
import type { PlannedSync } from '../../core/session/prepare-sync.ts';
import { formatMinute } from '../format/age.ts';
import { formatBytes } from '../format/bytes.ts';
import { formatAgo } from '../format/gate.ts';
import type { SyncEnd, SyncStatus } from './documents/sync-document.ts';
import { describeEntry } from './print-history.ts';
import { printTable, type TableOptions } from './print-table.ts';

/** Most differences of a kind, and most transfers, that are printed one by one. */
const lineLimit = 50;

/** Both sides for people: what differs, why it matters, what can be done, and what a pull and a push would carry. Pure. */
export function printSyncStatus(status: SyncStatus, now: string, options: TableOptions): readonly string[] {
  const { condition, forks, pull, push } = status;
  const { url, cache, seenAt, differences } = condition;
  return [
    `bucket  ${url}`,
    `copy    ${cache}`,
    `read    ${seenAt === undefined ? 'never' : formatAgo(seenAt, now)}`,
    '',
    describeSides(condition),
    ...groupDifferences(differences).flatMap(group => printGroup(group, forks, options)),
    ...(pull.length + push.length === 0
      ? []
      : ['', `lastgood sync pull: ${countTransfers(pull)}`, `lastgood sync push: ${countTransfers(push)}`]),
  ];
}

function printGroup(
  { kind, differences }: DifferenceGroup,
  forks: readonly Fork[],
  options: TableOptions,
): readonly string[] {
  const { heading, meaning, choices } = differenceWords[kind];
  const rows = differences.map(({ name, detail }) => [name, detail]);
  return [
    '',
    `${heading} (${differences.length})`,
    `  ${meaning}`,
    ...printRows(rows, ['name', 'what'], options),
    ...(kind === 'history-forked' ? forks.flatMap(fork => printFork(fork, options)) : []),
    ...choices.map(({ text }) => `  > ${text}`),
  ];
}

/** Both histories of a model side by side, from where they part. Pure. */
export function printFork(fork: Fork, options: TableOptions): readonly string[] {
  const columns = [
    { title: '#', align: 'right' as const },
    { title: 'side' },
    { title: 'when (UTC)' },
    { title: 'who', cut: true as const },
    { title: 'act', cut: true as const },
    { title: 'what', cut: true as const, atLeast: 16 },
    { title: 'reason', cut: true as const, atLeast: 12 },
  ];
  const rows = fork.generations.flatMap(({ generation, here, inBucket }) => [
    [String(generation), 'here', ...describeSide(here)],
    ['', 'bucket', ...describeSide(inBucket)],
  ]);
  const shared = fork.sharedGenerations;
  return [
    `  ${fork.model}: ${shared === 0 ? 'nothing is shared' : `the same up to generation ${shared}`}`,
    ...printTable(columns, rows, { ...options, indent: '    ' }),
  ];
}

function describeSide(side: ForkSide): readonly string[] {
  if (side === undefined) return ['-', '-', '-', 'no such entry', ''];
  if ('fault' in side) return ['-', '-', '-', side.problem, ''];
  const { entry } = side;
  return [formatMinute(entry.at), entry.actor, entry.action, describeEntry(entry), entry.reason ?? ''];
}

const acts: Readonly<Record<Transfer['act'], string>> = {
  add: 'add',
  move: 'move',
  'set-aside': 'replace, keeping what is here beside it',
  remove: 'REMOVE',
};

/** What would be carried and how that is confirmed, for people. Pure. */
export function printPlanned(
  { transfers, confirmation }: PlannedSync,
  options: TableOptions,
): readonly string[] {
  return [
    ...printTransfers(transfers, options),
    ...(confirmation.kind === 'typed' ? [`  To confirm, type: ${confirmation.text}`] : []),
  ];
}

function printTransfers(transfers: readonly Transfer[], options: TableOptions): readonly string[] {
  const rows = transfers.map(({ act, name, files, sizeBytes, why }) => [
    acts[act],
    name,
    String(files.length),
    formatBytes(sizeBytes),
    why,
  ]);
  return printRows(rows, ['act', 'name', 'files', 'size', 'why'], options);
}

/** How a sync ended, for people. What was done stands on stderr already. Pure. */
export function printSync({ direction, condition, forked, unmended, receipt }: SyncEnd): readonly string[] {
  const { url } = condition;
  const left = receipt.transfers.length - receipt.outcomes.length;
  const counted = countOutcomes(receipt.outcomes, left);
  return [
    receipt.outcome === 'unchanged'
      ? `unchanged: there is nothing to ${direction} ${direction === 'pull' ? 'from' : 'to'} ${url}.`
      : `${words[receipt.outcome]}: ${direction} ${direction === 'pull' ? 'from' : 'to'} ${url}: ${counted}`,
    ...(receipt.problem ? [`  ${receipt.problem.message}`, `  ${receipt.problem.hint}`] : []),
    ...forked.map(
      model => `FORKED: ${model} has another history here than in the bucket; nothing of it was carried.`,
    ),
    ...(forked.length === 0 ? [] : ['  See both side by side with lastgood sync status.']),
    ...unmended,
  ];
}

const words: Readonly<Record<SyncEnd['receipt']['outcome'], string>> = {
  planned: 'planned',
  applied: 'done',
  unchanged: 'unchanged',
  partial: 'partly done',
  refused: 'refused',
};

/** What became of a transfer, in a line. Pure. */
export function describeOutcome({ transfer, outcome, problem }: TransferOutcome): string {
  const { name, files, sizeBytes } = transfer;
  const size = `${files.length} ${files.length === 1 ? 'file' : 'files'}, ${formatBytes(sizeBytes)}`;
  return `${outcome}: ${name} (${size})${problem === undefined ? '' : `: ${problem}`}`;
}

function countOutcomes(outcomes: readonly TransferOutcome[], left: number): string {
  const of = (wanted: TransferOutcome['outcome']): number =>
    outcomes.filter(({ outcome }) => outcome === wanted).length;
  const counts: readonly (readonly [number, string])[] = [
    [of('done'), 'carried'],
    [of('already'), 'there already'],
    [of('refused'), 'refused'],
    [of('failed'), 'failed'],
    [left, 'not begun'],
  ];
  return counts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count} ${what}`)
    .join(', ');
}

function countTransfers(transfers: readonly Transfer[]): string {
  if (transfers.length === 0) return 'nothing';
  const sizeBytes = transfers.reduce((sum, transfer) => sum + transfer.sizeBytes, 0);
  return `${transfers.length} to carry, ${formatBytes(sizeBytes)}`;
}

function printRows(
  rows: readonly (readonly string[])[],
  titles: readonly string[],
  options: TableOptions,
): readonly string[] {
  const columns = titles.map(title => ({ title, cut: true as const }));
  const more = rows.length - lineLimit;
  return [
    ...printTable(columns, rows.slice(0, lineLimit), { ...options, indent: '  ' }),
    ...(more > 0 ? [`  and ${more} more: --json has all of them`] : []),
  ];
}
