import { describe, expect, test } from 'vitest';
import { diagnose } from '../../../src/core/diagnosis/diagnose.ts';
import { noGate } from '../../../src/core/history/entry.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';
import { planDrift } from '../../../src/core/plan/plan-drift.ts';
import { planHold } from '../../../src/core/plan/plan-hold.ts';
import { planPromotion } from '../../../src/core/plan/plan-promotion.ts';
import type { Planning } from '../../../src/core/plan/planning.ts';
import { listStates } from '../../../src/core/registry/version-state.ts';
import { catalogPlanning, moveDeployed } from '../../support/catalog-status.ts';
import { sha256OfText } from '../../support/sample-entries.ts';

const states = ['deployed', 'completed', 'deployed'] as const;

/** v1 and v3 are deployed at once, and nobody has recorded anything. */
function found(): Planning {
  return catalogPlanning({ states, deployed: ['v1', 'v3'] });
}

/** The same where the history says which it was. */
function recorded(version: string): Planning {
  return catalogPlanning({ states, deployed: ['v1', 'v3'], entries: [moveDeployed(null, version)] });
}

function promote(planning: Planning, version: string, reason = 'chosen'): Plan {
  const record = {
    ...{ model: 'rag', version, createdAt: undefined, metrics: {}, configuration: {}, artifacts: [] },
    ...{ parent: undefined, notes: undefined, tags: [], particulars: [], oddities: [] },
  };
  return planPromotion(planning, {
    alias: 'deployed',
    version: { model: 'rag', version, whole: 'complete', record },
    reason,
    gate: { record: noGate, blockers: [], warnings: [], verdict: undefined },
    digest: 'nothing-recorded',
  });
}

function movesOf({ drafts }: Plan) {
  return drafts.map(({ action, moves }) => [action, ...moves.map(({ from, to }) => `${from} ${to}`)]);
}

function replacedBy({ drafts }: Plan): readonly string[] {
  return drafts.flatMap(({ facts }) =>
    facts.flatMap(fact => (fact.kind === 'state' && fact.to === 'deprecated' ? [fact.version] : [])),
  );
}

describe('several versions that are live at once', () => {
  test('are drift: the newest counts as live, all are deployed until somebody decides', () => {
    const { status } = found();
    expect(status.effective.aliases.get('deployed')?.version).toBe('v3');
    expect(status.adoption).toBeUndefined();
    expect(status.concerns).toEqual([
      {
        severity: 'critical',
        kind: 'drift',
        message: 'registry.json says v1 and v3 at once, history says nothing',
      },
    ]);
    expect(Object.fromEntries(listStates(status))).toEqual({
      v1: 'deployed',
      v2: 'completed',
      v3: 'deployed',
    });
  });

  test('are told by doctor, with every choice there is', () => {
    const tell = ({ index }: Planning) => diagnose({ index, versions: [], gates: [] }, sha256OfText);
    expect(tell(found())).toMatchObject([
      {
        state: 'needs-decision',
        hint: 'Keep v3: lastgood doctor --adopt rag. Choose another: lastgood promote rag VERSION.',
      },
    ]);
    expect(tell(recorded('v1'))).toMatchObject([
      {
        hint: 'Keep v3: lastgood doctor --adopt rag. Put it back: lastgood doctor --revert rag. Choose another: lastgood promote rag VERSION.',
      },
    ]);
  });

  test('are not decided about by the way: a hold leaves them as they are', () => {
    const plan = planHold(found(), { version: 'v1', reason: 'look at it' });
    expect(movesOf(plan)).toEqual([['hold']]);
    expect(plan.blockers).toEqual([]);
  });

  test('where the history says otherwise any other write waits for the decision', () => {
    const plan = planHold(recorded('v1'), { version: 'v1', reason: 'look at it' });
    expect(plan.blockers).toMatchObject([
      { code: 'plan-blocked', message: expect.stringContaining('v1 and v3') },
    ]);
  });

  test('another is chosen by promoting it: what was found is recorded first, and the others are deprecated', () => {
    const plan = promote(found(), 'v1');
    expect(movesOf(plan)).toEqual([
      ['adopt', 'null v3'],
      ['promote', 'v3 v1'],
    ]);
    expect(replacedBy(plan)).toEqual(['v1']);
    expect(plan.warnings).toContain('registry.json says that v1 and v3 are live at once; this decides it.');
    expect(plan.blockers).toEqual([]);
  });

  test('promoting the newest keeps it alone, with a reason', () => {
    const plan = promote(found(), 'v3');
    expect(plan.title).toBe('Keep v3 alone as rag deployed, of v1 and v3');
    expect(movesOf(plan)).toEqual([['adopt', 'null v3']]);
    expect(replacedBy(plan)).toEqual(['v1']);
    expect(promote(found(), 'v3', '').blockers).toMatchObject([{ code: 'reason-required' }]);
  });

  test('adopting keeps the newest; reverting puts back what was recorded', () => {
    expect(movesOf(planDrift(recorded('v1'), { resolve: 'adopt', reason: 'fine' }))).toEqual([
      ['adopt', 'v1 v3'],
    ]);
    expect(movesOf(planDrift(recorded('v1'), { resolve: 'revert', reason: 'no' }))).toEqual([
      ['adopt', 'v1 v3'],
      ['rollback', 'v3 v1'],
    ]);
    const kept = planDrift(recorded('v3'), { resolve: 'revert', reason: 'no' });
    expect(movesOf(kept)).toEqual([['adopt']]);
    expect(replacedBy(kept)).toEqual(['v1']);
  });

  test('nothing can be put back that no history knows', () => {
    const plan = planDrift(found(), { resolve: 'revert', reason: 'no' });
    expect(plan.blockers).toMatchObject([
      { code: 'plan-blocked', message: expect.stringContaining('no history says') },
    ]);
  });
});

test('a registry that may not be written blocks every plan with its reason', () => {
  const unwritable = {
    code: 'unreadable-file',
    problem: 'registry.json ends early',
    hint: 'Run lastgood doctor.',
  } as const;
  const planning = catalogPlanning({ states, deployed: ['v3'], registry: { unwritable } });
  expect(promote(planning, 'v2').blockers).toContainEqual({
    code: 'unreadable-file',
    message: 'registry.json ends early.',
    hint: 'Run lastgood doctor.',
  });
});

test.each([
  ['training', 'rag v1 is still training.', 'When it is done, record that: lastgood state rag v1 completed.'],
  ['archived', 'rag v1 is archived.', 'Register it again as a new version, or choose another.'],
] as const)('what is %s by the file is not promoted', (state, message, hint) => {
  const planning = catalogPlanning({ states: [state, 'completed'] });
  expect(promote(planning, 'v1').blockers).toEqual([{ code: 'plan-blocked', message, hint }]);
});

test('a draft may be promoted, as the quick start does', () => {
  expect(promote(catalogPlanning({ states: ['draft'] }), 'v1').blockers).toEqual([]);
});

test('the usual alias of a catalog is deployed, and is left out of commands', () => {
  const { command, confirmation } = promote(catalogPlanning({ states: ['draft'] }), 'v1');
  expect(command).toBe('lastgood promote rag v1 --reason chosen');
  expect(confirmation).toMatchObject({ kind: 'typed', text: 'rag@deployed' });
});
