import { describe, expect, test } from 'vitest';
import type { EvidenceValue } from '../../../src/core/evidence/evidence-file.ts';
import type { ParsedEvidence, Slice } from '../../../src/core/evidence/metric-readings.ts';
import { parseEvidence } from '../../../src/core/evidence/parse-evidence.ts';
import { evidence, sourceOf } from '../../support/gate-policies.ts';

function parse(value: EvidenceValue): ParsedEvidence {
  return parseEvidence(sourceOf('bias', 'bias-report'), evidence('bias', value));
}

function readSlices(value: EvidenceValue): readonly Slice[] {
  const parsed = parse(value);
  if (parsed.state !== 'parsed') throw new Error(JSON.stringify(parsed));
  return parsed.slices;
}

/** Field, value, count, and groundedness or the state it is in. */
function summarise({ field, value, count, metrics }: Slice): readonly unknown[] {
  const reading = metrics.get('groundedness');
  return [field, value, count, reading.state === 'number' ? reading.value : reading.state];
}

describe('the shapes of a bias report', () => {
  test('slices by field, as the evaluation writes them', () => {
    const report = {
      dataset: 'slices',
      slice_fields: ['category', 'company'],
      metrics: {
        category: [{ slice_value: 'pto', count: 7, metrics: { groundedness: 4.1 } }],
        company: [{ slice_value: 12, count: 3, metrics: { groundedness: 3.2 } }],
      },
    };
    expect(readSlices(report).map(summarise)).toEqual([
      ['category', 'pto', 7, 4.1],
      ['company', '12', 3, 3.2],
    ]);
  });

  test('metrics by name of the slice, as the gate of the original reads them', () => {
    const report = {
      slices: { pto: { groundedness: 4.1, count: 7 }, payroll: { metrics: { groundedness: 2 } } },
    };
    expect(readSlices(report).map(summarise)).toEqual([
      ['slice', 'pto', 7, 4.1],
      ['slice', 'payroll', null, 2],
    ]);
  });

  test('a list of slices that name themselves, or do not', () => {
    const report = {
      slices: [{ slice: 'pto', groundedness: 4 }, { name: 'payroll', groundedness: 3 }, { groundedness: 2 }],
    };
    expect(readSlices(report).map(summarise)).toEqual([
      ['slice', 'pto', null, 4],
      ['slice', 'payroll', null, 3],
      ['slice', 'entry 3', null, 2],
    ]);
  });

  test('slices of both shapes count when a file has both', () => {
    const report = {
      slices: { pto: { groundedness: 1 } },
      metrics: { slice: [{ slice_value: 'payroll', metrics: { groundedness: 4 } }] },
    };
    expect(readSlices(report).map(({ value }) => value)).toEqual(['pto', 'payroll']);
  });

  test.each([[{ slices: {} }], [{ slices: [] }], [{ metrics: {} }], [{ metrics: { slice: [] } }]])(
    '%j has no slices',
    value => {
      expect(readSlices(value)).toEqual([]);
    },
  );
});

test.each([
  [{}, 'no bias report: it has neither slices nor metrics'],
  [[], 'a list, not an object'],
  [{ slices: null }, 'no bias report: slices is null, not a list of slices'],
  [{ slices: 'none' }, 'no bias report: slices is text ("none"), not a list of slices'],
  [{ metrics: null }, 'no bias report: metrics is null, not a list of slices'],
  [{ metrics: { groundedness: 4 } }, 'no bias report: metrics.groundedness is 4, not a list of slices'],
])('%j is no bias report', (value, problem) => {
  expect(parse(value)).toEqual({ state: 'unusable', name: 'bias.json', problem });
});

test.each([
  [null, 'absent', 'groundedness is not in slice pto of bias.json'],
  [{}, 'absent', 'groundedness is not in slice pto of bias.json'],
  [{ metrics: null }, 'absent', 'groundedness is not in slice pto of bias.json'],
  [{ groundedness: null }, 'absent', 'groundedness is null in slice pto of bias.json'],
  [4, 'broken', 'slice pto of bias.json is 4, not an object'],
  [{ metrics: [4] }, 'broken', 'slice pto of bias.json is a list, not an object'],
  [
    { groundedness: Number.NaN },
    'broken',
    'groundedness is NaN in slice pto of bias.json, not a finite number',
  ],
] as const)('a slice that is %j has no number', (entry, state, problem) => {
  const [slice] = readSlices({ slices: { pto: entry } });
  expect(slice?.metrics.get('groundedness')).toEqual({ state, problem });
});

test.each([[-1], ['7'], [Number.NaN], [null], [Number.POSITIVE_INFINITY]])('a count of %j is none', count => {
  expect(readSlices({ slices: { pto: { count, groundedness: 4 } } })[0]?.count).toBeNull();
});

test('names of slices are made safe and cut', () => {
  const [slice] = readSlices({ slices: { [`\x1b[31m${'x'.repeat(5000)}`]: {} } });
  expect(slice?.value).toHaveLength(80);
  expect(slice?.value).toMatch(/^\^\[\[31mx+…$/);
});

test('a slice may be called __proto__', () => {
  const report = JSON.parse('{"slices": {"__proto__": {"groundedness": 1}}}') as EvidenceValue;
  expect(readSlices(report).map(summarise)).toEqual([['slice', '__proto__', null, 1]]);
});

test('units the report declares hold for every slice', () => {
  const [slice] = readSlices({
    units: { groundedness: 'ratio' },
    slices: { pto: { groundedness: 0.8, count: 2 } },
  });
  expect(slice?.metrics.unitOf('groundedness')).toBe('ratio');
  expect(slice?.metrics.names).toEqual(['groundedness']);
});
