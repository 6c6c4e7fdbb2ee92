import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Crossing,
  compareMetric,
  compareMetrics,
  findCrossed,
  knowMetric,
  reverseChange,
} from '../../../src/core/diff/compare-metrics.ts';
import { ragPolicy } from '../../support/gate-policies.ts';

const policy = ragPolicy();

test.each<readonly [metric: string, before: number, after: number, Crossing | undefined]>([
  ['groundedness', 3.9, 2.74, 'now fails'],
  ['groundedness', 2.74, 3, 'now passes'],
  ['groundedness', 3, 4, undefined],
  ['groundedness', 2, 2.9, undefined],
  ['hallucination_score', 0.2, 0.5000001, 'now fails'],
  ['hallucination_score', 0.9, 0.5, 'now passes'],
  ['recall', 0.9, 0.1, undefined],
])('%s from %d to %d: %s', (metric, before, after, crosses) => {
  expect(compareMetric(knowMetric(metric, policy), before, after).crosses).toBe(crosses);
});

describe('the size of a change', () => {
  test('is held against |before|, so that a negative one keeps its sign', () => {
    expect(compareMetric(knowMetric('reranker_gain'), -0.5, -0.25)).toMatchObject({
      difference: 0.25,
      differenceRatio: 0.5,
      verdict: 'better',
    });
  });

  test('has no share of nothing', () => {
    expect(compareMetric(knowMetric('recall'), 0, 0.4).differenceRatio).toBeUndefined();
  });
});

test('a metric that one version lacks crosses nothing', () => {
  expect(compareMetrics({ groundedness: 4 }, {}, policy)).toMatchObject([
    { verdict: 'only-before', crosses: undefined, difference: undefined },
  ]);
});

test('a metric called like a method of objects is a metric like any other', () => {
  expect(compareMetrics({ constructor: 1 }, {}, policy)).toMatchObject([
    { metric: 'constructor', before: 1 },
  ]);
});

const value = fc.double({ noNaN: true, noDefaultInfinity: true });
const metric = fc.constantFrom('groundedness', 'hallucination_score', 'recall', 'examples');

test('turned round twice, a change is as it was', () => {
  fc.assert(
    fc.property(metric, fc.option(value, { nil: undefined }), value, (name, before, after) => {
      const change = compareMetric(knowMetric(name, policy), before, after);
      expect(reverseChange(reverseChange(change))).toEqual(change);
    }),
  );
});

test('a change crosses exactly where one side passes and the other does not', () => {
  fc.assert(
    fc.property(metric, value, value, (name, before, after) => {
      const change = compareMetric(knowMetric(name, policy), before, after);
      expect(change.crosses === undefined).toBe(findCrossed(change) === undefined);
      const reversed = reverseChange(change).crosses;
      const turned: Readonly<Record<Crossing, Crossing>> = {
        'now passes': 'now fails',
        'now fails': 'now passes',
      };
      expect(reversed).toBe(change.crosses && turned[change.crosses]);
    }),
  );
});
