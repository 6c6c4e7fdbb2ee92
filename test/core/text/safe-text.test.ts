import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeUnsafe, isSameTypedText, makeSafeText } from '../../../src/core/text/safe-text.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
    .map(codes => String.fromCharCode(...codes)),
  fc
    .array(
      fc.constantFrom('\x1b[2J', '\x9b31m', '\r\n', '\t', '\u202e', '\u0301', 'a', '\ud800', '\u{e0041}'),
      {
        maxLength: 40,
      },
    )
    .map(parts => parts.join('')),
);

describe('safe text', () => {
  test.each([
    ['plain text stays', 'v7 of frontshift-rag', 'v7 of frontshift-rag'],
    ['letters of other scripts stay', 'модель 模型 café', 'модель 模型 café'],
    ['an escape sequence is shown, not obeyed', '\x1b[2Jgone', '^[[2Jgone'],
    ['a bell, a backspace and a delete are shown', '\x07\b\x7f', '^G^H^?'],
    ['the eight-bit form of an escape is shown', '\x9b31m', 'M-^[31m'],
    ['lines and tabs become one symbol each', 'a\nb\tc', 'a↵b⇥c'],
    ['a Windows line end is one symbol, a lone return is shown', 'a\r\nb\rc\r', 'a↵b^Mc^M'],
    ['a direction override is named', 'txt\u202egnp', 'txt<U+202E>gnp'],
    ['hidden characters are named', 'a\u200bb\ufeffc\u00add', 'a<U+200B>b<U+FEFF>c<U+00AD>d'],
    ['tag characters are named', '\u{e0041}', '<U+E0041>'],
    ['line and paragraph separators are named', '\u2028\u2029', '<U+2028><U+2029>'],
    ['a lone surrogate is named', 'a\ud800b', 'a<U+D800>b'],
    [
      'four combining marks stay, a fifth is named',
      `e${'\u0301'.repeat(5)}`,
      `e${'\u0301'.repeat(4)}<U+0301>`,
    ],
    ['a mark without a base is named', '\u0301a', '<U+0301>a'],
  ])('%s', (_, text, shown) => {
    expect(makeSafeText(text)).toBe(shown);
  });

  test('a long text ends in an ellipsis and has exactly the length allowed', () => {
    expect(makeSafeText('abcdefghij', { limit: 5 })).toBe('abcd…');
    expect(makeSafeText('abcde', { limit: 5 })).toBe('abcde');
    expect(makeSafeText('模型模型模型', { limit: 3 })).toBe('模型…');
  });

  test('a written-out character is not cut in two', () => {
    expect(makeSafeText('ab\u202ecdefgh', { limit: 6 })).toBe('ab…');
  });

  test('a huge text takes no longer than its limit', () => {
    expect(makeSafeText('\x1b'.repeat(5_000_000), { limit: 9 })).toBe('^[^[^[^[…');
  });

  test('whatever goes in, nothing that steers, hides or breaks the line comes out', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 80 }), (text, limit) => {
        const safe = makeSafeText(text, { limit });
        expect(safe).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/u);
        expect(safe).not.toMatch(/\p{M}{5}/u);
        expect([...safe].length).toBeLessThanOrEqual(limit);
        expect(describeUnsafe(safe)).toBeUndefined();
      }),
      { numRuns: 3000 },
    );
  });

  test('safe text stays as it is', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 80 }), (text, limit) => {
        const safe = makeSafeText(text, { limit });
        expect(makeSafeText(safe, { limit })).toBe(safe);
      }),
      { numRuns: 3000 },
    );
  });

  test('what is unsafe is said in words, each kind once', () => {
    expect(describeUnsafe('fine')).toBeUndefined();
    expect(describeUnsafe('\x1b\x07\u202e\n')).toBe(
      'a control character, a direction control, a line break or tab',
    );
    expect(describeUnsafe(`e${'\u0301'.repeat(9)}`)).toBe('too many combining marks');
  });

  test('typed text is the same in either normal form and differs by any letter', () => {
    expect(isSameTypedText('cafe\u0301@latest', 'caf\u00e9@latest')).toBe(true);
    expect(isSameTypedText('Rag@latest', 'rag@latest')).toBe(false);
    expect(isSameTypedText('rаg', 'rag')).toBe(false);
  });
});
