import { expect, test } from 'vitest';
import type { MoveEvent } from './check-moves.ts';
import { checkReads, type ReadEvent } from './check-reads.ts';

const invoked = { event: 'invoke', process: 'one', operation: 'a', from: null, to: 'v1' } as const;
const acknowledged = { event: 'ok', process: 'one', operation: 'a', generation: 2 } as const;
const began = { event: 'read-began', process: 'two' } as const;
const logged = new Map([['a', 2]]);

function readOf(generation: number): ReadEvent {
  return { event: 'read', process: 'two', generation };
}

test.each<[string, readonly (MoveEvent | ReadEvent)[], readonly string[]]>([
  ['a read after a move sees it', [invoked, acknowledged, began, readOf(2)], []],
  ['a read beside a move may see it or not', [invoked, began, acknowledged, readOf(1)], []],
  [
    'a read after a move that misses it is found out',
    [invoked, acknowledged, began, readOf(1)],
    ['two read generation 1 after 2 was acknowledged'],
  ],
  [
    'a read of what nobody asked for is found out',
    [began, readOf(2), invoked, acknowledged],
    ['two read a before anybody had asked for it'],
  ],
])('%s', (_, events, problems) => {
  expect(checkReads(events, logged)).toEqual(problems);
});
