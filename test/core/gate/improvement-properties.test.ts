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
    fc.assert(
      fc.property(change, place, ({ name, pair: [before, after] }, source) => {
        const filesWith = (value: number): readonly EvidenceFile[] => {
          const good = goodRagValues();
          const changed: Values = { ...scores(4), [name]: value };
          const contents: Values = {
            ...good,
            ...(source === 'main' ? { main: { ...(good.main as object), [name]: value } } : {}),
            ...(source === 'smoke' ? { smoke: changed } : {}),
            ...(source === 'slices' ? { slices: { slices: { pto: changed } } } : {}),
            ...(source === 'tuning' ? { tuning: { baseline: scores(3.9), best: changed } } : {}),
          };
          return Object.entries(contents).map(([one, content]) => evidence(one, content));
        };
        if (judge(ragPolicy(), filesWith(before)) === 'PASS')
          expect(judge(ragPolicy(), filesWith(after))).toBe('PASS');
      }),
      runs,
    );
  });

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

  test('in a weighted score, with repeat runs', () => {
    // Six decimals: a computed difference is only as exact as its tolerance, which grows with the numbers.
    const ratio = fc.nat({ max: 1_000_000 }).map(millionths => millionths / 1_000_000);
    const names = Object.keys(weights);
    const all = fc.array(ratio, { minLength: names.length, maxLength: names.length });
    const named = (numbers: readonly number[]): Readonly<Record<string, number>> =>
      Object.fromEntries(names.map((name, index) => [name, numbers[index] ?? 0]));
    const change = fc
      .constantFrom(...names)
      .chain(name =>
        fc.tuple(ratio, ratio).map(pair => ({ name, pair: [Math.min(...pair), Math.max(...pair)] })),
      );
    fc.assert(
      fc.property(
        all,
        change,
        all,
        fc.array(all, { maxLength: 3 }),
        (numbers, { name, pair }, old, repeats) => {
          const deployed: readonly DeployedVersion[] = [{ version: 'v1', live: false, metrics: named(old) }];
          const [before, after] = pair.map(value => {
            const file = evidence('metrics', { ...named(numbers), [name]: value }, repeats.map(named));
            return judge(bleuPolicy(), [file], { deployed });
          });
          if (before === 'PASS') expect(after).toBe('PASS');
        },
      ),
      runs,
    );
  });
});
