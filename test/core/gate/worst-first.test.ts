import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWorstFirst } from '../../../src/core/gate/worst-first.ts';

test('of many things the worst few are kept, by rank, then by margin, then in the order they came', () => {
  const badness = fc.record({ rank: fc.nat({ max: 3 }), margin: fc.integer({ min: -5, max: 5 }) });
  fc.assert(
    fc.property(fc.array(badness, { maxLength: 80 }), fc.integer({ min: 1, max: 10 }), (all, most) => {
      const worst = createWorstFirst<number>(most);
      for (const [index, one] of all.entries()) worst.add(one, index);
      const sorted = all
        .map((one, index) => ({ ...one, index }))
        .sort((one, other) => other.rank - one.rank || one.margin - other.margin || one.index - other.index);
      expect(worst.list()).toEqual(sorted.slice(0, most).map(({ index }) => index));
    }),
  );
});

test('what would not be kept is not accepted', () => {
  const worst = createWorstFirst<string>(1);
  worst.add({ rank: 2, margin: -1 }, 'fails');
  expect(worst.accepts({ rank: 2, margin: -1 })).toBe(false);
  expect(worst.accepts({ rank: 2, margin: -2 })).toBe(true);
  expect(worst.accepts({ rank: 3, margin: 5 })).toBe(true);
});
