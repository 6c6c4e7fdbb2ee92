import fc from 'fast-check';
import { expect, test } from 'vitest';
import { measureInterval } from '../../../src/core/votes/wilson-interval.ts';

/** Of R: `prop.test(wins, votes, correct = FALSE)$conf.int`. */
test.each([
  [1, 1, 0.2065493, 1],
  [0, 1, 0, 0.7934507],
  [10, 20, 0.299298, 0.700702],
  [14, 22, 0.4295, 0.8027],
  [81, 263, 0.2552, 0.3662],
])('%i of %i votes speak for %f to %f', (wins, votes, low, high) => {
  const interval = measureInterval(wins, votes);
  expect(interval?.low).toBeCloseTo(low, 3);
  expect(interval?.high).toBeCloseTo(high, 3);
});

test('no vote speaks for nothing', () => {
  expect(measureInterval(0, 0)).toBeUndefined();
});

test('the interval holds the ratio, lies in 0 to 1, and is that of the losses turned round', () => {
  const counts = fc.nat(100_000).chain(votes => fc.tuple(fc.nat(votes), fc.constant(votes)));
  fc.assert(
    fc.property(counts, ([wins, votes]) => {
      fc.pre(votes > 0);
      const { low, high } = measureInterval(wins, votes) ?? { low: 2, high: -1 };
      const turned = measureInterval(votes - wins, votes) ?? { low: 2, high: -1 };
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThanOrEqual(wins / votes);
      expect(high).toBeGreaterThanOrEqual(wins / votes);
      expect(turned.low).toBeCloseTo(1 - high, 9);
    }),
  );
});
