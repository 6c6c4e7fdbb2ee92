import { describe, expect, test } from 'vitest';
import type { EvidenceValue } from '../../../../src/core/evidence/evidence-file.ts';
import { evaluateGate, type LiveBaseline } from '../../../../src/core/gate/evaluate-gate.ts';
import type { NoRegressionRule } from '../../../../src/core/gate/policy.ts';
import type { RuleResult } from '../../../../src/core/gate/report.ts';
import {
  evidence,
  gateInput,
  liveVersion,
  noRegressionRule,
  policyOf,
  sourceOf,
} from '../../../support/gate-policies.ts';

type Limit = NoRegressionRule['limit'];

const main = { source: 'main', set: 'main' };
const none: Limit = { by: 'absolute', value: 0 };

function judge(
  rule: NoRegressionRule,
  values: EvidenceValue,
  live: LiveBaseline,
  repeats: readonly EvidenceValue[] = [],
): RuleResult {
  const policy = {
    ...policyOf([sourceOf('main', 'summary')], [rule]),
    metrics: { drift: { direction: 'higher', unit: '' } } as const,
  };
  const [result] = evaluateGate(gateInput(policy, [evidence('main', values, repeats)], { live })).rules;
  if (result === undefined) throw new Error('no result');
  return result;
}

/** Verdict of a metric measured at `value`, against what is live at `baseline`. */
function compare(metric: string, value: number, baseline: number, limit: Limit): string {
  const rule = noRegressionRule(main, metric, 'live', limit);
  return judge(rule, { [metric]: value }, liveVersion({ [metric]: baseline })).verdict;
}

describe('how much worse a number may get', () => {
  test.each([
    ['accuracy', 0.8, 0.8, none, 'PASS'],
    ['accuracy', 0.9, 0.8, none, 'PASS'],
    ['accuracy', 0.7999999999999999, 0.8, none, 'FAIL'],
    ['accuracy', 0.8, 0.85, { by: 'absolute', value: 0.05 }, 'PASS'],
    ['accuracy', 0.7999, 0.85, { by: 'absolute', value: 0.05 }, 'FAIL'],
    ['accuracy', 0.76, 0.8, { by: 'relative', value: 0.05 }, 'PASS'],
    ['accuracy', 0.759, 0.8, { by: 'relative', value: 0.05 }, 'FAIL'],
    ['latency_ms', 120, 100, { by: 'relative', value: 0.2 }, 'PASS'],
    ['latency_ms', 121, 100, { by: 'relative', value: 0.2 }, 'FAIL'],
    ['latency_ms', 20, 100, { by: 'relative', value: 0.2 }, 'PASS'],
    ['critical_vulnerabilities', 0, 0, { by: 'relative', value: 0.5 }, 'PASS'],
    ['critical_vulnerabilities', 1, 0, { by: 'relative', value: 0.5 }, 'FAIL'],
    ['drift', -1.05, -1, { by: 'relative', value: 0.05 }, 'PASS'],
    ['drift', -1.06, -1, { by: 'relative', value: 0.05 }, 'FAIL'],
    ['drift', -0.5, -1, none, 'PASS'],
    ['drift', -1, 0, { by: 'relative', value: 5 }, 'FAIL'],
    ['drift', 0.1, 0, { by: 'relative', value: 0 }, 'PASS'],
  ] as const)('%s %f against %f with %j: %s', (metric, value, baseline, limit, verdict) => {
    expect(compare(metric, value, baseline, limit)).toBe(verdict);
  });

  test('a result says both numbers, the limit and what is needed', () => {
    const rule = noRegressionRule(main, 'latency_ms', 'live', { by: 'relative', value: 0.2 });
    expect(judge(rule, { latency_ms: 130 }, liveVersion({ latency_ms: 100 }))).toMatchObject({
      verdict: 'FAIL',
      operator: '<=',
      threshold: 120,
      value: 130,
      margin: -10,
      unit: 'ms',
      reason:
        'latency_ms is 130 ms in main.json, against 100 ms in v3, live under latest: worse by 30 ms; at most 20%, which is 20 ms, is allowed.',
      remedy: 'Needs 10 ms less.',
    });
  });
});

