import { expect, test } from 'vitest';
import { fitLines } from '../../../src/ui/components/fit-lines.ts';
import { type Line, textOfLine } from '../../../src/ui/components/line.tsx';
import { clampScroll, moveScroll, windowOfLines } from '../../../src/ui/components/scrolled-lines.ts';

const lines = Array.from({ length: 10 }, (_, place): Line => [{ text: `line ${place + 1}` }]);

test('a move never goes past the first or the last page', () => {
  expect(moveScroll(0, 'up', 10, 4)).toBe(0);
  expect(moveScroll(0, 'page-down', 10, 4)).toBe(4);
  expect(moveScroll(4, 'page-down', 10, 4)).toBe(6);
  expect(moveScroll(0, 'last', 10, 4)).toBe(6);
  expect(moveScroll(0, 'down', 3, 4)).toBe(0);
});

test('fewer lines than before fill the page', () => {
  expect(clampScroll(6, 5, 4)).toBe(1);
});

test('the lines that are seen say which they are, and nothing where all are', () => {
  expect(windowOfLines(lines, 6, 4).seen.map(textOfLine)).toEqual(['line 7', 'line 8', 'line 9', 'line 10']);
  expect(windowOfLines(lines, 6, 4).place).toBe('lines 7-10 of 10');
  expect(windowOfLines(lines, 3, 20)).toEqual({ seen: lines, place: '' });
});

test('lines that do not fit are counted in the last row', () => {
  expect(fitLines(lines, 3).map(textOfLine)).toEqual([
    'line 1',
    'line 2',
    '(8 more lines in a taller window)',
  ]);
  expect(fitLines(lines, 10)).toEqual(lines);
  expect(fitLines(lines, 0)).toEqual([]);
});
