import { describe, expect, test } from 'vitest';
import type { EvidenceValue } from '../../../src/core/evidence/evidence-file.ts';
import type { MetricReading, MetricSet } from '../../../src/core/evidence/metric-readings.ts';
import { parseEvidence } from '../../../src/core/evidence/parse-evidence.ts';
import { evidence, sourceOf } from '../../support/gate-policies.ts';

function readSet(value: EvidenceValue, set = 'main', repeats: readonly EvidenceValue[] = []): MetricSet {
  const parsed = parseEvidence(sourceOf('report', 'quality-report'), evidence('report', value, repeats));
  const found = parsed.state === 'parsed' ? parsed.sets.get(set) : undefined;
  if (found === undefined) throw new Error(JSON.stringify(parsed));
  return found;
}

function number(value: number): MetricReading {
  return { state: 'number', value, repeats: [] };
}

const flat = {
  total_tests: 50,
  passed_tests: 48,
  failed_tests: 1,
  coverage_percent: 80,
  quality_score: 0.9,
  latency_ms: 120,
  baseline_quality_score: 0.88,
  critical_vulnerabilities: 0,
};
const { total_tests, passed_tests, failed_tests, coverage_percent, critical_vulnerabilities, ...model } =
  flat;
const nested = {
  tests: { total_tests, passed_tests, failed_tests, coverage_percent },
  model,
  security: { critical_vulnerabilities },
};

describe.each([
  ['flat', flat],
  ['by section', nested],
])('a report that is %s', (_, report) => {
  test('has the numbers it reports', () => {
    const main = readSet(report);
    expect(main.get('quality_score')).toEqual(number(0.9));
    expect(main.get('critical_vulnerabilities')).toEqual(number(0));
  });

  test('has the rate of passed tests and the coverage as ratios', () => {
    const main = readSet(report);
    expect(main.get('test_pass_rate')).toEqual(number(0.96));
    expect(main.get('code_coverage')).toEqual(number(0.8));
  });

  test('has the numbers of the baseline in a set of their own', () => {
    const baseline = readSet(report, 'baseline');
    expect(baseline.get('quality_score')).toEqual(number(0.88));
    expect(baseline.get('latency_ms')).toEqual({
      state: 'absent',
      problem: 'baseline_latency_ms is not in report.json',
    });
    expect(baseline.names).toEqual(['quality_score']);
    expect(readSet(report).names).not.toContain('baseline_quality_score');
  });
});

describe('the rate of passed tests', () => {
  test.each([
    ['no tests ran', { total_tests: 0, passed_tests: 0 }, 'absent', 'no tests ran: total_tests is 0'],
    [
      'no tests ran, whatever rate is claimed',
      { total_tests: 0, test_pass_rate: 1 },
      'absent',
      'no tests ran: total_tests is 0',
    ],
    ['the total is left out', { passed_tests: 5 }, 'absent', 'total_tests is not in report.json'],
    [
      'the passed are null',
      { total_tests: 5, passed_tests: null },
      'absent',
      'passed_tests is null in report.json',
    ],
    [
      'more passed than ran',
      { total_tests: 5, passed_tests: 6 },
      'broken',
      '6 passed and 0 failed tests cannot be of 5',
    ],
    [
      'passed and failed are more than ran',
      { total_tests: 5, passed_tests: 5, failed_tests: 2 },
      'broken',
      '5 passed and 2 failed tests cannot be of 5',
    ],
    [
      'counts are negative',
      { total_tests: -5, passed_tests: -5 },
      'broken',
      '-5 passed and 0 failed tests cannot be of -5',
    ],
    [
      'the total is a text',
      { total_tests: '5', passed_tests: 5 },
      'broken',
      'total_tests is text ("5") in report.json, not a finite number',
    ],
  ] as const)('is not there when %s', (_, report, state, problem) => {
    expect(readSet(report).get('test_pass_rate')).toEqual({ state, problem });
  });

  test('is taken as it is where no tests are counted', () => {
    expect(readSet({ test_pass_rate: 0.97 }).get('test_pass_rate')).toEqual(number(0.97));
  });
});

test.each([
  [{ coverage_percent: 120 }, 'broken'],
  [{ coverage_percent: Number.NaN }, 'broken'],
  [{ coverage_percent: null }, 'absent'],
  [{}, 'absent'],
])('the coverage of %j is no number', (report, state) => {
  expect(readSet(report).get('code_coverage').state).toBe(state);
});

test('two values for one field are a contradiction, one value twice is not', () => {
  expect(readSet({ quality_score: 0.9, model: { quality_score: 0.2 } }).get('quality_score')).toEqual({
    state: 'broken',
    problem: 'quality_score stands twice in report.json: 0.9 and 0.2',
  });
  expect(readSet({ quality_score: 0.9, model: { quality_score: 0.9 } }).get('quality_score')).toEqual(
    number(0.9),
  );
});

test('repeat runs are read alike', () => {
  expect(readSet(nested, 'main', [flat, nested]).get('test_pass_rate')).toEqual({
    state: 'number',
    value: 0.96,
    repeats: [0.96, 0.96],
  });
});