describe('what is live', () => {
  const rule = noRegressionRule(main, 'accuracy', 'live', none);
  const values = { accuracy: 0.8 };

  test.each<[string, LiveBaseline, string, string]>([
    [
      'nothing: this is the first',
      { state: 'nothing-live', alias: 'latest' },
      'PASS',
      'This is the first: nothing is live under latest.',
    ],
    [
      'not asked',
      { state: 'not-asked' },
      'INCONCLUSIVE',
      'accuracy is compared with what is live, and no model was named.',
    ],
    [
      'not readable',
      { state: 'unreadable', alias: 'latest', version: 'v3', problem: 'its metadata is torn' },
      'ERROR',
      'v3, live under latest, cannot be read: its metadata is torn.',
    ],
    [
      'without the metric',
      liveVersion({}),
      'INCONCLUSIVE',
      'v3, live under latest, has no accuracy to compare with.',
    ],
    [
      'with an impossible one',
      liveVersion({ accuracy: 80 }),
      'ERROR',
      'accuracy of v3, live under latest, is 80, which is no ratio 0..1; it looks like a percentage.',
    ],
    [
      'with NaN',
      liveVersion({ accuracy: Number.NaN }),
      'ERROR',
      'accuracy of v3, live under latest, is NaN.',
    ],
  ])('%s', (_, live, verdict, reason) => {
    expect(judge(rule, values, live)).toMatchObject({ verdict, reason, value: 0.8, file: 'main.json' });
  });

  test.each<[EvidenceValue]>([[{}], [{ accuracy: null }], [{ accuracy: Number.NaN }], [{ accuracy: 80 }]])(
    'to be the first is no excuse for having no number, as in %j',
    evidenceValue => {
      expect(judge(rule, evidenceValue, { state: 'nothing-live', alias: 'latest' }).verdict).not.toBe('PASS');
    },
  );

  test('a metric that may be left out is skipped where it is not compared', () => {
    const lenient: NoRegressionRule = { ...rule, whenMissing: 'skip' };
    expect(judge(lenient, {}, liveVersion({ accuracy: 0.8 })).verdict).toBe('SKIPPED');
    expect(judge(lenient, values, liveVersion({})).verdict).toBe('SKIPPED');
  });
});

describe('repeat runs', () => {
  const rule = noRegressionRule(main, 'accuracy', 'live', { by: 'absolute', value: 0.01 });
  const repeats = [{ accuracy: 0.78 }, { accuracy: 0.82 }];

  test('a loss within their spread is inconclusive', () => {
    expect(judge(rule, { accuracy: 0.8 }, liveVersion({ accuracy: 0.82 }), repeats)).toMatchObject({
      verdict: 'INCONCLUSIVE',
      noiseBand: expect.closeTo(0.04, 12),
      reason: expect.stringContaining('the repeat runs differ by 0.04'),
    });
  });

  test('a loss beyond their spread fails', () => {
    expect(judge(rule, { accuracy: 0.8 }, liveVersion({ accuracy: 0.85 }), repeats).verdict).toBe('FAIL');
  });

  test('a loss within the limit passes', () => {
    expect(judge(rule, { accuracy: 0.8 }, liveVersion({ accuracy: 0.805 }), repeats).verdict).toBe('PASS');
  });
});

test.each([
  ['a direction nobody declared', noRegressionRule(main, 'mystery', 'live', none), { mystery: 1 }],
  ['a negative limit', noRegressionRule(main, 'drift', 'live', { by: 'absolute', value: -1 }), { drift: 1 }],
  [
    'an infinite limit',
    noRegressionRule(main, 'drift', 'live', { by: 'relative', value: 1e308 }),
    { drift: -5 },
  ],
  [
    'numbers too large to subtract',
    noRegressionRule(main, 'drift', 'live', none),
    { drift: -Number.MAX_VALUE },
  ],
])('%s is an error', (_, rule, values) => {
  const live = liveVersion({ mystery: 1, drift: Number.MAX_VALUE });
  expect(judge(rule, values, live).verdict).toBe('ERROR');
});

test('one set of a source can be held against another', () => {
  const sets = { source: 'report', set: 'main' };
  const rule = noRegressionRule(sets, 'quality_score', { source: 'report', set: 'baseline' }, none);
  const policy = policyOf([sourceOf('report', 'quality-report')], [rule]);
  const values = { quality_score: 0.8, baseline_quality_score: 0.9 };
  expect(evaluateGate(gateInput(policy, [evidence('report', values)])).rules[0]).toMatchObject({
    verdict: 'FAIL',
    reason:
      'quality_score is 0.8 in report.json, against 0.9 in baseline of report.json: worse by 0.1; it must not get worse.',
  });
});

test('numbers that differ are told with the digits that differ', () => {
  const rule = noRegressionRule(main, 'accuracy', 'live', { by: 'absolute', value: 0.05 });
  const live = liveVersion({ accuracy: 0.85 });
  expect(judge(rule, { accuracy: 0.7999999996 }, live).reason).toContain(
    'worse by 0.0500000004; at most 0.05 is allowed.',
  );
  expect(judge(rule, { accuracy: 0.7999999996 }, live, [{ accuracy: 0.85 }]).reason).toContain(
    'worse by 0.0500000004; at most 0.05 is allowed, and the repeat runs differ by 0.0500000004.',
  );
  expect(judge(rule, { accuracy: 0.79 }, live).reason).toContain('worse by 0.06; at most 0.05 is allowed.');
});
