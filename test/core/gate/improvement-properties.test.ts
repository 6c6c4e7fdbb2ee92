import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EvidenceFile, EvidenceValue } from '../../../src/core/evidence/evidence-file.ts';
import { type DeployedVersion, evaluateGate, type GateInput } from '../../../src/core/gate/evaluate-gate.ts';
import type { Policy } from '../../../src/core/gate/policy.ts';
import type { Verdict } from '../../../src/core/gate/report.ts';
import { describeMetric } from '../../../src/core/registry/metric.ts';
import {
  bleuPolicy,
  evidence,
  gateInput,
  goodRagValues,
  liveVersion,
  noRegressionRule,
  policyOf,
  ragPolicy,
  scores,
  sourceOf,
} from '../../support/gate-policies.ts';

type Values = Readonly<Record<string, EvidenceValue>>;

const runs = { numRuns: 1000 };

const weights = { bleu1: 0.1, bleu2: 0.15, bleu3: 0.25, bleu4: 0.4, rougeL_precision: 0.1 };

function judge(policy: Policy, files: readonly EvidenceFile[], changes: Partial<GateInput> = {}): Verdict {
  return evaluateGate(gateInput(policy, files, changes)).verdict;
}

describe('improving a number never turns PASS into anything else', () => {
  /** A number, and a better one, both possible in the unit of the metric. */
  const improved = (name: string, least: number, most: number): fc.Arbitrary<readonly [number, number]> =>
    fc
      .tuple(
        fc.double({ min: least, max: most, noNaN: true }),
        fc.double({ min: least, max: most, noNaN: true }),
      )
      .map(([one, other]) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        return describeMetric(name).direction === 'lower' ? [high, low] : [low, high];
      });

  const ranges: Readonly<Record<string, readonly [number, number]>> = {
    groundedness: [2.5, 5],
    hallucination_score: [0, 0.6],
    latency_total: [1e-9, 6],
  };

  test('at a threshold, in slices and against the baseline of a tuning', () => {
    const change = fc
      .constantFrom(...Object.keys(ranges))
      .chain(name => improved(name, ...(ranges[name] ?? [0, 1])).map(pair => ({ name, pair })));
    const place = fc.constantFrom('main', 'slices', 'smoke', 'tuning');
    const others = fc.array(fc.double({ min: 2.9, max: 5, noNaN: true }), { maxLength: 3 });
    const passed = new Map<string, number>();
    fc.assert(
      fc.property(change, place, others, ({ name, pair: [before, after] }, source, more) => {
        const filesWith = (value: number): readonly EvidenceFile[] => {
          const good = goodRagValues();
          const changed: Values = { ...scores(4), [name]: value };
          const contents: Values = {
            ...good,
            ...(source === 'main' ? { main: { ...(good.main as object), [name]: value } } : {}),
            ...(source === 'smoke' ? { smoke: changed } : {}),
            ...(source === 'slices'
              ? { slices: { metrics: { slice: [changed, ...more.map(scores)] } } }
              : {}),
            ...(source === 'tuning' ? { tuning: tuningOf(changed, more) } : {}),
          };
          // Repeat runs of every file that may have them, the one that improves among them.
          return Object.entries(contents).map(([one, content]) =>
            evidence(one, content, one === 'slices' ? [] : more.map(repeat => repeatOf(one, repeat))),
          );
        };
        if (judge(ragPolicy(), filesWith(before)) !== 'PASS') return;
        passed.set(source, (passed.get(source) ?? 0) + 1);
        expect(judge(ragPolicy(), filesWith(after))).toBe('PASS');
      }),
      runs,
    );
    for (const source of ['main', 'slices', 'smoke', 'tuning'])
      expect(passed.get(source), source).toBeGreaterThan(20);
  });

  /** A tuning whose first run improves; the others may be better or worse than it. */
  function tuningOf(changed: Values, others: readonly number[]): EvidenceValue {
    const run = (name: string, overrides: EvidenceValue, summary: Values): EvidenceValue => ({
      run: name,
      dataset: 'core',
      overrides,
      summary,
    });
    const more = others.map((score, index) => run(`topk${index}`, { topk: index }, scores(score)));
    return { runs: [run('baseline', {}, scores(3.1)), run('changed', { topk: 9 }, changed), ...more] };
  }

  function repeatOf(source: string, score: number): EvidenceValue {
    return source === 'tuning' ? tuningOf(scores(score), []) : scores(score);
  }

  test('against what is live, with repeat runs', () => {
    const names = ['accuracy', 'latency_ms'];
    const limit = fc.record({
      by: fc.constantFrom<'absolute' | 'relative'>('absolute', 'relative'),
      value: fc.constantFrom(0, 0.05, 0.2),
    });
    const ratio = fc.double({ min: 0.01, max: 1, noNaN: true });
    const change = fc
      .constantFrom(...names)
      .chain(name => improved(name, 0.01, 1).map(pair => ({ name, pair })));
    fc.assert(
      fc.property(
        change,
        limit,
        ratio,
        fc.array(ratio, { maxLength: 3 }),
        ({ name, pair }, most, live, repeats) => {
          const policy = policyOf(
            [sourceOf('main', 'summary')],
            [noRegressionRule({ source: 'main', set: 'main' }, name, 'live', most)],
          );
          const [before, after] = pair.map(value =>
            judge(
              policy,
              [
                evidence(
                  'main',
                  { [name]: value },
                  repeats.map(repeat => ({ [name]: repeat })),
                ),
              ],
              {
                live: liveVersion({ [name]: live }),
              },
            ),
          );
          if (before === 'PASS') expect(after).toBe('PASS');
        },
      ),
      runs,
    );
  });

  const bleu = Object.keys(weights);
  const named = (numbers: readonly number[]): Readonly<Record<string, number>> =>
    Object.fromEntries(bleu.map((name, index) => [name, numbers[index] ?? 0]));

  /** Scores of an evaluation and of runs close to it, so that some pass in spite of their noise. */
  const noisyScores = (ratio: fc.Arbitrary<number>, far: number) => {
    const drift = fc.array(ratio, { minLength: bleu.length, maxLength: bleu.length });
    return fc
      .record({ numbers: drift, old: drift, drifts: fc.array(drift, { minLength: 1, maxLength: 3 }) })
      .map(({ numbers, old, drifts }) => ({
        now: numbers,
        old: old.map(number => number / 2),
        repeats: drifts.map(run => numbers.map((number, at) => number * (1 - far) + (run[at] ?? 0) * far)),
      }));
  };
  type Noisy = {
    readonly now: readonly number[];
    readonly old: readonly number[];
    readonly repeats: readonly (readonly number[])[];
  };
  const judgeScore = ({ now, old, repeats }: Noisy): Verdict =>
    judge(bleuPolicy(), [evidence('metrics', named(now), repeats.map(named))], {
      deployed: [{ version: 'v1', live: false, metrics: named(old) } satisfies DeployedVersion],
    });
  const place = fc.nat({ max: bleu.length - 1 });

  test('in a weighted score, whatever the noise of its runs', () => {
    // Six decimals: a computed difference is only as exact as its tolerance, which grows with the numbers.
    const ratio = fc.nat({ max: 1_000_000 }).map(millionths => millionths / 1_000_000);
    const passed: number[] = [];
    fc.assert(
      fc.property(noisyScores(ratio, 0.1), place, ratio, (noisy, at, better) => {
        if (judgeScore(noisy) !== 'PASS') return;
        passed.push(at);
        const now = noisy.now.map((number, index) => (index === at ? Math.max(number, better) : number));
        expect(judgeScore({ ...noisy, now })).toBe('PASS');
      }),
      runs,
    );
    expect(new Set(passed).size).toBe(bleu.length);
    expect(passed.length).toBeGreaterThan(100);
  });

  test('in a weighted score, by however little; better runs may only widen the noise', () => {
    const ratio = fc.double({ min: 0, max: 1, noNaN: true });
    const step = fc.oneof(ratio, fc.constantFrom(Number.EPSILON, 1e-12, 1e-13, 1e-300));
    const better = (number: number, by: number): number => Math.min(1, number + by);
    let passed = 0;
    fc.assert(
      fc.property(noisyScores(ratio, 0.05), place, step, fc.nat({ max: 3 }), (noisy, at, by, run) => {
        if (judgeScore(noisy) !== 'PASS') return;
        passed += 1;
        const improve = (numbers: readonly number[]) =>
          numbers.map((number, index) => (index === at ? better(number, by) : number));
        const repeats = noisy.repeats.map((numbers, index) => (index === run ? improve(numbers) : numbers));
        const isRepeat = run < noisy.repeats.length;
        const improved = isRepeat ? { ...noisy, repeats } : { ...noisy, now: improve(noisy.now) };
        expect(isRepeat ? ['PASS', 'INCONCLUSIVE'] : ['PASS']).toContain(judgeScore(improved));
      }),
      runs,
    );
    expect(passed).toBeGreaterThan(100);
  });
});
