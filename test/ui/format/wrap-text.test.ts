import fc from 'fast-check';
import { expect, test } from 'vitest';
import { displayWidth } from '../../../src/ui/format/display-width.ts';
import { wrapText } from '../../../src/ui/format/wrap-text.ts';

test.each([
  ['', 10, []],
  ['one two three', 7, ['one two', 'three']],
  ['one two three', 80, ['one two three']],
  ['a-very-long-word and more', 8, ['a-very-l', 'ong-word', 'and more']],
  ['回答に幻覚が多い', 6, ['回答に', '幻覚が', '多い']],
  ['ab 回答に幻覚', 5, ['ab', '回答', 'に幻', '覚']],
])('%j in %i cells', (text, width, lines) => {
  expect(wrapText(text, width)).toEqual(lines);
});

test('no line is wider than asked, and nothing but spaces is lost', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 8, max: 40 }), (text, width) => {
      const lines = wrapText(text, width);
      for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    }),
  );
});
