import { expect, test } from 'vitest';
import { combinePolicies } from '../../../src/core/gate/combine-policies.ts';
import type { Policy, Rule } from '../../../src/core/gate/policy.ts';
import { replaceThresholds, type ThresholdValue } from '../../../src/core/gate/replace-thresholds.ts';
import { formatTimeSpan, parseTimeSpan } from '../../../src/core/gate/time-span.ts';

const of = { source: 'main', set: 'main' };
const rules: readonly Rule[] = [
  {
    rule: 'threshold',
    id: 'floor',
    effect: 'blocks',
    of,
    metric: 'groundedness',
    operator: '>=',
    threshold: 3,
    whenMissing: 'inconclusive',
  },
  {
    rule: 'slices',
    id: 'slices',
    effect: 'blocks',
    source: 'bias',
    metrics: ['groundedness'],
    operator: '>=',
    threshold: 3,
  },
  {
    rule: 'noRegression',
    id: 'worse',
    effect: 'blocks',
    of: { source: 'tuning', set: 'best' },
    metric: 'groundedness',
    against: { source: 'tuning', set: 'baseline' },
    limit: { by: 'relative', value: 0.1 },
    whenMissing: 'inconclusive',
  },
  {
    rule: 'weightedScore',
    id: 'score',
    effect: 'blocks',
    of,
    weights: { groundedness: 1 },
    minImprovement: 0,
  },
  { rule: 'requiredFiles', id: 'files', effect: 'advises', sources: ['main', 'bias'] },
  { rule: 'maxAge', id: 'age', effect: 'blocks', source: 'main', maxAgeMs: 1000 },
  { rule: 'digest', id: 'digest', effect: 'blocks' },
];

function policy(name: string, parts: Partial<Policy> = {}): Policy {
  return {
    name,
    description: `${name}.`,
    maxAgeMs: 1000,
    metrics: {},
    evidence: [{ name: 'main', format: 'summary', files: ['summary.json'], presence: 'required' }],
    rules,
    statusFiles: 'none',
    ...parts,
  };
}

test.each<[string, ThresholdValue, Partial<Rule>]>([
  ['floor', 3.5, { threshold: 3.5 }],
  ['slices', 2, { threshold: 2 }],
  ['worse', 0.2, { limit: { by: 'relative', value: 0.2 } }],
  ['score', 0.01, { minImprovement: 0.01 }],
  ['age', '2h', { maxAgeMs: 7_200_000 }],
])('%s can be replaced by %s', (id, value, changed) => {
  const replaced = replaceThresholds(policy('house'), { [id]: value });
  expect(replaced).toEqual({
    ok: true,
    policy: policy('house', {
      rules: rules.map(rule => (rule.id === id ? ({ ...rule, ...changed } as Rule) : rule)),
    }),
  });
});

test.each<[string, ThresholdValue, string]>([
  ['floor', '3h', 'it must be a number'],
  ['floor', Number.NaN, 'it must be a number'],
  ['worse', -0.1, 'it must be a number of at least 0'],
  ['score', Number.POSITIVE_INFINITY, 'it must be a number of at least 0'],
  ['age', 24, 'it must be a span of time above 0, such as 30m, 12h or 7d'],
  ['files', 1, 'a rule requiredFiles has no number to replace'],
  ['digest', 1, 'a rule digest has no number to replace'],
  [
    'flor',
    1,
    'the policy house has no rule flor (floor is meant?); there are floor, slices, worse, score, files, age, digest',
  ],
])('%s cannot be replaced by %s', (id, value, problem) => {
  expect(replaceThresholds(policy('house'), { [id]: value })).toEqual({ ok: false, id, problem });
});

test('one policy alone stays as it is', () => {
  const house = policy('house');
  expect(combinePolicies([house])).toBe(house);
});

test('several policies are one, in which everything is called by policy and name', () => {
  const combined = combinePolicies([
    policy('a', { maxAgeMs: 5000 }),
    policy('b', { maxAgeMs: 3000, statusFiles: 'quality-gate' }),
  ]);
  expect(combined).toMatchObject({
    name: 'a + b',
    description: 'a. b.',
    maxAgeMs: 3000,
    statusFiles: 'quality-gate',
    evidence: [{ name: 'a.main', files: ['summary.json'] }, { name: 'b.main' }],
  });
  expect(combined.rules.slice(0, 7)).toEqual([
    { ...rules[0], id: 'a.floor', of: { source: 'a.main', set: 'main' } },
    { ...rules[1], id: 'a.slices', source: 'a.bias' },
    {
      ...rules[2],
      id: 'a.worse',
      of: { source: 'a.tuning', set: 'best' },
      against: { source: 'a.tuning', set: 'baseline' },
    },
    { ...rules[3], id: 'a.score', of: { source: 'a.main', set: 'main' } },
    { ...rules[4], id: 'a.files', sources: ['a.main', 'a.bias'] },
    { ...rules[5], id: 'a.age', source: 'a.main' },
    { ...rules[6], id: 'a.digest' },
  ]);
  expect(new Set(combined.rules.map(rule => rule.id)).size).toBe(14);
});

test('what is live stays what it is', () => {
  const live = policy('a', {
    rules: [{ ...(rules[2] as Extract<Rule, { rule: 'noRegression' }>), against: 'live' }],
  });
  expect(combinePolicies([live, policy('b')]).rules[0]).toMatchObject({ id: 'a.worse', against: 'live' });
});

test('policies of one name are told apart, whatever the others are called', () => {
  const { evidence } = combinePolicies([policy('a'), policy('a-2'), policy('a')]);
  expect(evidence.map(source => source.name)).toEqual(['a.main', 'a-2.main', 'a-3.main']);
});

test('two policies that mean different things by a metric cannot count together', () => {
  const other = policy('b', { metrics: { groundedness: { unit: 'ratio', direction: 'higher' } } });
  expect(() => combinePolicies([policy('a'), other])).toThrow(
    'Two policies that count together mean different things by groundedness: ' +
      'a in score 0..5 (better: higher), b in ratio (better: higher).',
  );
  expect(combinePolicies([other, { ...other, name: 'c' }]).metrics).toEqual(other.metrics);
});

test.each([
  ['30m', 1_800_000],
  ['12h', 43_200_000],
  ['7d', 604_800_000],
  ['45s', 45_000],
  ['1.5h', 5_400_000],
])('%s is a span of time', (text, spanMs) => {
  expect(parseTimeSpan(text)).toBe(spanMs);
  expect(parseTimeSpan(formatTimeSpan(spanMs))).toBe(spanMs);
});

test.each(['', '0h', '7', '7 d', '-1d', '1w', '1e9d', 'Infinityd', '9999999d'])('%s is none', text => {
  expect(parseTimeSpan(text)).toBeUndefined();
});

test('a span is written in the largest unit that fits', () => {
  expect([604_800_000, 5_400_000, 1_500].map(formatTimeSpan)).toEqual(['7d', '90m', '1.5s']);
});
