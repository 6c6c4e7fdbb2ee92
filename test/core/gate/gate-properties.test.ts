import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EvidenceFile, EvidenceValue } from '../../../src/core/evidence/evidence-file.ts';
import { evaluateGate, type GateInput } from '../../../src/core/gate/evaluate-gate.ts';
import type { Policy, Rule } from '../../../src/core/gate/policy.ts';
import type { Verdict } from '../../../src/core/gate/report.ts';
import {
  bleuPolicy,
  evidence,
  gateInput,
  goodRagValues,
  judgeMetrics,
  liveVersion,
  noRegressionRule,
  policyOf,
  ragPolicy,
  scores,
  sourceOf,
  thresholdRule,
} from '../../support/gate-policies.ts';

type Values = Readonly<Record<string, EvidenceValue>>;

const runs = { numRuns: 1000 };

const weights = { bleu1: 0.1, bleu2: 0.15, bleu3: 0.25, bleu4: 0.4, rougeL_precision: 0.1 };
const ragSources = ['main', 'slices', 'smoke', 'tuning'] as const;

/** What stands where a number should be; undefined: left out. */
const noNumber = fc.constantFrom<EvidenceValue | undefined>(
  undefined,
  null,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  '',
  '4',
  'NaN',
  true,
  [],
  [4],
  {},
  { value: 4 },
);

/** Metrics of every kind of unit, and some nobody declared. */
const metric = fc.constantFrom(
  'groundedness',
  'hallucination_score',
  'latency_total',
  'cost_per_query',
  'throughput_qps',
  'perplexity',
  'wit',
  '__proto__',
  'constructor',
);
const operator = fc.constantFrom<'>=' | '<='>('>=', '<=');
const anyNumber = fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(0, -0, 1, 3, 5, -1, 1e308, -1e308));

/** A rule that reads one metric of `main`, as lenient as can be. */
const rule: fc.Arbitrary<Rule> = fc
  .record({
    metric,
    operator,
    threshold: anyNumber,
    kind: fc.constantFrom('threshold', 'noRegression', 'slices', 'weightedScore'),
  })
  .map(({ metric: name, operator: sign, threshold, kind }): Rule => {
    const of = { source: 'main', set: 'main' };
    const base = { id: `${kind} ${name}`, effect: 'blocks' as const };
    switch (kind) {
      case 'noRegression':
        return noRegressionRule(of, name, 'live', { by: 'absolute', value: Math.abs(threshold) });
      case 'slices':
        return { ...base, rule: 'slices', source: 'slices', metrics: [name], operator: sign, threshold };
      case 'weightedScore':
        return { ...base, rule: 'weightedScore', of, weights: { [name]: 1 }, minImprovement: 0 };
      default:
        return thresholdRule('main', name, sign, threshold);
    }
  });

function metricOf(judged: Rule): string {
  if (judged.rule === 'slices') return judged.metrics[0] ?? '';
  if (judged.rule === 'weightedScore') return Object.keys(judged.weights)[0] ?? '';
  return 'metric' in judged ? judged.metric : '';
}

/** An object with a member of exactly this name, `__proto__` too. */
function objectOf(name: string, value: EvidenceValue | undefined): Values {
  return value === undefined ? {} : (Object.fromEntries([[name, value]]) as Values);
}

function withSlice(values: Values): EvidenceValue {
  return { metrics: { slice: [{ slice_value: 'pto', count: 3, metrics: values }] } };
}

const lenientLive = fc.constantFrom<Partial<GateInput>>(
  { live: { state: 'nothing-live', alias: 'latest' } },
  { live: { state: 'not-asked' } },
  { live: liveVersion({ groundedness: 0, hallucination_score: 1, latency_total: 1e9, wit: -1e300 }) },
);

function judge(policy: Policy, files: readonly EvidenceFile[], changes: Partial<GateInput> = {}): Verdict {
  return evaluateGate(gateInput(policy, files, changes)).verdict;
}

