import { describe, expect, test } from 'vitest';
import type { EvidenceValue } from '../../../../src/core/evidence/evidence-file.ts';
import {
  type DeployedVersion,
  evaluateGate,
  type GateInput,
} from '../../../../src/core/gate/evaluate-gate.ts';
import type { GateReport, RuleResult } from '../../../../src/core/gate/report.ts';
import {
  bleuPolicy,
  evidence,
  gateInput,
  liveVersion,
  missingEvidence,
} from '../../../support/gate-policies.ts';

/** The example of S1's document. */
const documented = { bleu1: 0.3713, bleu2: 0.2622, bleu3: 0.2035, bleu4: 0.1603, rougeL_precision: 0.6641 };

const flat = (value: number): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.keys(documented).map(metric => [metric, value]));

function judge(
  values: EvidenceValue,
  changes: Partial<GateInput> = {},
  repeats: readonly EvidenceValue[] = [],
): { readonly report: GateReport; readonly result: RuleResult } {
  const files = [evidence('metrics', values, repeats)];
  const report = evaluateGate(gateInput(bleuPolicy(), files, changes));
  const [result] = report.rules;
  if (result === undefined) throw new Error('no result');
  return { report, result };
}

function deployed(version: string, metrics: Readonly<Record<string, number>>, live = false): DeployedVersion {
  return { version, live, metrics };
}

test('the documented example scores 0.257865 and deploys as the first', () => {
  const { report, result } = judge(documented);
  expect(result).toMatchObject({ verdict: 'PASS', metric: 'weighted_score', operator: '>', threshold: null });
  expect(result.value).toBeCloseTo(0.257865, 12);
  expect(report.decision).toMatchObject({ outcome: 'deploy', best: null });
  const sum = report.decision?.contributions.reduce((total, part) => total + (part.contribution ?? 0), 0);
  expect(sum).toBeCloseTo(0.257865, 12);
});

describe('against what was deployed', () => {
  const live = liveVersion(flat(0.3));
  const history = [deployed('v1', flat(0.2)), deployed('v3', flat(0.3), true)];

  test.each([
    ['better', 0.31, 'PASS'],
    ['equal', 0.3, 'FAIL'],
    ['lower', 0.29, 'FAIL'],
    ['better by exactly the least improvement', 0.301, 'FAIL'],
    ['better by a little more than that', 0.30101, 'PASS'],
  ] as const)('%s', (_, value, verdict) => {
    const { report, result } = judge(flat(value), { live, deployed: history });
    expect(result.verdict).toBe(verdict);
    expect(result.threshold).toBeCloseTo(0.301, 12);
    expect(report.decision?.best).toEqual({ version: 'v3', score: expect.closeTo(0.3, 12) });
    expect(report.baseline).toEqual({ alias: 'latest', version: 'v3', metadataSha256: 'digest of v3' });
  });

  test('what fails says how much is needed', () => {
    expect(judge(flat(0.29), { live, deployed: history }).result.remedy).toBe('Needs more than 0.011 more.');
  });

  test('an improvement within the noise of repeat runs is inconclusive', () => {
    const { result } = judge(flat(0.31), { live, deployed: history }, [flat(0.29), flat(0.33)]);
    expect(result).toMatchObject({ verdict: 'INCONCLUSIVE', noiseBand: expect.closeTo(0.04, 12) });
  });

  test('what is live counts even when it is left out of the list', () => {
    expect(judge(flat(0.2), { live, deployed: [] }).result.verdict).toBe('FAIL');
  });

  test('the version that is judged is not compared with itself', () => {
    const subject = { model: 'frontshift-rag', version: 'v3', alias: 'latest' };
    expect(judge(flat(0.3), { live, deployed: [], subject }).result.verdict).toBe('PASS');
  });
});

describe('what was deployed and cannot be known', () => {
  test('nobody asked is not nobody there', () => {
    const { report, result } = judge(documented, { live: { state: 'not-asked' }, subject: null });
    expect(result).toMatchObject({
      verdict: 'INCONCLUSIVE',
      reason: 'The score is compared with what was deployed, and no model was named.',
    });
    expect(report.decision).toMatchObject({ outcome: 'unknown', score: expect.closeTo(0.257865, 12) });
    expect(report.baseline).toBeNull();
  });

  test('B1.2: a live version that cannot be read is an error and never a first model', () => {
    const live = {
      state: 'unreadable',
      alias: 'latest',
      version: 'v3',
      problem: 'its metadata is torn',
    } as const;
    const { report, result } = judge(documented, { live, deployed: [] });
    expect(result.verdict).toBe('ERROR');
    expect(result.reason).toContain('its metadata is torn');
    expect(report.decision?.outcome).toBe('unknown');
  });

  test('a live version without any score is an error', () => {
    const { result } = judge(documented, { live: liveVersion({ accuracy: 0.9 }) });
    expect(result.verdict).toBe('ERROR');
  });
});

describe('a metric the score needs', () => {
  test.each<[EvidenceValue, string]>([
    [{ ...documented, bleu4: null }, 'INCONCLUSIVE'],
    [{ ...documented, bleu4: Number.NaN }, 'ERROR'],
    [{ ...documented, bleu4: '0.16' }, 'ERROR'],
    [{ ...documented, bleu4: 16.03 }, 'ERROR'],
    [{ ...documented, units: { bleu4: 'percent' } }, 'ERROR'],
    [{}, 'INCONCLUSIVE'],
  ])('in %j leaves no score', (values, verdict) => {
    const { report, result } = judge(values);
    expect(result).toMatchObject({ verdict, value: null });
    expect(report.decision).toMatchObject({ outcome: 'unknown', score: null });
  });

  test('has no file: no decision either', () => {
    const report = evaluateGate(gateInput(bleuPolicy(), [missingEvidence('metrics')]));
    expect(report).toMatchObject({ verdict: 'ERROR', decision: null });
  });
});

test.each([
  [{ bleu1: 0 }],
  [{ bleu1: -1 }],
  [{ bleu1: Number.NaN }],
  [{ bleu1: Number.POSITIVE_INFINITY }],
  [{}],
])('weights of %j are an error', weights => {
  const policy = bleuPolicy();
  const rules = policy.rules.map(rule => ({ ...rule, weights }) as typeof rule);
  const report = evaluateGate(gateInput({ ...policy, rules }, [evidence('metrics', documented)]));
  expect(report.verdict).toBe('ERROR');
});
