import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../../src/core/diagnosis/diagnose.ts';
import { confirmPlan } from '../../../src/core/plan/plan.ts';
import { planDrift } from '../../../src/core/plan/plan-drift.ts';
import { planHold } from '../../../src/core/plan/plan-hold.ts';
import { sha256OfText } from '../../support/sample-entries.ts';
import { record, type ServerModel, serverPlanning, serverStatus } from '../../support/server-status.ts';

const inProduction = record([], [{ moves: [{ alias: 'Production', from: null, to: 'v4' }] }]);

/** v5 is in Production, and by the history it is v4. */
const moved: ServerModel = { count: 5, stages: { Production: ['v5'] }, entries: inProduction };

describe('where the registry leads', () => {
  test('what another program moved is news, in words, and counts', () => {
    const status = serverStatus(moved);
    expect(status.effective.aliases.get('Production')?.version).toBe('v5');
    expect(status.mismatches.map(({ cause }) => cause)).toEqual(['news']);
    expect(status.concerns).toEqual([
      {
        severity: 'warning',
        kind: 'news',
        message: 'Production moved to v5 outside lastgood, was v4',
      },
    ]);
  });

  test('the next write records it first, and nothing stands in its way', () => {
    const plan = planHold(serverPlanning(moved), { version: 'v1', reason: 'look at it' });
    expect(plan.blockers).toEqual([]);
    expect(plan.drafts.map(({ action }) => action)).toEqual(['adopt', 'hold']);
    expect(plan.drafts[0]?.moves).toEqual([{ alias: 'Production', from: 'v4', to: 'v5' }]);
    expect(plan.warnings).toContain(
      'Production was moved from v4 to v5 outside lastgood; this is recorded first.',
    );
  });

  test('doctor has nothing to decide about it', () => {
    const { index } = serverPlanning(moved);
    expect(diagnose({ index, versions: [], gates: [] }, sha256OfText)).toEqual([
      {
        subject: 'rag',
        state: 'note',
        message: 'Production moved to v5 outside lastgood, was v4',
        hint: 'Nothing has to be done: the next write records it.',
      },
    ]);
  });

  test('an alias that is gone was moved to nothing', () => {
    const entries = record([], [{ moves: [{ alias: 'champion', from: null, to: 'v1' }] }]);
    const status = serverStatus({ count: 1, entries });
    expect(status.concerns.map(({ message }) => message)).toEqual([
      'champion moved to nothing outside lastgood, was v1',
    ]);
    expect(status.effective.aliases.get('champion')?.version).toBeNull();
  });

  test('several in one stage are still to be decided about, and stop no other write', () => {
    const planning = serverPlanning({
      count: 5,
      stages: { Staging: ['v3', 'v5'] },
      entries: record([], [{ moves: [{ alias: 'Staging', from: null, to: 'v3' }] }]),
    });
    expect(planning.status.concerns).toMatchObject([{ kind: 'drift', severity: 'critical' }]);
    expect(planning.status.effective.aliases.get('Staging')?.version).toBe('v5');
    expect(planHold(planning, { version: 'v1', reason: 'x' }).blockers).toEqual([]);
    const [decided] = planDrift(planning, { resolve: 'adopt', reason: 'fine' }).drafts;
    expect(decided?.facts).toEqual([{ kind: 'state', version: 'v3', from: 'deployed', to: 'archived' }]);
  });

  test('a record that is not whole is a warning, and no blocker', () => {
    const later = record(inProduction, [{ moves: [] }]).slice(1);
    const planning = serverPlanning({ ...moved, entries: later });
    expect(planning.status.chain.verdict).toBe('missing');
    expect(planning.status.concerns).toContainEqual(
      expect.objectContaining({ kind: 'history-damaged', severity: 'warning' }),
    );
    expect(planHold(planning, { version: 'v1', reason: 'x' }).blockers).toEqual([]);
  });
});

const version = fc.constantFrom('v1', 'v2', 'v3', 'v4', 'v5');
const alias = fc.constantFrom('Production', 'Staging', 'champion', 'challenger');
const anyMoves = fc.array(fc.record({ alias, to: fc.option(version) }), { maxLength: 8 });
const anyStages = fc.record(
  { Production: fc.tuple(version), Staging: fc.tuple(version) },
  { requiredKeys: [] },
);
const anyAliases = fc.dictionary(fc.constantFrom('champion', 'challenger'), version);

test('whatever a server says: it counts, it blocks nothing, and recording it once makes the record agree', () => {
  fc.assert(
    fc.property(anyMoves, anyStages, anyAliases, (moves, stages, aliases) => {
      const entries = record(
        [],
        moves.map(({ alias: name, to }) => ({ moves: [{ alias: name, from: null, to }] })),
      );
      const planning = serverPlanning({ count: 5, stages, aliases, entries });
      const says = (name: string) =>
        name in aliases ? aliases[name] : stages[name as keyof typeof stages]?.[0];
      const { effective, adoption } = planning.status;
      for (const name of ['Production', 'Staging', 'champion', 'challenger'])
        expect(effective.aliases.get(name)?.version ?? undefined).toBe(says(name));
      expect(confirmPlan(planHold(planning, { version: 'v1', reason: 'x' }))).toBeDefined();
      const recorded = record(entries, adoption === undefined ? [] : [adoption]);
      const after = serverStatus({ count: 5, stages, aliases, entries: recorded });
      expect(after.adoption).toBeUndefined();
      expect(after.mismatches).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
