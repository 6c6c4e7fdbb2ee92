import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareNames, findPlace } from './name-order.ts';

const anyName = fc.string({ unit: 'binary', maxLength: 6 });

describe('the order of names', () => {
  it('is the order of their UTF-8 bytes', () => {
    fc.assert(
      fc.property(anyName, anyName, (left, right) => {
        const bytes = Buffer.compare(Buffer.from(left), Buffer.from(right));
        expect(Math.sign(compareNames(left, right))).toBe(bytes);
      }),
    );
  });

  it('puts an emoji behind a full-width letter, which JavaScript does not', () => {
    expect(['😀', 'Ａ', 'z'].sort(compareNames)).toEqual(['z', 'Ａ', '😀']);
    expect(['😀', 'Ａ', 'z'].sort()).toEqual(['z', '😀', 'Ａ']);
  });

  it('tells where a name stands, or would stand', () => {
    const names = ['a', 'c', 'e'];
    expect(['', 'a', 'b', 'e', 'f'].map(name => findPlace(names, name))).toEqual([0, 0, 1, 2, 3]);
  });
});
