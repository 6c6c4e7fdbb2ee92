import { expect, test } from 'vitest';
import { describeWorstRules, formatGateReport } from '../../../src/core/gate/format-report.ts';
import { parseGateReport } from '../../../src/core/gate/parse-gate-report.ts';
import type { RuleResult } from '../../../src/core/gate/report.ts';
import { sampleReport } from '../../support/sample-report.ts';

function ruleOf(change: Partial<RuleResult>): RuleResult {
  const [sample] = sampleReport().rules;
  if (sample === undefined) throw new Error('the sample has no rule');
  return { ...sample, verdict: 'FAIL', reason: `${change.id} is low.`, ...change };
}

test('a report is stored as text that reads back as the same report', () => {
  const report = sampleReport();
  const text = formatGateReport(report);
  expect(text.endsWith('}\n')).toBe(true);
  expect(parseGateReport(JSON.parse(text))).toEqual({ ok: true, report });
});

test('why a verdict is not PASS: the worst rules first, those that say the same once', () => {
  const missing = { verdict: 'ERROR', reason: 'smoke.json is missing.' } as const;
  const rules = [
    ruleOf({ id: 'a', verdict: 'PASS' }),
    ruleOf({ id: 'b', margin: -1 }),
    ruleOf({ id: 'c', margin: -2 }),
    ruleOf({ id: 'd', effect: 'advises' }),
    ruleOf({ id: 'e', verdict: 'SKIPPED' }),
    ruleOf({ id: 's1', ...missing }),
    ruleOf({ id: 's2', ...missing }),
    ruleOf({ id: 'f', verdict: 'INCONCLUSIVE' }),
  ];
  expect(describeWorstRules({ rules })).toBe(
    's1 and 1 more: smoke.json is missing; c: c is low; b: b is low; and 1 more',
  );
});

test('a verdict without a rule that counts says so', () => {
  expect(describeWorstRules({ rules: [ruleOf({ id: 'd', effect: 'advises' })] })).toBe('no rule was judged');
});
