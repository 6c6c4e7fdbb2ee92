import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linesOfList } from '../../../src/ui/components/list-rows.tsx';
import type { ListMove } from '../../../src/ui/components/windowed-list.ts';
import {
  createList,
  listMoveKeys,
  moveList,
  placeCursor,
  resizeList,
  selectedRow,
  windowOfList,
} from '../../../src/ui/components/windowed-list.ts';
import { createTheme } from '../../../src/ui/terminal/theme.ts';

const moves = [...new Set(Object.values(listMoveKeys))];

describe('a windowed list', () => {
  test('scrolls by half a page when the bar leaves the window', () => {
    let list = createList(100);
    for (let step = 0; step < 9; step += 1) list = moveList(list, 'down', 10);
    expect(windowOfList(list, 10)).toEqual({ start: 0, end: 10 });
    list = moveList(list, 'down', 10);
    expect([list.cursor, windowOfList(list, 10)]).toEqual([10, { start: 5, end: 15 }]);
    for (let step = 0; step < 6; step += 1) list = moveList(list, 'up', 10);
    expect([list.cursor, windowOfList(list, 10)]).toEqual([4, { start: 0, end: 10 }]);
  });

  test('stops at its ends', () => {
    const list = moveList(createList(3), 'up', 10);
    expect(list.cursor).toBe(0);
    expect(moveList(list, 'page-down', 10).cursor).toBe(2);
    expect(windowOfList(moveList(createList(100), 'last', 10), 10)).toEqual({ start: 90, end: 100 });
  });

  test('without rows nothing is selected and no move fails', () => {
    for (const move of moves) expect(selectedRow(moveList(createList(0), move, 10))).toBeUndefined();
    expect(windowOfList(createList(0), 10)).toEqual({ start: 0, end: 0 });
  });

  test('keeps the cursor where it can when rows come and go', () => {
    expect(resizeList(createList(10, 7), 20).cursor).toBe(7);
    expect(resizeList(createList(10, 7), 3).cursor).toBe(2);
    expect(selectedRow(resizeList(resizeList(createList(10, 7), 0), 5))).toBe(0);
    expect(placeCursor(createList(50), 40, 10).cursor).toBe(40);
  });

  test('draws the rows in the window only, 50,000 or ten', () => {
    const drawn: number[] = [];
    const list = placeCursor(createList(50_000), 30_000, 20);
    const lines = linesOfList(list, 20, createTheme('mono', 'ascii'), row => {
      drawn.push(row);
      return [{ text: `row ${row}` }];
    });
    expect([lines.length, drawn.length]).toEqual([20, 20]);
    expect(lines.filter(line => line[0]?.text === '> ').map(line => line[1]?.text)).toEqual(['row 30000']);
  });

  test('a key in 50,000 rows costs what it costs in ten', () => {
    const costMs = (count: number) => {
      let list = createList(count);
      const startedAt = performance.now();
      for (let step = 0; step < 20_000; step += 1)
        list = moveList(list, moves[step % moves.length] ?? 'down', 30);
      return performance.now() - startedAt;
    };
    // The least of several: another process may take the processor away in the middle of one.
    const leastCostMs = (count: number) => Math.min(...Array.from({ length: 5 }, () => costMs(count)));
    costMs(10);
    expect(leastCostMs(50_000)).toBeLessThan(10 * leastCostMs(10) + 50);
  });
});

describe('properties', () => {
  const act = fc.oneof(
    fc.record({ move: fc.constantFrom<ListMove>(...moves), height: fc.integer({ min: 0, max: 40 }) }),
    fc.record({ count: fc.integer({ min: 0, max: 200 }) }),
  );

  test('the cursor is always on a row that is drawn, and the window is full where it can be', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 50 }), fc.integer({ min: 1, max: 40 }), (acts, height) => {
        let list = createList(100);
        for (const each of acts)
          list = 'move' in each ? moveList(list, each.move, each.height) : resizeList(list, each.count);
        const { start, end } = windowOfList(list, height);
        expect(end - start).toBe(Math.min(height, list.count));
        if (list.count > 0) {
          expect(list.cursor).toBeGreaterThanOrEqual(start);
          expect(list.cursor).toBeLessThan(end);
        }
      }),
    );
  });

  test('down then up comes back to the row', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 98 }), fc.integer({ min: 1, max: 40 }), (row, height) => {
        const list = placeCursor(createList(100), row, height);
        expect(moveList(moveList(list, 'down', height), 'up', height).cursor).toBe(row);
      }),
    );
  });
});
