import { describeEventTitle } from '../../core/events/event-words.ts';
import type { OutboxItem } from '../../core/ports/outbox.ts';
import type { LoadedOutbox } from '../../core/session/load-outbox.ts';
import { printTable, type TableOptions } from './print-table.ts';

/** Most items that are printed for people, oldest first: a service that is away for days leaves hundreds that say the same. */
const printedItems = 20;

/** What others are still to be told, for people. Pure. */
export function printOutbox(loaded: LoadedOutbox, options: TableOptions): readonly string[] {
  const { state, items, unreadable, room, keptBecause } = loaded;
  if (state === 'off') return ['Nobody is configured to be told of anything.'];
  return [
    ...(items.length === 0 ? ['Nothing waits to be told.'] : printItems(items, options)),
    ...(room === 'none' ? ['The outbox is full: what happens now is told to nobody later either.'] : []),
    ...unreadable.map(
      name => `${name} cannot be read; drop it with lastgood outbox drop ${name.slice(0, 16)}.`,
    ),
    ...(keptBecause === undefined ? [] : [`Nothing is sent for now: ${keptBecause}.`]),
  ];
}

function printItems(items: readonly OutboxItem[], options: TableOptions): readonly string[] {
  const printed = items.slice(0, printedItems);
  const left = items.length - printed.length;
  const rows = printed.map(item => [
    item.id,
    item.channel,
    describeState(item),
    describeEventTitle(item.event),
  ]);
  const notes = printed.flatMap(({ id, problem, reference }) => [
    ...(problem === null ? [] : [`${id}: ${problem.message}`, `  ${problem.hint}`]),
    ...(reference === null ? [] : [`${id}: ${reference}`]),
  ]);
  const titles = [{ title: 'id' }, { title: 'channel' }, { title: 'state' }, { title: 'what' }];
  const more = left === 0 ? [] : [`${left} more of ${items.length}; all of them: lastgood outbox --json.`];
  return [...printTable(titles, rows, options), ...notes, ...more];
}

function describeState({ state, attempts, nextAt }: OutboxItem): string {
  if (state === 'delivered') return 'told';
  const tries = attempts === 1 ? '1 try' : `${attempts} tries`;
  if (state === 'given-up') return `given up after ${tries}`;
  return attempts === 0 ? 'waits, not tried yet' : `waits, ${tries}, next ${nextAt ?? 'never'}`;
}
