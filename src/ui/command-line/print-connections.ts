import type {
  ConnectionState,
  ConnectionUse,
  ExaminedConnection,
} from '../../core/connections/connection.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { wrapText } from '../format/wrap-text.ts';
import { type Column, printTable, type TableOptions } from './print-table.ts';

const stateWords: Readonly<Record<ConnectionState, string>> = {
  ready: 'ready',
  limited: 'limited',
  'not-usable': 'NOT USABLE',
  'not-configured': 'not configured',
  'not-asked': 'not asked',
};

/** What a service is called before its name; one that has no name of its own is only called this. */
const useWords: Readonly<Record<ConnectionUse, string>> = {
  registry: 'registry',
  hub: 'hub',
  notification: 'notify',
  tracking: 'tracking',
  outbox: 'outbox',
  state: 'state',
};

const columns: readonly Column[] = [
  { title: 'service', cut: true, atLeast: 14 },
  { title: 'state' },
  { title: 'as', cut: true, atLeast: 8 },
  { title: 'may', cut: true, atLeast: 16 },
  { title: 'where', cut: true, atLeast: 30, spare: true },
];

/** Services that were looked at, for people: a row each, then what is missing and what to do about it. Pure. */
export function printConnections(
  connections: readonly ExaminedConnection[],
  options: TableOptions,
): readonly string[] {
  const rows = connections.map(connection => [
    nameService(connection),
    stateWords[connection.state],
    connection.identity ?? '-',
    connection.may.join('; ') || '-',
    connection.place ?? '-',
  ]);
  const problems = connections.flatMap(connection => printMissing(connection, options));
  return [...printTable(columns, rows, options), ...(problems.length === 0 ? [] : ['', ...problems])];
}

function nameService({ use, name }: ExaminedConnection): string {
  return useWords[use] === name ? name : `${useWords[use]} ${name}`;
}

/** What is wrong and what to do is never cut. */
function printMissing(connection: ExaminedConnection, { width }: TableOptions): readonly string[] {
  const wrap = (text: string, indent: string): readonly string[] => {
    const safe = makeSafeText(text);
    const lines = width === undefined ? [safe] : wrapText(safe, Math.max(20, width - indent.length));
    return lines.map(line => `${indent}${line}`);
  };
  return connection.missing.flatMap(({ what, fix }) => [
    ...wrap(`${nameService(connection)}: ${what}`, ''),
    ...(fix === '' ? [] : wrap(fix, '  ')),
  ]);
}
