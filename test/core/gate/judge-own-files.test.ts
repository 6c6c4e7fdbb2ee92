import { expect, test } from 'vitest';
import { evaluateGate } from '../../../src/core/gate/evaluate-gate.ts';
import { judgeOwnFiles } from '../../../src/core/gate/judge-own-files.ts';
import type { FileCheck, VersionBinding } from '../../../src/core/ports/registry.ts';
import { gateInput, ragEvidence, ragPolicy } from '../../support/gate-policies.ts';

function ownFiles(changes: Partial<VersionBinding>): VersionBinding {
  return { files: [], unbound: [], checks: [], ...changes };
}

function checkOf(outcome: FileCheck['outcome']): FileCheck {
  return { name: 'a.gguf', outcome, detail: 'in detail' };
}

test.each<readonly [FileCheck['outcome'], string]>([
  ['differs', 'a.gguf is not what was registered: it has changed, in detail.'],
  ['missing', 'a.gguf is not what was registered: it is gone.'],
  ['unreadable', 'a.gguf is not what was registered: it cannot be read, in detail.'],
])('a registered file that %s makes a verdict that would pass an ERROR', (outcome, reason) => {
  const own = ownFiles({ checks: [checkOf(outcome)] });
  const report = evaluateGate(gateInput(ragPolicy(), ragEvidence(), { own }));
  expect(report.verdict).toBe('ERROR');
  expect(report.rules[0]).toMatchObject({
    id: 'registered file 1',
    verdict: 'ERROR',
    file: 'a.gguf',
    reason,
  });
});

test.each(['verified', 'elsewhere', 'nothing-recorded'] as const)(
  'a registered file that is %s changes no verdict',
  outcome => {
    const own = ownFiles({ checks: [checkOf(outcome)] });
    const report = evaluateGate(gateInput(ragPolicy(), ragEvidence(), { own }));
    expect(report.verdict).toBe('PASS');
    expect(report.rules.length).toBe(ragPolicy().rules.length);
  },
);

test('a file that no verdict can be bound to is told of, and advises only', () => {
  const own = ownFiles({ unbound: [{ name: 'a.gguf', why: 'is not on this machine' }] });
  const report = evaluateGate(gateInput(ragPolicy(), ragEvidence(), { own }));
  expect(report.verdict).toBe('PASS');
  expect(report.rules[0]).toMatchObject({
    effect: 'advises',
    verdict: 'SKIPPED',
    reason: 'a.gguf is not on this machine: the verdict is not bound to its bytes.',
  });
});

test('a file that is both contradicted and not bound is told of once', () => {
  const unbound = [
    { name: 'a.gguf', why: 'cannot be read' },
    { name: 'b.gguf', why: 'is not on this machine' },
  ];
  const results = judgeOwnFiles({ checks: [checkOf('unreadable')], unbound, lost: [] });
  expect(results.map(({ rule, evaluation }) => [rule.id, rule.effect, evaluation.file])).toEqual([
    ['registered file 1', 'blocks', 'a.gguf'],
    ['registered file 2', 'advises', 'b.gguf'],
  ]);
});
