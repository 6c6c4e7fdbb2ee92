import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinTags, splitOverTags } from '../../../src/adapters/mlflow/long-tag.ts';
import { tagValueLimit } from '../../../src/adapters/mlflow/tag-names.ts';

test('a text that was split over tags is read back whole, and no tag is too long', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 30_000 }),
      fc.string({ minLength: 1, maxLength: 3 }),
      (length, unit) => {
        const text = unit.repeat(length).slice(0, length);
        const tags = splitOverTags('lastgood.registration', text);
        if (tags === undefined) throw new Error('it was refused');
        expect(Object.values(tags).every(value => value.length <= tagValueLimit)).toBe(true);
        expect(joinTags('lastgood.registration', { ...tags, other: 'x' })).toBe(text);
      },
    ),
  );
});

test('a text that is too long for all tags is refused, and none is none', () => {
  expect(splitOverTags('k', 'x'.repeat(tagValueLimit * 40 + 1))).toBeUndefined();
  expect(Object.keys(splitOverTags('k', 'x'.repeat(tagValueLimit * 40)) ?? {})).toHaveLength(40);
  expect(joinTags('k', { 'k.2': 'x' })).toBeUndefined();
});
