import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatScore } from '../../../src/core/decision/format-score.ts';
import { scoreDeployed, scoreMetrics } from '../../../src/core/decision/score.ts';
import { defaultWeights } from '../../../src/core/decision/weights.ts';
import { documentedMetrics, readingsOf } from '../../support/metric-readings.ts';

const weight = fc.double({ min: 0, max: 1e6, noNaN: true });
const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const weighted = fc
  .array(fc.tuple(weight, value), { minLength: 1, maxLength: 8 })
  .filter(rows => rows.some(([each]) => each > 1e-3))
  .map(rows => ({
    weights: Object.fromEntries(rows.map(([each], at) => [`m${at}`, each])),
    metrics: Object.fromEntries(rows.map(([, each], at) => [`m${at}`, each])),
  }));

test('the documented example scores 0.257865', () => {
  const { score, contributions, weightSum } = scoreMetrics(defaultWeights, readingsOf(documentedMetrics));
  expect(score).toBeCloseTo(0.257865, 12);
  expect(formatScore(score ?? 0)).toBe('0.257865');
  expect(weightSum).toBe(1);
  expect(contributions.map(({ contribution }) => formatScore(contribution ?? 0))).toEqual([
    '0.037130',
    '0.039330',
    '0.050875',
    '0.064120',
    '0.066410',
  ]);
  expect(contributions.reduce((sum, { contribution }) => sum + (contribution ?? 0), 0)).toBe(score);
});

test('contributions add up to the score exactly, in their order', () => {
  fc.assert(
    fc.property(weighted, ({ weights, metrics }) => {
      const { score, contributions } = scoreMetrics(weights, readingsOf(metrics));
      expect(contributions.reduce((sum, { contribution }) => sum + (contribution ?? Number.NaN), 0)).toBe(
        score,
      );
    }),
  );
});

test('weights ten times as large give the same score', () => {
  fc.assert(
    fc.property(weighted, ({ weights, metrics }) => {
      const larger = Object.fromEntries(Object.entries(weights).map(([name, each]) => [name, each * 10]));
      const one = scoreMetrics(weights, readingsOf(metrics)).score;
      expect(scoreMetrics(larger, readingsOf(metrics)).score).toBeCloseTo(one ?? Number.NaN, 6);
    }),
  );
});

test('the normalised weights add up to 1', () => {
  fc.assert(
    fc.property(weighted, ({ weights, metrics }) => {
      const { contributions } = scoreMetrics(weights, readingsOf(metrics));
      expect(contributions.reduce((sum, each) => sum + each.normalisedWeight, 0)).toBeCloseTo(1, 9);
    }),
  );
});

test('a metric that gets better never lowers the score', () => {
  fc.assert(
    fc.property(weighted, fc.nat(7), fc.double({ min: 0, max: 1e6, noNaN: true }), (input, at, more) => {
      const name = Object.keys(input.metrics)[at % Object.keys(input.metrics).length] ?? 'm0';
      const better = { ...input.metrics, [name]: (input.metrics[name] ?? 0) + more };
      const before = scoreMetrics(input.weights, readingsOf(input.metrics)).score ?? Number.NaN;
      const after = scoreMetrics(input.weights, readingsOf(better)).score ?? Number.NaN;
      expect(after).toBeGreaterThanOrEqual(before);
    }),
  );
});

test('without one of the metrics there is no score', () => {
  const { bleu4: _, ...others } = documentedMetrics;
  const { score, contributions } = scoreMetrics(defaultWeights, readingsOf(others));
  expect(score).toBeNull();
  expect(contributions.find(each => each.metric === 'bleu4')).toMatchObject({
    value: null,
    contribution: null,
  });
});

test.each([
  ['none', {}],
  ['all zero', { a: 0, b: 0 }],
  ['a negative one', { a: 2, b: -1 }],
  ['NaN', { a: Number.NaN, b: 1 }],
  ['an infinite one', { a: Number.POSITIVE_INFINITY, b: 1 }],
  ['a sum beyond all numbers', { a: 1.7e308, b: 1.7e308 }],
])('weights that are %s give no score and nothing that is no number', (_, weights) => {
  const { score, contributions } = scoreMetrics(weights, readingsOf({ a: 1, b: 1 }));
  expect(score).toBeNull();
  for (const { contribution, normalisedWeight } of contributions) {
    expect(contribution).toBeNull();
    expect(normalisedWeight).toBe(0);
  }
});

test('a metric called like a member of every object is not found on one', () => {
  const scored = scoreDeployed({ version: 'v1', live: true, metrics: {} }, { constructor: 1 });
  expect(scored).toMatchObject({ score: null, problem: 'it has no constructor' });
});

test.each([
  ['its own metrics', { ...documentedMetrics, weighted_score: 0.9 }, 0.257865],
  ['the recorded score where it lacks one', { bleu1: 0.3, weighted_score: 0.9 }, 0.9],
])('a deployed version is scored from %s', (_, metrics, score) => {
  const scored = scoreDeployed({ version: 'v1', live: true, metrics }, defaultWeights);
  expect(scored.score).toBeCloseTo(score, 12);
});

test('a deployed version whose record cannot be read has no score, and says why', () => {
  expect(scoreDeployed({ version: 'v1', live: false, problem: 'torn' }, defaultWeights)).toEqual({
    version: 'v1',
    live: false,
    score: null,
    problem: 'torn',
  });
});
