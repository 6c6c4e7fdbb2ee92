import { expect, it } from 'vitest';
import { orderRules } from '../../../src/core/gate/order-rules.ts';
import { ruleResult } from '../../ui/screens/gate/sample-gate.ts';

it('puts the worst verdict first, what blocks before what advises, then the smallest margin, and keeps the order of the rest', () => {
  const rules = [
    ruleResult('skipped', { verdict: 'SKIPPED', margin: null }),
    ruleResult('pass by a lot', { margin: 2 }),
    ruleResult('pass without a margin', { margin: null }),
    ruleResult('pass by a hair', { margin: 0.01 }),
    ruleResult('pass by as much', { margin: 0.01 }),
    ruleResult('fails and advises', { verdict: 'FAIL', margin: -9, effect: 'advises' }),
    ruleResult('fails by a bit', { verdict: 'FAIL', margin: -1 }),
    ruleResult('fails by more', { verdict: 'FAIL', margin: -3 }),
    ruleResult('unsure', { verdict: 'INCONCLUSIVE', margin: null }),
    ruleResult('error', { verdict: 'ERROR', margin: null }),
  ];
  expect(orderRules(rules).map(rule => rule.id)).toEqual([
    'error',
    'fails by more',
    'fails by a bit',
    'fails and advises',
    'unsure',
    'pass by a hair',
    'pass by as much',
    'pass by a lot',
    'pass without a margin',
    'skipped',
  ]);
});
