import { describe, expect, test } from 'vitest';
import { evaluateGate } from '../../../src/core/gate/evaluate-gate.ts';
import type { Rule } from '../../../src/core/gate/policy.ts';
import type { BoundFile } from '../../../src/core/gate/report.ts';
import {
  evidence,
  gateInput,
  liveVersion,
  missingEvidence,
  noRegressionRule,
  policyOf,
  ragEvidence,
  ragPolicy,
  sourceOf,
  thresholdRule,
} from '../../support/gate-policies.ts';

const main = sourceOf('main', 'summary');
const extra = sourceOf('extra', 'summary', 'optional');
const good = thresholdRule('main', 'groundedness', '>=', 3);
const bad = thresholdRule('main', 'answer_relevance', '>=', 3);
const absent = thresholdRule('main', 'factual_correctness', '>=', 3);
const broken = thresholdRule('main', 'coherence', '>=', 3);
const skipped = thresholdRule('extra', 'groundedness', '>=', 3);
const values = { groundedness: 4, answer_relevance: 2, coherence: 'high' };

function judge(rules: readonly Rule[]): string {
  const files = [evidence('main', values), missingEvidence('extra')];
  return evaluateGate(gateInput(policyOf([main, extra], rules), files)).verdict;
}

describe('the verdict of a gate', () => {
  test.each<[string, readonly Rule[], string]>([
    ['passes when every rule passes', [good], 'PASS'],
    ['is inconclusive when one is', [good, absent], 'INCONCLUSIVE'],
    ['fails when one fails', [good, absent, bad], 'FAIL'],
    ['is an error when one is', [good, absent, bad, broken], 'ERROR'],
    ['passes over a rule that is skipped', [good, skipped], 'PASS'],
    ['is not moved by a rule that advises', [good, { ...broken, effect: 'advises' }], 'PASS'],
    ['is inconclusive when every rule is skipped', [skipped], 'INCONCLUSIVE'],
    ['is inconclusive when rules only advise', [{ ...good, effect: 'advises' }], 'INCONCLUSIVE'],
    ['is inconclusive without a rule', [], 'INCONCLUSIVE'],
  ])('%s', (_, rules, verdict) => {
    expect(judge(rules)).toBe(verdict);
  });
});

describe('the report of a gate', () => {
  test('has the rules in the order of the policy', () => {
    const report = evaluateGate(gateInput(ragPolicy(), ragEvidence()));
    expect(report.verdict).toBe('PASS');
    expect(report.rules.map(({ id }) => id)).toEqual(ragPolicy().rules.map(({ id }) => id));
  });

  test('names every file that was read, repeat runs and the record of the version too', () => {
    const version: BoundFile = {
      source: 'version',
      name: 'metadata.json',
      sha256: 'm',
      sizeBytes: 9,
      place: 'version',
    };
    const files = [missingEvidence('extra'), evidence('main', values, [{}, {}])];
    const input = gateInput(policyOf([main, extra], [good]), files, {
      own: { files: [version], unbound: [], checks: [] },
      place: 'kept',
    });
    expect(evaluateGate(input).files).toEqual([
      { source: 'main', name: 'main.json', sha256: 'sha256 of main.json', sizeBytes: 100, place: 'kept' },
      {
        source: 'main',
        name: 'runs/1/main.json',
        sha256: 'sha256 of runs/1/main.json',
        sizeBytes: 100,
        place: 'kept',
      },
      {
        source: 'main',
        name: 'runs/2/main.json',
        sha256: 'sha256 of runs/2/main.json',
        sizeBytes: 100,
        place: 'kept',
      },
      version,
    ]);
  });

  test('says when it was made, how long it counts, and by what', () => {
    expect(evaluateGate(gateInput(policyOf([main], [good]), []))).toMatchObject({
      format: 1,
      tool: 'lastgood test',
      evaluatedAt: '2026-03-01T12:00:00.000Z',
      expiresAt: '2026-03-08T12:00:00.000Z',
      policy: { name: 'test', sha256: 'digest of the policy', origin: 'built in' },
      subject: { model: 'frontshift-rag', version: 'v4', alias: 'latest' },
      decision: null,
    });
  });

  test('never counts longer than a date can say', () => {
    const policy = { ...policyOf([main], [good]), maxAgeMs: Number.MAX_VALUE };
    expect(evaluateGate(gateInput(policy, [])).expiresAt).toBe('+275760-09-13T00:00:00.000Z');
  });

  test('has no number that JSON cannot hold', () => {
    const report = evaluateGate(
      gateInput(policyOf([main], [good, bad, absent, broken]), [evidence('main', values)]),
    );
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
});

describe('the baseline of a report', () => {
  const compared = noRegressionRule({ source: 'main', set: 'main' }, 'groundedness', 'live', {
    by: 'absolute',
    value: 0,
  });
  const live = liveVersion({ groundedness: 3 });
  const files = [evidence('main', values)];

  test('is what is live, digest and all', () => {
    expect(evaluateGate(gateInput(policyOf([main], [compared]), files, { live })).baseline).toEqual({
      alias: 'latest',
      version: 'v3',
      metadataSha256: 'digest of v3',
    });
  });

  test('is what is live when no rule compares with it, too', () => {
    expect(evaluateGate(gateInput(policyOf([main], [good]), files, { live })).baseline).toEqual({
      alias: 'latest',
      version: 'v3',
      metadataSha256: 'digest of v3',
    });
  });

  test('is nothing where nobody could be asked', () => {
    const asked = gateInput(policyOf([main], [good]), files, { live: { state: 'not-asked' } });
    expect(evaluateGate(asked).baseline).toBeNull();
  });

  test('has no version when nothing is live', () => {
    expect(evaluateGate(gateInput(policyOf([main], [compared]), files)).baseline).toEqual({
      alias: 'latest',
      version: null,
      metadataSha256: null,
    });
  });
});
