import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EvidenceFile, EvidenceValue } from '../../../src/core/evidence/evidence-file.ts';
import { listEarlierSources } from '../../../src/core/gate/earlier-source.ts';
import { evaluateGate, type GateInput } from '../../../src/core/gate/evaluate-gate.ts';
import type { Policy } from '../../../src/core/gate/policy.ts';
import { rankVerdict, type Verdict } from '../../../src/core/gate/report.ts';
import {
  bleuPolicy,
  evidence,
  gateInput,
  goodRagValues,
  liveVersion,
  missingEvidence,
  noRegressionRule,
  policyOf,
  ragPolicy,
  scores,
  sourceOf,
} from '../../support/gate-policies.ts';

const runs = { numRuns: 1000 };

type Removal = { readonly before: Verdict; readonly after: Verdict };

/** Judges, and once more without one file: the nth of all that are there, repeat runs among them. */
function judgeWithout(
  policy: Policy,
  files: readonly EvidenceFile[],
  nth: number,
  changes: Partial<GateInput> = {},
): Removal {
  const before = evaluateGate(gateInput(policy, files, changes));
  const places = files.flatMap(file =>
    file.state === 'missing'
      ? []
      : [file.source, ...repeatsOf(file).map((_, run) => `${file.source} ${run}`)],
  );
  const place = places[nth % places.length] ?? '';
  const left = files.map((file): EvidenceFile => {
    if (file.source === place) return missingEvidence(file.source);
    if (file.state !== 'read') return file;
    return { ...file, repeats: file.repeats.filter((_, run) => place !== `${file.source} ${run}`) };
  });
  const earlierSources = listEarlierSources(before, policy);
  const after = evaluateGate(gateInput(policy, left, { ...changes, earlierSources }));
  return { before: before.verdict, after: after.verdict };
}

function repeatsOf(file: EvidenceFile): readonly unknown[] {
  return file.state === 'read' ? file.repeats : [];
}

function expectNoBetter({ before, after }: Removal): void {
  expect(rankVerdict(after)).toBeGreaterThanOrEqual(rankVerdict(before));
}

const ragSources = ['main', 'slices', 'smoke', 'tuning'] as const;
const value = fc.constantFrom<EvidenceValue>(4, 2.9, null, 'high', 7);

/** Files of S0 with numbers around the thresholds, so that every verdict comes up. */
const ragFiles: fc.Arbitrary<readonly EvidenceFile[]> = fc
  .record({
    main: value,
    slices: value,
    smoke: value,
    tuning: value,
    repeats: fc.array(value, { maxLength: 3 }),
    torn: fc.constantFrom(undefined, ...ragSources),
  })
  .map(({ torn, repeats, ...values }) => {
    const good = goodRagValues();
    const tuningOf = (best: EvidenceValue): EvidenceValue => ({ baseline: scores(3.9), best: scores(best) });
    const files: readonly EvidenceFile[] = [
      evidence('main', { ...(good.main as object), groundedness: values.main }),
      evidence('slices', { slices: { pto: scores(values.slices) } }),
      evidence('smoke', scores(values.smoke), repeats.map(scores)),
      evidence('tuning', tuningOf(values.tuning), repeats.map(tuningOf)),
    ];
    return files.map(file => {
      const name = ragPolicy().evidence.find(source => source.name === file.source)?.files[0] ?? '';
      const problem = 'torn: it ends too early';
      return file.source === torn ? { source: file.source, state: 'unusable', name, problem } : file;
    });
  });

describe('removing a file of an earlier verdict never improves it', () => {
  test('of those of S0, needed or optional, whole or torn', () => {
    fc.assert(
      fc.property(ragFiles, fc.nat(), (files, nth) => {
        expectNoBetter(judgeWithout(ragPolicy(), files, nth));
      }),
      runs,
    );
  });

  const ratio = fc.nat({ max: 100 }).map(percent => percent / 100);

  test('of the runs a score is made of', () => {
    const names = Object.keys(weightsOf(bleuPolicy()));
    const metrics = fc.array(ratio, { minLength: names.length, maxLength: names.length });
    const named = (numbers: readonly number[]): Readonly<Record<string, number>> =>
      Object.fromEntries(names.map((name, index) => [name, numbers[index] ?? 0]));
    const seen = new Set<Verdict>();
    fc.assert(
      fc.property(
        metrics,
        metrics,
        fc.array(metrics, { maxLength: 3 }),
        fc.nat(),
        (now, old, repeats, nth) => {
          const files = [evidence('metrics', named(now), repeats.map(named))];
          const deployed = [{ version: 'v1', live: false, metrics: named(old) }];
          const removal = judgeWithout(bleuPolicy(), files, nth, { deployed });
          seen.add(removal.before);
          expectNoBetter(removal);
        },
      ),
      runs,
    );
    expect([...seen].sort()).toEqual(['FAIL', 'INCONCLUSIVE', 'PASS']);
  });

  test('of the runs that excuse a regression', () => {
    const policy = policyOf(
      [sourceOf('main', 'summary', 'optional')],
      [
        noRegressionRule({ source: 'main', set: 'main' }, 'accuracy', 'live', {
          by: 'absolute',
          value: 0.05,
        }),
      ],
    );
    fc.assert(
      fc.property(ratio, ratio, fc.array(ratio, { maxLength: 3 }), fc.nat(), (now, old, repeats, nth) => {
        const runValues = repeats.map(accuracy => ({ accuracy }));
        const files = [evidence('main', { accuracy: now }, runValues)];
        expectNoBetter(judgeWithout(policy, files, nth, { live: liveVersion({ accuracy: old }) }));
      }),
      runs,
    );
  });
});

test('an optional file that no verdict stood on may be taken away', () => {
  const files = Object.entries(goodRagValues()).map(([source, content]) => evidence(source, content));
  const bad = files.map(file => (file.source === 'tuning' ? evidence('tuning', { best: scores(1) }) : file));
  const without = files.map(file => (file.source === 'tuning' ? missingEvidence('tuning') : file));
  const judge = (found: readonly EvidenceFile[]): Verdict =>
    evaluateGate(gateInput(ragPolicy(), found)).verdict;
  expect([judge(bad), judge(without)]).toEqual(['INCONCLUSIVE', 'PASS']);
});

function weightsOf({ rules }: Policy): Readonly<Record<string, number>> {
  const rule = rules.find(candidate => candidate.rule === 'weightedScore');
  return rule?.rule === 'weightedScore' ? rule.weights : {};
}
