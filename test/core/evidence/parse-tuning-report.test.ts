import { describe, expect, test } from 'vitest';
import type { EvidenceValue } from '../../../src/core/evidence/evidence-file.ts';
import type { MetricReading } from '../../../src/core/evidence/metric-readings.ts';
import { parseEvidence } from '../../../src/core/evidence/parse-evidence.ts';
import { evidence, scores, sourceOf } from '../../support/gate-policies.ts';

function read(value: EvidenceValue, set: string, repeats: readonly EvidenceValue[] = []): MetricReading {
  const parsed = parseEvidence(sourceOf('tuning', 'tuning-report'), evidence('tuning', value, repeats));
  const found = parsed.state === 'parsed' ? parsed.sets.get(set) : undefined;
  if (found === undefined) throw new Error(JSON.stringify(parsed));
  return found.get('groundedness');
}

function number(value: number): MetricReading {
  return { state: 'number', value, repeats: [] };
}

function run(
  name: string,
  summary: EvidenceValue,
  more: Readonly<Record<string, EvidenceValue>> = {},
): EvidenceValue {
  return { run: name, dataset: 'main', overrides: { top_k: 3 }, summary, ...more };
}

describe('the shapes of a tuning report', () => {
  test.each([
    ['by name', { baseline: scores(3), best: scores(4) }],
    ['by name, with summaries', { baseline: { summary: scores(3) }, best: { summary: scores(4) } }],
    ['runs', { runs: [run('baseline', scores(3)), run('topk3', scores(4))] }],
    ['a bare list of runs', [run('baseline', scores(3)), run('best', scores(4))]],
  ])('%s', (_, report) => {
    expect(read(report, 'baseline')).toEqual(number(3));
    expect(read(report, 'best')).toEqual(number(4));
  });

  test('the baseline is the first run called so or without overrides', () => {
    const runs = [
      run('topk3', scores(4)),
      run('plain', scores(3), { overrides: {} }),
      run('baseline', scores(2)),
    ];
    expect(read({ runs }, 'baseline')).toEqual(number(3));
  });
});

describe('the best run', () => {
  test('is at least as good on every metric, before one that is better on average', () => {
    const lopsided = { groundedness: 5, answer_relevance: 5, factual_correctness: 2.9 };
    const runs = [run('baseline', scores(3)), run('lopsided', lopsided), run('even', scores(3.1))];
    expect(read({ runs }, 'best')).toEqual(number(3.1));
  });

  test('is the best on average when none is as good on every metric', () => {
    const runs = [run('baseline', scores(3)), run('worst', scores(1)), run('worse', scores(2))];
    expect(read({ runs }, 'best')).toEqual(number(2));
  });

  test('is the one called best, as the original has it', () => {
    const runs = [run('baseline', scores(3)), run('topk3', scores(4)), run('best', scores(2))];
    expect(read({ runs }, 'best')).toEqual(number(2));
  });

  test('is of the same data as the baseline', () => {
    const runs = [
      run('baseline', scores(3)),
      run('topk3', scores(4), { dataset: 'slices' }),
      run('topk7', scores(2)),
    ];
    expect(read({ runs }, 'best')).toEqual(number(2));
  });

  test('is no run that lacks a number, while another has all', () => {
    const runs = [run('baseline', scores(3)), run('torn', scores(Number.NaN)), run('topk7', scores(2))];
    expect(read({ runs }, 'best')).toEqual(number(2));
  });

  test('says what is wrong when every run lacks a number', () => {
    const runs = [run('baseline', scores(3)), run('topk3', null)];
    expect(read({ runs }, 'best')).toEqual({
      state: 'absent',
      problem: 'groundedness is not in best of tuning.json',
    });
  });
});

describe('a run that is not there leaves its set without numbers', () => {
  test.each([
    [{ runs: [] }, 'there is no baseline run in tuning.json', 'there is no baseline run in tuning.json'],
    [
      { runs: [run('topk3', scores(4))] },
      'there is no baseline run in tuning.json',
      'there is no baseline run in tuning.json',
    ],
    [{ runs: [run('baseline', scores(3))] }, undefined, 'there is no run beside the baseline in tuning.json'],
    [{ baseline: scores(3) }, undefined, 'there is no run beside the baseline in tuning.json'],
    [
      { best: scores(3) },
      'there is no baseline run in tuning.json',
      'there is no baseline run in tuning.json',
    ],
  ])('%j', (report, baseline, best) => {
    expect(read(report, 'baseline')).toEqual(
      baseline === undefined ? number(3) : { state: 'absent', problem: baseline },
    );
    expect(read(report, 'best')).toEqual({ state: 'absent', problem: best });
  });
});

test('repeat runs are matched by name and data', () => {
  const runs = [run('baseline', scores(3)), run('topk3', scores(4))];
  const repeat = {
    runs: [run('topk3', scores(3.9)), run('topk7', scores(4.5)), run('baseline', scores(3.1))],
  };
  expect(read({ runs }, 'best', [repeat])).toEqual({ state: 'number', value: 4, repeats: [3.9] });
});

test.each([
  [{}, 'no tuning report: it has neither a list of runs nor baseline and best'],
  [{ runs: null }, 'no tuning report: it has neither a list of runs nor baseline and best'],
  [{ runs: {} }, 'no tuning report: it has neither a list of runs nor baseline and best'],
  ['none', 'no tuning report: it has neither a list of runs nor baseline and best'],
  [{ runs: ['baseline'] }, 'no tuning report: run 1 is text ("baseline"), not an object'],
])('%j is no tuning report', (value, problem) => {
  expect(parseEvidence(sourceOf('tuning', 'tuning-report'), evidence('tuning', value))).toEqual({
    state: 'unusable',
    name: 'tuning.json',
    problem,
  });
});
