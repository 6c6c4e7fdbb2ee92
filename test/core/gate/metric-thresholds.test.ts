import { describe, expect, test } from 'vitest';
import {
  chooseMetricGate,
  describeMetricIn,
  findThresholds,
  metricGateOf,
  reachesAll,
} from '../../../src/core/gate/metric-thresholds.ts';
import type { BoundPolicy, Policy } from '../../../src/core/gate/policy.ts';
import { policyOf, ragPolicy, sourceOf, thresholdRule } from '../../support/gate-policies.ts';

const atLeast = (threshold: number) => ({ operator: '>=', threshold }) as const;
const bind = (policy: Policy): BoundPolicy => ({ policy, sha256: 'digest', origin: 'built in' });

describe('what a gate demands of a metric', () => {
  test('is its threshold, with the operator', () => {
    expect(findThresholds(ragPolicy(), 'groundedness')).toEqual([atLeast(3)]);
    expect(findThresholds(ragPolicy(), 'hallucination_score')).toEqual([{ operator: '<=', threshold: 0.5 }]);
  });

  test('is nothing without a policy, and for a metric that no rule names', () => {
    expect(findThresholds(undefined, 'groundedness')).toEqual([]);
    expect(findThresholds(ragPolicy(), 'recall')).toEqual([]);
  });

  test('is of the main evaluation: a stricter smoke test is not what a version is held against', () => {
    const sources = [sourceOf('main', 'summary'), sourceOf('smoke', 'summary')];
    const rules = [thresholdRule('main', 'recall', '>=', 0.6), thresholdRule('smoke', 'recall', '>=', 0.9)];
    expect(findThresholds(policyOf(sources, rules), 'recall')).toEqual([atLeast(0.6)]);
  });

  test('counts both of two policies that read the same file under different names', () => {
    const main = sourceOf('rag.main', 'summary');
    const sources = [main, { ...main, name: 'rag-2.main' }];
    const rules = ['rag.main', 'rag-2.main'].map((source, place) => ({
      ...thresholdRule('main', 'recall', '>=', 0.6 + place / 10),
      of: { source, set: 'main' },
    }));
    expect(findThresholds(policyOf(sources, rules), 'recall')).toEqual([atLeast(0.6), atLeast(0.7)]);
  });

  test('leaves out a rule that only advises', () => {
    const rule = { ...thresholdRule('main', 'recall', '>=', 0.6), effect: 'advises' as const };
    expect(findThresholds(policyOf([sourceOf('main', 'summary')], [rule]), 'recall')).toEqual([]);
  });
});

test('a value that equals the threshold reaches it', () => {
  expect(reachesAll(3, [atLeast(3)])).toBe(true);
  expect(reachesAll(2.9999999999, [atLeast(3)])).toBe(false);
  expect(reachesAll(0.5, [{ operator: '<=', threshold: 0.5 }])).toBe(true);
  expect(reachesAll(-1e300, [])).toBe(true);
});

test('the policy says unit and direction before the table does', () => {
  const policy = { ...ragPolicy(), metrics: { examples: { unit: 'count', direction: 'higher' as const } } };
  expect(describeMetricIn(policy, 'examples').direction).toBe('higher');
  expect(describeMetricIn(undefined, 'examples').direction).toBe('unknown');
});

describe('the gate that is meant where no alias is named', () => {
  const bound = { state: 'bound', bound: bind(ragPolicy()) } as const;

  test('is that of latest', () => {
    expect(
      chooseMetricGate(
        new Map([
          ['candidate', bound],
          ['latest', bound],
        ]),
        'latest',
      ).alias,
    ).toBe('latest');
  });

  test('is the first one that has a policy, where latest has none', () => {
    expect(chooseMetricGate(new Map([['candidate', bound]]), 'latest').alias).toBe('candidate');
  });

  test('demands nothing where the policy cannot be used', () => {
    const unusable = { state: 'unusable', problem: 'line 3' } as const;
    expect(metricGateOf('latest', unusable)).toEqual({ alias: 'latest', policy: undefined });
    expect(chooseMetricGate(new Map([['latest', unusable]]), 'latest')).toEqual({
      alias: 'latest',
      policy: undefined,
    });
  });
});
