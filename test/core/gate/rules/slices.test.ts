import { describe, expect, test } from 'vitest';
import type { EvidenceValue } from '../../../../src/core/evidence/evidence-file.ts';
import { evaluateGate } from '../../../../src/core/gate/evaluate-gate.ts';
import type { SlicesRule } from '../../../../src/core/gate/policy.ts';
import { type RuleResult, shownPassing, shownSlices } from '../../../../src/core/gate/report.ts';
import { evidence, gateInput, policyOf, scores, sourceOf } from '../../../support/gate-policies.ts';

const rule: SlicesRule = {
  id: 'slices',
  rule: 'slices',
  effect: 'blocks',
  source: 'slices',
  metrics: ['groundedness', 'factual_correctness'],
  operator: '>=',
  threshold: 3,
};

function judge(report: EvidenceValue, changes: Partial<SlicesRule> = {}): RuleResult {
  const policy = policyOf([sourceOf('slices', 'bias-report')], [{ ...rule, ...changes }]);
  const [result] = evaluateGate(gateInput(policy, [evidence('slices', report)])).rules;
  if (result === undefined) throw new Error('no result');
  return result;
}

test('slices that all reach the threshold pass, and the nearest is named', () => {
  const report = { slices: { pto: scores(3), payroll: { ...scores(4), count: 9 } } };
  expect(judge(report)).toMatchObject({
    verdict: 'PASS',
    file: 'slices.json',
    metric: 'groundedness',
    value: 3,
    margin: 0,
    sliceCounts: { all: 2, bad: 0 },
    reason:
      'All 2 slices of slices.json have groundedness, factual_correctness at least 3; the nearest is groundedness 3 of slice pto.',
    remedy: null,
  });
});

test('one slice below the threshold fails, and the worst comes first', () => {
  const report = {
    slices: { pto: scores(4), payroll: { groundedness: 2.9, factual_correctness: 2.1, count: 5 } },
  };
  const result = judge(report);
  expect(result).toMatchObject({
    verdict: 'FAIL',
    metric: 'factual_correctness',
    value: 2.1,
    margin: -0.9,
    sliceCounts: { all: 2, bad: 1 },
    reason:
      '1 of 2 slices of slices.json does not pass; the worst is factual_correctness 2.1 of slice payroll, and it must be at least 3.',
    remedy: 'Needs 0.9 more for factual_correctness of slice payroll.',
  });
  expect(result.slices.map(({ slice, metric, value, verdict }) => [slice, metric, value, verdict])).toEqual([
    ['payroll', 'factual_correctness', 2.1, 'FAIL'],
    ['payroll', 'groundedness', 2.9, 'FAIL'],
    ['pto', 'groundedness', 4, 'PASS'],
    ['pto', 'factual_correctness', 4, 'PASS'],
  ]);
  expect(result.slices[0]).toMatchObject({ field: 'slice', count: 5 });
});

test('a number may also have to stay low', () => {
  const report = { slices: { pto: { hallucination_score: 0.6 } } };
  const changes: Partial<SlicesRule> = { metrics: ['hallucination_score'], operator: '<=', threshold: 0.5 };
  expect(judge(report, changes)).toMatchObject({ verdict: 'FAIL', margin: -0.1 });
});

describe('slices that prove nothing', () => {
  test.each<[string, EvidenceValue, string]>([
    ['there are none', { slices: {} }, 'slices.json has no slices.'],
    [
      'one lacks a metric',
      { slices: { pto: { groundedness: 4 } } },
      '1 of 1 slices of slices.json does not pass: factual_correctness is not in slice pto of slices.json.',
    ],
    [
      'one has null',
      { slices: { pto: scores(null) } },
      '1 of 1 slices of slices.json does not pass: groundedness is null in slice pto of slices.json.',
    ],
    [
      'one has no examples',
      { slices: { pto: { ...scores(4), count: 0 } } },
      '1 of 1 slices of slices.json does not pass: slice pto of slices.json has no examples.',
    ],
  ])('%s', (_, report, reason) => {
    expect(judge(report)).toMatchObject({ verdict: 'INCONCLUSIVE', reason });
  });
});

