import { describe, expect, test } from 'vitest';
import type { EvidenceValue } from '../../../src/core/evidence/evidence-file.ts';
import type { MetricSet } from '../../../src/core/evidence/metric-readings.ts';
import { parseEvidence } from '../../../src/core/evidence/parse-evidence.ts';
import { evidence, sourceOf } from '../../support/gate-policies.ts';

const source = sourceOf('summary', 'summary');

function readMain(value: EvidenceValue, repeats: readonly EvidenceValue[] = []): MetricSet {
  const parsed = parseEvidence(source, evidence('summary', value, repeats));
  const main = parsed.state === 'parsed' ? parsed.sets.get('main') : undefined;
  if (main === undefined) throw new Error(`no set main: ${JSON.stringify(parsed)}`);
  return main;
}

describe('how many examples a summary is of', () => {
  test.each<[EvidenceValue, string, string]>([
    [0, 'absent', 'summary.json has no examples'],
    [null, 'absent', 'the examples of summary.json is null'],
    [-3, 'broken', 'the examples of summary.json is -3, not a number of examples'],
    ['0', 'broken', 'the examples of summary.json is text ("0"), not a number of examples'],
    [6.5, 'broken', 'the examples of summary.json is 6.5, not a number of examples'],
    [Number.NaN, 'broken', 'the examples of summary.json is NaN, not a number of examples'],
    [[20], 'broken', 'the examples of summary.json is a list, not a number of examples'],
  ])('%j leaves no number that counts', (examples, state, problem) => {
    const main = readMain({ groundedness: 3.9, examples });
    expect(main.get('groundedness')).toEqual({ state, problem });
    expect(main.names).toContain('groundedness');
  });

  test('counts of repeat runs, too', () => {
    const main = readMain({ groundedness: 3.9, examples: 20 }, [{ groundedness: 3.8, examples: 0 }]);
    expect(main.get('groundedness')).toMatchObject({ state: 'absent' });
  });

  test('may be left out', () => {
    expect(readMain({ groundedness: 3.9 }).get('groundedness')).toMatchObject({ state: 'number' });
    expect(readMain({ examples: 20 }).get('examples')).toMatchObject({ value: 20 });
  });
});

describe('a number of a summary', () => {
  test('is read as it is, fields nobody knows beside it', () => {
    const main = readMain({ groundedness: 3.9, dataset: 'main', extra: { deep: [1] } });
    expect(main.get('groundedness')).toEqual({ state: 'number', value: 3.9, repeats: [] });
  });

  test.each([
    ['left out', {}, 'absent', 'groundedness is not in summary.json'],
    ['null', { groundedness: null }, 'absent', 'groundedness is null in summary.json'],
    [
      'NaN',
      { groundedness: Number.NaN },
      'broken',
      'groundedness is NaN in summary.json, not a finite number',
    ],
    [
      'infinite, as 1e999 is',
      { groundedness: Number.POSITIVE_INFINITY },
      'broken',
      'groundedness is Infinity in summary.json, not a finite number',
    ],
    [
      'a text',
      { groundedness: '3.9' },
      'broken',
      'groundedness is text ("3.9") in summary.json, not a finite number',
    ],
    ['true', { groundedness: true }, 'broken', 'groundedness is true in summary.json, not a finite number'],
    [
      'a list',
      { groundedness: [4] },
      'broken',
      'groundedness is a list in summary.json, not a finite number',
    ],
    [
      'an object',
      { groundedness: { mean: 4 } },
      'broken',
      'groundedness is an object in summary.json, not a finite number',
    ],
  ] as const)('that is %s is none', (_, value, state, problem) => {
    expect(readMain(value).get('groundedness')).toEqual({ state, problem });
  });

  test('is never one of those every object inherits', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty'])
      expect(readMain({}).get(name).state).toBe('absent');
  });

  test('may be called __proto__ and is still only a number', () => {
    const value = JSON.parse('{"__proto__": 4, "groundedness": 3}') as EvidenceValue;
    expect(readMain(value).get('__proto__')).toMatchObject({ state: 'number', value: 4 });
    expect(Object.prototype).not.toHaveProperty('groundedness');
  });

  test('that is a text a terminal would obey is written out and cut', () => {
    const reading = readMain({ groundedness: `\x1b[2J${'x'.repeat(100_000)}` }).get('groundedness');
    expect(reading).toMatchObject({ state: 'broken', problem: expect.stringContaining('^[[2Jxxx') });
    expect(JSON.stringify(reading).length).toBeLessThan(200);
  });
});

describe('repeat runs', () => {
  test('bring their values, those that lack the metric none', () => {
    const main = readMain({ bleu4: 0.2 }, [{ bleu4: 0.21 }, {}, { bleu4: 0.19 }]);
    expect(main.get('bleu4')).toEqual({ state: 'number', value: 0.2, repeats: [0.21, 0.19] });
  });

  test('spoil a metric when one of them has no number there', () => {
    expect(readMain({ bleu4: 0.2 }, [{ bleu4: Number.NaN }]).get('bleu4')).toEqual({
      state: 'broken',
      problem: 'bleu4 is NaN in runs/1/summary.json, not a finite number',
    });
  });

  test('make up for nothing: a metric the evaluation lacks stays absent', () => {
    expect(readMain({}, [{ bleu4: 0.2 }]).get('bleu4').state).toBe('absent');
  });
});

test('names are those of numbers and of nulls, in the order of the file', () => {
  const main = readMain({ b: 1, a: null, dataset: 'main', units: { b: 's' }, c: Number.NaN });
  expect(main.names).toEqual(['b', 'a', 'c']);
});

test('units a file declares are made safe, and others are not made up', () => {
  const main = readMain({ a: 1, units: { a: 'm\x1bs', b: 5, c: null } });
  expect(['a', 'b', 'c', 'd', 'constructor'].map(main.unitOf)).toEqual([
    'm^[s',
    '5',
    undefined,
    undefined,
    undefined,
  ]);
});

test.each([
  [null, 'null, not an object'],
  [[], 'a list, not an object'],
  ['PASS', 'text ("PASS"), not an object'],
  [3, '3, not an object'],
])('a summary that is %j is unusable', (value, problem) => {
  expect(parseEvidence(source, evidence('summary', value))).toEqual({
    state: 'unusable',
    name: 'summary.json',
    problem,
  });
});

test('a repeat run that is no object makes the whole of it unusable', () => {
  expect(parseEvidence(source, evidence('summary', {}, [{}, []]))).toMatchObject({
    state: 'unusable',
    problem: 'not to be relied on: its repeat run runs/2/summary.json is a list, not an object',
  });
});

test('what was not found stays not found', () => {
  expect(parseEvidence(source, { source: 'summary', state: 'missing', name: 'summary.json' })).toEqual({
    state: 'missing',
    name: 'summary.json',
  });
  const torn = {
    source: 'summary',
    state: 'unusable',
    name: 'summary.json',
    problem: 'torn: it ends too early',
  } as const;
  expect(parseEvidence(source, torn)).toMatchObject({
    state: 'unusable',
    problem: 'torn: it ends too early',
  });
});