describe('no input makes PASS out of what is missing or not finite', () => {
  const sources = [sourceOf('main', 'summary'), sourceOf('slices', 'bias-report')];

  test('of any rule, over any value that is no number', () => {
    fc.assert(
      fc.property(rule, noNumber, lenientLive, (judged, value, live) => {
        const values = objectOf(metricOf(judged), value);
        const files = [evidence('main', values), evidence('slices', withSlice(values))];
        expect(judge(policyOf(sources, [judged]), files, live)).not.toBe('PASS');
      }),
      runs,
    );
  });

  test('of several rules, when one of their numbers is none', () => {
    const good = fc.double({ min: 3, max: 5, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(good, { minLength: 3, maxLength: 3 }),
        fc.nat({ max: 8 }),
        noNumber,
        (numbers, place, value) => {
          const all = goodRagValues();
          const cells = judgeMetrics.map((name, index) => [name, numbers[index] ?? 3] as const);
          const spoiled = cells.map(
            ([name, number], index) => [name, index === place % 3 ? value : number] as const,
          );
          const kept = Object.fromEntries(spoiled.filter(([, number]) => number !== undefined)) as Values;
          const spoil: Values = [
            {
              main: {
                ...(all.main as object),
                ...objectOf('groundedness', undefined),
                ...scores(null),
                ...kept,
              },
            },
            { smoke: kept },
            { slices: { slices: { pto: kept, payroll: Object.fromEntries(cells) } } },
          ][Math.floor(place / 3)] as Values;
          const files = Object.entries({ ...all, ...spoil }).map(([source, content]) =>
            evidence(source, content),
          );
          expect(judge(ragPolicy(), files)).not.toBe('PASS');
        },
      ),
      runs,
    );
  });

  test('of any file that holds anything', () => {
    const anything = fc.anything({ maxDepth: 3, withNullPrototype: false }) as fc.Arbitrary<EvidenceValue>;
    fc.assert(
      fc.property(fc.constantFrom(...ragSources), anything, (source, value) => {
        const files = Object.entries({ ...goodRagValues(), [source]: value }).map(([name, content]) =>
          evidence(name, content),
        );
        expect(judge(ragPolicy(), files)).not.toBe('PASS');
      }),
      runs,
    );
  });

  test('of a score, when a run of the evaluation has no number', () => {
    const bleu = Object.keys(weights);
    fc.assert(
      fc.property(fc.constantFrom(...bleu), noNumber, fc.boolean(), (name, value, isRepeat) => {
        fc.pre(!isRepeat || (value !== undefined && value !== null));
        const good = Object.fromEntries(bleu.map(one => [one, 0.5])) as Values;
        const { [name]: _, ...others } = good;
        const spoiled = { ...others, ...objectOf(name, value) };
        const file = isRepeat ? evidence('metrics', good, [spoiled]) : evidence('metrics', spoiled);
        expect(judge(bleuPolicy(), [file])).not.toBe('PASS');
      }),
      runs,
    );
  });

  test('of slices, when one of them or a field of them says nothing', () => {
    const slice = (count: EvidenceValue): EvidenceValue => ({
      slice_value: 'pto',
      count,
      metrics: scores(4),
    });
    const noCount = fc.oneof(
      fc.constantFrom<EvidenceValue>(0, -0, null, '', '0', '7', true, [], {}, Number.NaN, Infinity),
      fc.integer({ max: -1 }),
      fc.double({ min: 1e-9, max: 1e9, noNaN: true, noInteger: true }),
    );
    const fields = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 4 });
    const spoil = fc.constantFrom('count', 'empty list', 'empty object', 'named only');
    fc.assert(
      fc.property(fields, spoil, fc.nat(), noCount, fc.boolean(), (names, how, place, count, isNamed) => {
        const spoiled = names[place % names.length] ?? '';
        const good = [slice(3), slice(4)];
        const bad = { count: [slice(3), slice(count)], 'empty list': [], 'empty object': {} };
        const groups = names.flatMap((name): (readonly [string, EvidenceValue])[] => {
          if (name !== spoiled) return [[name, good]];
          return how === 'named only' ? [] : [[name, bad[how as keyof typeof bad]]];
        });
        const slices = {
          ...(isNamed || how === 'named only' ? { slice_fields: names } : {}),
          metrics: Object.fromEntries(groups) as Values,
        };
        const files = Object.entries({ ...goodRagValues(), slices }).map(([source, content]) =>
          evidence(source, content),
        );
        expect(judge(ragPolicy(), files)).not.toBe('PASS');
      }),
      runs,
    );
  });
});
