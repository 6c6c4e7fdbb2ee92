import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MetricDirection } from '../../../src/core/registry/metric.ts';
import { describeTendency } from '../../../src/core/trend/tendency.ts';

const valuesOf = (...values: readonly number[]) =>
  values.map((value, place) => ({ version: `v${place + 1}`, value }));

test.each<readonly [values: readonly number[], direction: MetricDirection, words: string]>([
  [[], 'higher', 'was never measured'],
  [[4], 'higher', 'was measured in v1 only'],
  [[4, 3], 'higher', 'falls from v1 to v2, getting worse'],
  [[4, 3], 'lower', 'falls from v1 to v2, getting better'],
  [[5, 4, 3], 'higher', 'falls over the last 3 versions, getting worse'],
  [[9, 1, 2, 3], 'higher', 'rises over the last 3 versions, getting better'],
  [[1, 2, 2, 2], 'higher', 'is the same in the last 3 versions'],
  [[1, 2, 3], 'unknown', 'rises over the last 3 versions'],
])('%j where %s is better %s', (values, direction, words) => {
  expect(describeTendency(valuesOf(...values), direction).words).toBe(words);
});

test('the run is the longest that ends at the newest version', () => {
  const values = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 2 });
  fc.assert(
    fc.property(values, numbers => {
      const { versionCount, movement } = describeTendency(valuesOf(...numbers), 'higher');
      const ways = numbers.slice(1).map((value, place) => Math.sign(value - (numbers[place] ?? 0)));
      const way = movement === 'rises' ? 1 : movement === 'falls' ? -1 : 0;
      const run = ways.slice(ways.length - versionCount + 1);
      expect(run.every(each => each === way)).toBe(true);
      expect(ways[ways.length - versionCount]).not.toBe(way);
    }),
  );
});
