import { describe, expect, test } from 'vitest';
import { checkMoves, type LoggedMove, type MoveEvent } from './check-moves.ts';

function invoke(operation: string, from: string, to: string): MoveEvent {
  return { event: 'invoke', process: operation, operation, from, to };
}
function ok(operation: string, generation: number): MoveEvent {
  return { event: 'ok', process: operation, operation, generation };
}
function fail(operation: string): MoveEvent {
  return { event: 'fail', process: operation, operation };
}
function logged(operation: string, generation: number, from: string, to: string): LoggedMove {
  return { operation, generation, from, to };
}

describe('the checker of moves', () => {
  test('accepts two moves at once in either order', () => {
    const events = [invoke('a', 'v1', 'v2'), invoke('b', 'v2', 'v3'), ok('b', 2), ok('a', 1)];
    expect(checkMoves(events, [logged('a', 1, 'v1', 'v2'), logged('b', 2, 'v2', 'v3')])).toEqual([]);
  });

  test('accepts that a move nobody heard of again happened, and that it did not', () => {
    const events = [invoke('a', 'v1', 'v2')];
    expect(checkMoves(events, [])).toEqual([]);
    expect(checkMoves(events, [logged('a', 1, 'v1', 'v2')])).toEqual([]);
  });

  test.each<[string, readonly MoveEvent[], readonly LoggedMove[], RegExp]>([
    [
      'a lost update',
      [invoke('a', 'v1', 'v2'), invoke('b', 'v1', 'v3'), ok('a', 1), ok('b', 1)],
      [logged('b', 1, 'v1', 'v3')],
      /a was acknowledged and is logged 0 times/,
    ],
    [
      'two moves from the same place',
      [invoke('a', 'v1', 'v2'), invoke('b', 'v1', 'v3'), ok('a', 1), ok('b', 2)],
      [logged('a', 1, 'v1', 'v2'), logged('b', 2, 'v1', 'v3')],
      /an update was lost/,
    ],
    [
      'a refused move that happened',
      [invoke('a', 'v1', 'v2'), fail('a')],
      [logged('a', 1, 'v1', 'v2')],
      /refused and is logged/,
    ],
    [
      'a move made twice',
      [invoke('a', 'v1', 'v1')],
      [logged('a', 1, 'v1', 'v1'), logged('a', 2, 'v1', 'v1')],
      /logged 2 times/,
    ],
    ['a move nobody asked for', [], [logged('a', 1, 'v1', 'v2')], /never asked for/],
    [
      'a move that stands before one that had ended',
      [invoke('a', 'v2', 'v1'), ok('a', 2), invoke('b', 'v1', 'v2'), ok('b', 1)],
      [logged('b', 1, 'v1', 'v2'), logged('a', 2, 'v2', 'v1')],
      /had ended before/,
    ],
    [
      'another generation than was told',
      [invoke('a', 'v1', 'v2'), ok('a', 7)],
      [logged('a', 1, 'v1', 'v2')],
      /was told generation 7/,
    ],
  ])('notices %s', (_, events, log, problem) => {
    expect(checkMoves(events, log).join('\n')).toMatch(problem);
  });
});