describe('a report that lacks slices it speaks of', () => {
  const good = [{ slice_value: 'pto', count: 7, metrics: scores(4) }];

  test.each<[string, EvidenceValue, string]>([
    [
      'an empty list beside a good one',
      { slice_fields: ['slice', 'company'], metrics: { slice: good, company: [] } },
      'metrics.company of slices.json is empty.',
    ],
    [
      'an empty object beside a good list',
      { slices: {}, metrics: { slice: good } },
      'slices of slices.json is empty.',
    ],
    [
      'a field that is named and not there',
      { slice_fields: ['slice', 'company', 'region'], metrics: { slice: good } },
      'slices.json names company among its slice_fields and has no slices of it; slices.json names region among its slice_fields and has no slices of it.',
    ],
    [
      'a field that is named, in the older shape',
      { slice_fields: ['company'], slices: { pto: scores(4) } },
      'slices.json names company among its slice_fields and has no slices of it.',
    ],
  ])('%s proves nothing', (_, report, reason) => {
    expect(judge(report)).toMatchObject({
      verdict: 'INCONCLUSIVE',
      reason,
      remedy: 'Evaluate the slices again and replace slices.json.',
      sliceCounts: { all: 1, bad: 0 },
    });
  });

  test('it fails where a slice that is there fails', () => {
    const low = [{ slice_value: 'pto', count: 7, metrics: scores(1) }];
    expect(judge({ metrics: { slice: low, company: [] } }).verdict).toBe('FAIL');
  });

  test.each<[EvidenceValue]>([['slice'], [{}], [[4]], [['slice', null]]])(
    'slice_fields that are %j are an error',
    fields => {
      expect(judge({ slice_fields: fields, metrics: { slice: good } }).verdict).toBe('ERROR');
    },
  );

  test('slices of fields that are not named count as well', () => {
    expect(judge({ slice_fields: [], metrics: { slice: good } }).verdict).toBe('PASS');
    expect(judge({ slice_fields: null, metrics: { slice: good } }).verdict).toBe('PASS');
  });
});

