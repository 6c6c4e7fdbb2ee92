import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { measureGrapheme } from '../../../src/ui/terminal/grapheme-width.ts';
import { isPlainNarrow, plainWidth } from '../../../src/ui/terminal/plain-characters.ts';
import { createTerminalScreen } from '../../support/terminal-screen.ts';

const characters = Array.from({ length: 0xffff - 0x20 }, (_, index) =>
  String.fromCharCode(0x20 + index),
).filter(character => !/\p{Cs}/u.test(character));

describe('the width of a grapheme', () => {
  test('is agreed only where Ink and the terminal draw the same', async () => {
    const agreed = characters.filter(character => measureGrapheme(character).agreed);
    expect(agreed.length).toBeGreaterThan(30_000);
    const columns = 100;
    const screen = createTerminalScreen(columns * 4, Math.ceil(agreed.length / columns));
    // A tab stop every four columns: each character is followed by a mark whose column says how wide it was.
    for (let row = 0; row * columns < agreed.length; row++) {
      const line = agreed.slice(row * columns, (row + 1) * columns);
      await screen.write(
        line.map((character, index) => `\u001B[${row + 1};${index * 4 + 1}H${character}|`).join(''),
      );
    }
    const cells = screen.cells();
    const wrong = agreed.filter((character, index) => {
      const cell = cells[Math.floor(index / columns)]?.[(index % columns) * 4 + stringWidth(character)];
      return cell === undefined || !cell.startsWith('|');
    });
    expect(wrong).toEqual([]);
  });

  test('is not agreed for emoji and composed characters', () => {
    for (const grapheme of ['🚀', '✅', '❤️', '👩‍👩‍👧', 'e\u0301', '1️⃣', '🇩🇪']) {
      expect(measureGrapheme(grapheme).agreed, grapheme).toBe(false);
    }
  });

  test('is what Ink lays out by', () => {
    for (const grapheme of ['a', '模', '🚀', '❤️', 'e\u0301', '\u200B', '…']) {
      expect(measureGrapheme(grapheme).cells, grapheme).toBe(stringWidth(grapheme));
    }
  });
});

describe('plain text', () => {
  test('in one cell each has one grapheme in each place', () => {
    const narrow = characters.filter(isPlainNarrow);
    expect(narrow.filter(character => stringWidth(character) !== 1)).toEqual([]);
    expect([...new Intl.Segmenter().segment(narrow.join(''))].length).toBe(narrow.length);
    expect(isPlainNarrow('e\u0301')).toBe(false);
  });

  test('is as wide as Ink takes it to be', () => {
    const plain = characters.filter(character => plainWidth(character) !== undefined);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...plain), { maxLength: 40 }), picked => {
        expect(plainWidth(picked.join(''))).toBe(stringWidth(picked.join('')));
      }),
      { numRuns: 500 },
    );
  });

  test('has nothing in it that needs a table', () => {
    for (const text of ['🚀', 'e\u0301', 'a\u200Bb', '\u00AD', 'ﾞ', '\u001B[m']) {
      expect(plainWidth(text), JSON.stringify(text)).toBeUndefined();
    }
  });
});
