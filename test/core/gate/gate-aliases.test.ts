import { describe, expect, it } from 'vitest';
import { chooseGateAlias, listGateAliases } from '../../../src/core/gate/gate-aliases.ts';
import type { PoliciesByAlias } from '../../../src/core/gate/gate-standing.ts';
import { boundRag, gatedFact, judgedModel } from '../../ui/screens/gate/sample-gate.ts';

const { status } = judgedModel([gatedFact({ alias: 'Production' })], 'none');
const policies: PoliciesByAlias = new Map([
  ['Staging', { state: 'bound', bound: boundRag }],
  ['latest', { state: 'bound', bound: boundRag }],
]);

describe('the aliases whose gate is worth a look', () => {
  it('are those with a policy and those it was judged for, the usual one first', () => {
    expect(listGateAliases(status, policies, 'v3')).toEqual(['latest', 'Production', 'Staging']);
  });

  it('leave out what another version was judged for', () => {
    expect(listGateAliases(status, new Map(), 'v1')).toEqual([]);
    expect(listGateAliases(status, new Map())).toEqual(['Production']);
  });

  it('begin with the one that is shown; without any it is the usual one', () => {
    expect(chooseGateAlias(status, new Map(), 'v3')).toBe('Production');
    expect(chooseGateAlias(status, new Map(), 'v1')).toBe('latest');
  });
});