describe('a count of examples', () => {
  const withCount = (count: EvidenceValue): EvidenceValue => ({
    metrics: { slice: [{ slice_value: 'pto', count, metrics: scores(4) }] },
  });

  test.each<[EvidenceValue, string]>([
    [-3, '-3'],
    ['0', 'text ("0")'],
    ['7', 'text ("7")'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [6.5, '6.5'],
    [true, 'true'],
    [[7], 'a list'],
  ])('that is %j is an error', (count, shown) => {
    const result = judge(withCount(count));
    expect(result).toMatchObject({
      verdict: 'ERROR',
      reason: `1 of 1 slices of slices.json does not pass: the count of slice pto of slices.json is ${shown}, not a number of examples.`,
    });
    expect(result.slices[0]?.count).toBeNull();
  });

  test.each<[EvidenceValue, string]>([
    [0, 'slice pto of slices.json has no examples'],
    [null, 'the count of slice pto of slices.json is null'],
  ])('that is %j proves nothing', (count, problem) => {
    expect(judge(withCount(count))).toMatchObject({
      verdict: 'INCONCLUSIVE',
      reason: `1 of 1 slices of slices.json does not pass: ${problem}.`,
    });
  });

  test('may be left out', () => {
    expect(judge({ metrics: { slice: [{ slice_value: 'pto', metrics: scores(4) }] } }).verdict).toBe('PASS');
  });
});

describe('the name of a slice', () => {
  const named = (...names: readonly EvidenceValue[]): EvidenceValue => ({
    metrics: { slice: names.map(name => ({ slice_value: name, count: 7, metrics: scores(4) })) },
  });

  test.each<[string, EvidenceValue, string]>([
    ['empty', named(''), 'a slice by slice of slices.json has an empty name'],
    [
      'empty, in the older shape',
      { slices: { '': scores(4) } },
      'a slice by slice of slices.json has an empty name',
    ],
    ['there twice', named('pto', 'pto'), 'slice pto of slices.json is there twice'],
    ['there twice, as a number and as a text', named(1, '1'), 'slice 1 of slices.json is there twice'],
    [
      'a list',
      named(['pto']),
      'the slice_value of entry 1 of slices.json is a list, not the name of a slice',
    ],
    ['NaN', named(Number.NaN), 'the slice_value of entry 1 of slices.json is NaN, not the name of a slice'],
  ])('that is %s is an error', (_, report, problem) => {
    const result = judge(report);
    expect(result.verdict).toBe('ERROR');
    expect(result.reason).toContain(problem);
  });

  test('that is null proves nothing', () => {
    expect(judge(named(null))).toMatchObject({
      verdict: 'INCONCLUSIVE',
      reason: expect.stringContaining('the slice_value of entry 1 of slices.json is null'),
    });
  });

  test('may be left out, and may stand under two fields', () => {
    expect(judge({ metrics: { slice: [scores(4), scores(4)] } }).verdict).toBe('PASS');
    const pto = [{ slice_value: 'pto', metrics: scores(4) }];
    expect(judge({ metrics: { slice: pto, company: pto } }).verdict).toBe('PASS');
  });
});

describe('slices that are wrong', () => {
  test.each<[string, EvidenceValue]>([
    ['NaN', { slices: { pto: scores(Number.NaN) } }],
    ['a text', { slices: { pto: scores('4') } }],
    ['an infinite number', { slices: { pto: scores(Number.POSITIVE_INFINITY) } }],
    ['a number its unit does not have', { slices: { pto: scores(64) } }],
    ['another unit', { units: { groundedness: 'ratio' }, slices: { pto: scores(0.9) } }],
    ['no object', { slices: { pto: 4 } }],
    ['not the format', { slices: 4 }],
  ])('%s is an error', (_, report) => {
    expect(judge(report).verdict).toBe('ERROR');
  });

  test('a number its unit does not have is named with its slice', () => {
    expect(judge({ slices: { pto: scores(64) } }).reason).toBe(
      '1 of 1 slices of slices.json does not pass: groundedness is 64, which is no score 0..5; it looks like a percentage, in slice pto of slices.json.',
    );
  });

  test('what cannot be read is worse than what fails, and stands first', () => {
    const report = { slices: { low: scores(1), torn: scores(Number.NaN), absent: {}, good: scores(4) } };
    const result = judge(report, { metrics: ['groundedness'] });
    expect(result.verdict).toBe('ERROR');
    expect(result.slices.map(({ slice, verdict }) => `${slice} ${verdict}`)).toEqual([
      'torn ERROR',
      'low FAIL',
      'absent INCONCLUSIVE',
      'good PASS',
    ]);
    expect(result).toMatchObject({ metric: 'groundedness', value: 1, sliceCounts: { all: 4, bad: 3 } });
  });
});

test('every slice that fails is named with every value that fails, the worst first', () => {
  const slices = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [
      `s${index}`,
      { groundedness: index / 20, factual_correctness: index % 2 === 0 ? 1 : 4 },
    ]),
  );
  const result = judge({ slices: { ...slices, good: scores(4) } });
  const bad = result.slices.filter(({ verdict }) => verdict !== 'PASS');
  expect(bad).toHaveLength(60);
  expect(new Set(bad.map(({ slice }) => slice)).size).toBe(40);
  expect(result.slices).toHaveLength(60);
  expect(bad.slice(0, 3).map(({ slice, metric }) => [slice, metric])).toEqual([
    ['s0', 'groundedness'],
    ['s0', 'factual_correctness'],
    ['s1', 'groundedness'],
  ]);
});

test('of slices that pass the nearest fifty values are listed', () => {
  const slices = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [`s${index}`, { groundedness: 4 + index / 400 }]),
  );
  const result = judge({ slices }, { metrics: ['groundedness'] });
  expect(result.slices).toHaveLength(shownPassing);
  expect(result.slices.at(-1)?.slice).toBe('s49');
});

test('at most a thousand slices are listed, the worst of them all', () => {
  const slices = Object.fromEntries(
    Array.from({ length: 2000 }, (_, index) => [`s${index}`, { groundedness: 5 - (5 * index) / 2000 }]),
  );
  const result = judge({ slices }, { metrics: ['groundedness'] });
  expect(result.slices).toHaveLength(shownSlices);
  expect(result.slices[0]?.slice).toBe('s1999');
  expect(result.slices.at(-1)?.slice).toBe('s1000');
  expect(result.sliceCounts).toEqual({ all: 2000, bad: 1199 });
});

test.each([[{ metrics: [] }], [{ threshold: Number.NaN }], [{ source: 'nowhere' }]])(
  'a rule with %j is an error',
  changes => {
    expect(judge({ slices: { pto: scores(4) } }, changes).verdict).toBe('ERROR');
  },
);
