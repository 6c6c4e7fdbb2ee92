import { describe, expect, test } from 'vitest';
import type { EvidenceValue } from '../../../src/core/evidence/evidence-file.ts';
import { evaluateGate } from '../../../src/core/gate/evaluate-gate.ts';
import type { GateReport, Verdict } from '../../../src/core/gate/report.ts';
import { evidence, gateInput, goodRagValues, ragPolicy, scores } from '../../support/gate-policies.ts';

const sources = ['main', 'slices', 'smoke', 'tuning'] as const;

function judge(source: string, value: EvidenceValue): GateReport {
  const contents = { ...goodRagValues(), [source]: value };
  const files = Object.entries(contents).map(([name, content]) => evidence(name, content));
  return evaluateGate(gateInput(ragPolicy(), files));
}

function nest(depth: number): EvidenceValue {
  let value: EvidenceValue = {};
  for (let level = 0; level < depth; level += 1)
    value = { metrics: value, slices: value, runs: [value], summary: value };
  return value;
}

const manyKeys = Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`key ${index}`, index]));
const manySlices = Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`s${index}`, scores(4)]));

describe.each(sources)('as %s', source => {
  test.each<[string, EvidenceValue]>([
    ['sixty thousand keys', manyKeys],
    [
      'members called like what every object has',
      JSON.parse('{"__proto__": {"groundedness": 5}, "constructor": 1}'),
    ],
    ['an object two hundred thousand levels deep', nest(200_000)],
    [
      'a text of ten million characters',
      { ...scores('x'.repeat(10_000_000)), slices: { pto: scores('\u0301'.repeat(1e6)) } },
    ],
    ['a list of a million nulls', Array.from({ length: 1_000_000 }, () => null)],
    ['a list of runs and slices that are none', { runs: [null, 1, 'x', []], slices: [null, 1, 'x', []] }],
  ])('%s neither passes nor breaks anything', (_, value) => {
    const { verdict, rules } = judge(source, value);
    expect(verdict).not.toBe('PASS' satisfies Verdict);
    for (const { reason } of rules) expect(reason.length).toBeLessThan(400);
  });
});

test('sixty thousand good slices pass, and a name like __proto__ is a slice as any other', () => {
  expect(judge('slices', { slices: manySlices }).verdict).toBe('PASS');
  const value = JSON.parse('{"slices": {"__proto__": {"groundedness": 1}, "pto": {"groundedness": 5}}}');
  expect(judge('slices', value).rules.find(({ id }) => id === 'slices')?.sliceCounts).toEqual({
    all: 2,
    bad: 2,
  });
});

test('nothing in a report steers a terminal', () => {
  const value = {
    slices: { '\x1b[2J\u202e\n': scores('\x1b]0;gone\x07') },
    units: { groundedness: '\x1b[31m' },
  };
  expect(JSON.stringify(judge('slices', value).rules)).not.toMatch(/\\u001b|\\u0007|\u202e|\\n/);
});
