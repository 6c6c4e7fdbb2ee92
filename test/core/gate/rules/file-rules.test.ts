import { describe, expect, test } from 'vitest';
import type { EvidenceFile } from '../../../../src/core/evidence/evidence-file.ts';
import { evaluateGate, type GateInput } from '../../../../src/core/gate/evaluate-gate.ts';
import type { Rule } from '../../../../src/core/gate/policy.ts';
import type { RuleResult } from '../../../../src/core/gate/report.ts';
import { evidence, gateInput, missingEvidence, policyOf, sourceOf } from '../../../support/gate-policies.ts';

const torn: EvidenceFile = {
  source: 'b',
  state: 'unusable',
  name: 'b.json',
  problem: 'torn: it ends too early',
};

function judge(rule: Rule, files: readonly EvidenceFile[], changes: Partial<GateInput> = {}): RuleResult {
  const policy = policyOf([sourceOf('a', 'summary'), sourceOf('b', 'summary', 'optional')], [rule]);
  const [result] = evaluateGate(gateInput(policy, files, changes)).rules;
  if (result === undefined) throw new Error('no result');
  return result;
}

describe('files that are required', () => {
  const rule: Rule = { id: 'files', rule: 'requiredFiles', effect: 'blocks', sources: ['a', 'b'] };

  test('pass when they can be read', () => {
    expect(judge(rule, [evidence('a', {}), evidence('b', {})])).toMatchObject({
      verdict: 'PASS',
      reason: 'a.json, b.json can be read.',
    });
  });

  test('are an error when one is missing, optional or not', () => {
    expect(judge(rule, [evidence('a', {}), missingEvidence('b')])).toMatchObject({
      verdict: 'ERROR',
      reason: 'b.json is missing.',
    });
  });

  test('are an error when one is torn or of another shape, and each is named', () => {
    expect(judge(rule, [evidence('a', []), torn])).toMatchObject({
      verdict: 'ERROR',
      reason: 'a.json is a list, not an object. b.json is torn: it ends too early.',
    });
  });

  test('are an error when there are none', () => {
    expect(judge({ ...rule, sources: [] }, []).verdict).toBe('ERROR');
  });
});

describe('the age of evidence', () => {
  const rule: Rule = { id: 'age', rule: 'maxAge', effect: 'blocks', source: 'a', maxAgeMs: 2 * 3600 * 1000 };
  const files = [evidence('a', {})];

  test.each([
    ['as old as allowed', '2026-03-01T12:00:00.000Z', 'PASS', 'a.json is 2 hours old, at most 2 hours.'],
    [
      'older by a millisecond',
      '2026-03-01T12:00:00.001Z',
      'INCONCLUSIVE',
      'a.json is 2 hours old; at most 2 hours is allowed.',
    ],
    [
      'much older',
      '2026-03-09T10:00:00.000Z',
      'INCONCLUSIVE',
      'a.json is 8 days old; at most 2 hours is allowed.',
    ],
    [
      'from a clock a little ahead',
      '2026-03-01T09:56:00.000Z',
      'PASS',
      'a.json is 0 seconds old, at most 2 hours.',
    ],
    [
      'from the future',
      '2026-03-01T09:00:00.000Z',
      'INCONCLUSIVE',
      'a.json was written at 2026-03-01T10:00:00.000Z, which is in the future. A clock is wrong.',
    ],
  ])('%s', (_, now, verdict, reason) => {
    expect(judge(rule, files, { now })).toMatchObject({ verdict, reason, unit: 'ms' });
  });

  test('that nobody can read proves nothing', () => {
    const [file] = files;
    if (file?.state !== 'read') throw new Error('no file');
    const undated = { ...file, file: { ...file.file, writtenAt: 'yesterday' } };
    expect(judge(rule, [undated]).verdict).toBe('INCONCLUSIVE');
  });

  test('is no question for a file that is missing', () => {
    expect(judge(rule, [missingEvidence('a')]).verdict).toBe('ERROR');
    expect(judge({ ...rule, maxAgeMs: Number.NaN }, files).verdict).toBe('ERROR');
  });
});

test.each([
  ['verified', 'PASS'],
  ['unverified', 'INCONCLUSIVE'],
  ['nothing-recorded', 'INCONCLUSIVE'],
  ['contradicted', 'FAIL'],
] as const)('files whose digest is %s: %s', (digest, verdict) => {
  expect(judge({ id: 'digest', rule: 'digest', effect: 'blocks' }, [], { digest }).verdict).toBe(verdict);
});
