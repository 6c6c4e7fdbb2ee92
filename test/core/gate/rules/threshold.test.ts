import { describe, expect, test } from 'vitest';
import type { EvidenceFile, EvidenceValue } from '../../../../src/core/evidence/evidence-file.ts';
import type { EarlierSource } from '../../../../src/core/gate/earlier-source.ts';
import { evaluateGate } from '../../../../src/core/gate/evaluate-gate.ts';
import type { ThresholdRule } from '../../../../src/core/gate/policy.ts';
import type { RuleResult } from '../../../../src/core/gate/report.ts';
import {
  evidence,
  gateInput,
  missingEvidence,
  policyOf,
  sourceOf,
  thresholdRule,
} from '../../../support/gate-policies.ts';

const latency = thresholdRule('main', 'latency_total', '<=', 5);
const grounded = thresholdRule('main', 'groundedness', '>=', 3);

function judge(
  rule: ThresholdRule,
  file: EvidenceFile | EvidenceValue,
  presence: 'required' | 'optional' = 'required',
  earlierSources: readonly EarlierSource[] = [],
): RuleResult {
  const isFile = typeof file === 'object' && file !== null && 'state' in file;
  const files = [isFile ? (file as EvidenceFile) : evidence('main', file as EvidenceValue)];
  const policy = policyOf([sourceOf('main', 'summary', presence)], [rule]);
  const [result] = evaluateGate(gateInput(policy, files, { earlierSources })).rules;
  if (result === undefined) throw new Error('no result');
  return result;
}

describe('what a result says', () => {
  test('of a number that passes', () => {
    expect(judge(grounded, { groundedness: 3.9 })).toEqual({
      id: 'main.groundedness',
      rule: 'threshold',
      effect: 'blocks',
      verdict: 'PASS',
      file: 'main.json',
      metric: 'groundedness',
      operator: '>=',
      threshold: 3,
      value: 3.9,
      margin: 0.9,
      unit: 'score 0..5',
      noiseBand: null,
      reason: 'groundedness is 3.9 in main.json, at least 3.',
      remedy: null,
      slices: [],
      sliceCounts: null,
    });
  });

  test.each([
    [
      grounded,
      { groundedness: 2.88 },
      'groundedness is 2.88 in main.json; it must be at least 3.',
      'Needs 0.12 more.',
    ],
    [
      latency,
      { latency_total: 5.2 },
      'latency_total is 5.2 s in main.json; it must be at most 5 s.',
      'Needs 0.2 s less.',
    ],
  ])('of a number that fails %#', (rule, values, reason, remedy) => {
    expect(judge(rule, values)).toMatchObject({ verdict: 'FAIL', reason, remedy });
  });

  test('of a number that is not there', () => {
    expect(judge(grounded, {})).toMatchObject({
      verdict: 'INCONCLUSIVE',
      value: null,
      margin: null,
      threshold: 3,
      reason: 'groundedness is not in main.json.',
      remedy: 'Measure groundedness and evaluate again.',
    });
  });

  test('of something that is no number', () => {
    expect(judge(grounded, { groundedness: '3.9' })).toMatchObject({
      verdict: 'ERROR',
      value: null,
      reason: 'groundedness is text ("3.9") in main.json, not a finite number.',
      remedy: 'Correct groundedness in main.json.',
    });
  });
});

test('the spread of repeat runs is told and decides nothing', () => {
  expect(judge(grounded, evidence('main', { groundedness: 3 }, [{ groundedness: 2.5 }, {}]))).toMatchObject({
    verdict: 'PASS',
    noiseBand: 0.5,
  });
});

describe('a metric that may be left out', () => {
  const rule: ThresholdRule = { ...thresholdRule('main', 'throughput_qps', '>=', 10), whenMissing: 'skip' };

  test.each([[{}], [{ throughput_qps: null }]])('is skipped in %j', values => {
    expect(judge(rule, values)).toMatchObject({ verdict: 'SKIPPED', remedy: null });
  });

  test('is judged when it is there', () => {
    expect(judge(rule, { throughput_qps: 9 }).verdict).toBe('FAIL');
    expect(judge(rule, { throughput_qps: Number.NaN }).verdict).toBe('ERROR');
  });
});

describe('units', () => {
  test('a file that declares another one is an error', () => {
    const values = { latency_total: 4, units: { latency_total: 'ms' } };
    expect(judge(latency, values)).toMatchObject({
      verdict: 'ERROR',
      reason: 'main.json declares latency_total in ms, the policy in s.',
    });
  });

  test('a file may spell the same one otherwise', () => {
    expect(judge(latency, { latency_total: 4, units: { latency_total: 'Seconds' } }).verdict).toBe('PASS');
  });

  test('where the policy declares none, that of the file counts', () => {
    const rule = thresholdRule('main', 'wit', '>=', 0.5);
    expect(judge(rule, { wit: 0.7, units: { wit: 'ratio' } })).toMatchObject({
      verdict: 'PASS',
      unit: 'ratio',
    });
    expect(judge(rule, { wit: 4.2, units: { wit: 'ratio' } }).verdict).toBe('ERROR');
  });

  test('an impossible repeat run spoils the number', () => {
    expect(judge(latency, evidence('main', { latency_total: 4 }, [{ latency_total: -1 }])).verdict).toBe(
      'INCONCLUSIVE',
    );
    const rule = thresholdRule('main', 'accuracy', '>=', 0.5);
    expect(judge(rule, evidence('main', { accuracy: 0.9 }, [{ accuracy: 90 }])).verdict).toBe('ERROR');
  });
});

describe('a file that is not there', () => {
  const gone = missingEvidence('main');

  test('is an error when the policy needs it', () => {
    expect(judge(grounded, gone)).toMatchObject({
      verdict: 'ERROR',
      file: 'main.json',
      reason: 'main.json is missing.',
    });
  });

  test('is skipped when the policy can do without it', () => {
    expect(judge(grounded, gone, 'optional')).toMatchObject({
      verdict: 'SKIPPED',
      reason: 'main.json is not there, and the policy can do without it.',
    });
  });

  test('is missed when an earlier verdict stood on it', () => {
    expect(judge(grounded, gone, 'optional', [{ source: 'main', repeats: [] }])).toMatchObject({
      verdict: 'ERROR',
      reason: 'main.json was part of an earlier verdict and is gone.',
      remedy: 'Put main.json back, or evaluate it again.',
    });
  });
});

test('a file that is torn is an error, optional or not', () => {
  const torn: EvidenceFile = {
    source: 'main',
    state: 'unusable',
    name: 'main.json',
    problem: 'torn: it ends too early',
  };
  expect(judge(grounded, torn, 'optional')).toMatchObject({
    verdict: 'ERROR',
    reason: 'main.json is torn: it ends too early.',
  });
});

test.each([
  [{ ...grounded, threshold: Number.NaN }],
  [{ ...grounded, threshold: Number.NEGATIVE_INFINITY }],
  [{ ...grounded, of: { source: 'nowhere', set: 'main' } }],
  [{ ...grounded, of: { source: 'main', set: 'best' } }],
])('a rule that cannot be judged is an error %#', rule => {
  expect(judge(rule, { groundedness: 4 }).verdict).toBe('ERROR');
});

test('a margin no number can hold is null, never infinite', () => {
  const rule = thresholdRule('main', 'wit', '>=', -Number.MAX_VALUE);
  expect(judge(rule, { wit: Number.MAX_VALUE })).toMatchObject({ verdict: 'PASS', margin: null });
});
