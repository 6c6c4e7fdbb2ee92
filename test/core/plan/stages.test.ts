import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bestEffortWords } from '../../../src/core/plan/best-effort.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';
import { planPromotion, ungated } from '../../../src/core/plan/plan-promotion.ts';
import { planRollback } from '../../../src/core/plan/plan-rollback.ts';
import { findUndoable, planUndo } from '../../../src/core/plan/plan-undo.ts';
import type { Planning } from '../../../src/core/plan/planning.ts';
import type { Version } from '../../../src/core/registry/version.ts';
import { rankRollbackTargets } from '../../../src/core/rollback/rank-targets.ts';
import { record, serverPlanning } from '../../support/server-status.ts';
import { StageServer } from '../../support/stage-server.ts';

function versionOf(version: string): Version {
  const facts = { createdAt: undefined, metrics: {}, configuration: {}, artifacts: [], parent: undefined };
  const texts = { notes: undefined, tags: [], particulars: [], oddities: [] };
  return {
    model: 'rag',
    version,
    whole: 'complete',
    record: { model: 'rag', version, ...facts, ...texts },
  };
}

function promote(planning: Planning, version: string, alias = 'Production'): Plan {
  const request = { reason: 'better', gate: ungated, digest: 'nothing-recorded' } as const;
  return planPromotion(planning, { ...request, alias, version: versionOf(version) });
}

function rollBack(planning: Planning, to: string, alias = 'Production'): Plan {
  const versions = planning.status.index.versions.map(({ version }) => versionOf(version));
  const target = rankRollbackTargets(planning.status, alias, versions, new Map(), planning.now).find(
    candidate => candidate.version === to,
  );
  return planRollback(planning, { alias, target, reason: 'INC-1', holdLeft: 'no-hold' });
}

function ownMoves({ drafts }: Plan): readonly string[] {
  return drafts
    .filter(({ action }) => action !== 'adopt')
    .flatMap(({ moves }) => moves.map(({ alias, from, to }) => `${alias} ${from} ${to}`));
}

describe('stages', () => {
  test('who enters Production leaves Staging, in the same entry, and who is replaced becomes archived', () => {
    const planning = serverPlanning({
      count: 5,
      stages: { Production: ['v4'], Staging: ['v5'] },
      entries: record(
        [],
        [
          { moves: [{ alias: 'Production', from: null, to: 'v4' }] },
          { moves: [{ alias: 'Staging', from: null, to: 'v5' }] },
        ],
      ),
    });
    const plan = promote(planning, 'v5');
    expect(plan.blockers).toEqual([]);
    expect(ownMoves(plan)).toEqual(['Production v4 v5', 'Staging v5 null']);
    expect(plan.steps.map(({ value }) => value)).toEqual([
      'promote: Production v4 to v5, Staging v5 to nothing, v4 becomes archived',
    ]);
  });

  test('what is live in Production does not go to Staging: nothing would be live', () => {
    const planning = serverPlanning({ count: 5, stages: { Production: ['v4'] } });
    expect(promote(planning, 'v4', 'Staging').blockers).toEqual([
      {
        code: 'plan-blocked',
        message: 'rag v4 is live under Production, and a version has one stage: nothing would be live there.',
        hint: 'First make another version live there: lastgood promote rag VERSION.',
      },
    ]);
  });

  test('a version that also has an alias of its own keeps that', () => {
    const planning = serverPlanning({ count: 5, stages: { Staging: ['v5'] }, aliases: { champion: 'v5' } });
    expect(ownMoves(promote(planning, 'v5'))).toEqual(['Production null v5', 'Staging v5 null']);
    expect(ownMoves(promote(planning, 'v1', 'champion'))).toEqual(['champion v5 v1']);
  });

  test('one of several in Staging is promoted without deciding about the others', () => {
    const planning = serverPlanning({ count: 5, stages: { Staging: ['v4', 'v5'] } });
    const plan = promote(planning, 'v5');
    expect(plan.blockers).toEqual([]);
    expect(ownMoves(plan)).toEqual(['Production null v5']);
  });

  test('an archived version is rolled back to, and promoted with a warning', () => {
    const planning = serverPlanning({
      count: 5,
      stages: { Production: ['v5'], Archived: ['v4'] },
      entries: record(
        [],
        [
          { moves: [{ alias: 'Production', from: null, to: 'v4' }] },
          { moves: [{ alias: 'Production', from: 'v4', to: 'v5' }] },
        ],
      ),
    });
    const [best] = rankRollbackTargets(planning.status, 'Production', [versionOf('v4')], new Map(), '');
    expect(best).toMatchObject({ version: 'v4', standing: 'proven', refusal: undefined });
    expect(rollBack(planning, 'v4').blockers).toEqual([]);
    const plan = promote(planning, 'v4');
    expect(plan.blockers).toEqual([]);
    expect(plan.warnings).toContain('v4 is archived: this takes it back into use.');
  });

  test('a move says that the server has no compare-and-swap, and a plan that moves nothing does not', () => {
    const planning = serverPlanning({ count: 2, stages: { Production: ['v1'] } });
    expect(promote(planning, 'v2').warnings).toContain(bestEffortWords);
    expect(promote(planning, 'v1').warnings).not.toContain(bestEffortWords);
  });
});

const count = 5;
const version = fc.integer({ min: 1, max: count }).map(number => `v${number}`);
const stage = fc.constantFrom('Production', 'Staging');
const anyAct = fc.oneof(
  { weight: 6, arbitrary: fc.record({ act: fc.constant('promote' as const), version, alias: stage }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('rollback' as const), version, alias: stage }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('undo' as const) }) },
);
type Act = typeof anyAct extends fc.Arbitrary<infer Value> ? Value : never;
/** By MLflow's own user interface, which archives nobody unless asked. */
const foreignMove = fc.record({
  act: fc.constant('foreign' as const),
  version,
  to: fc.constantFrom('None' as const, 'Staging' as const, 'Production' as const, 'Archived' as const),
});

function planAct(planning: Planning, act: Act): Plan | undefined {
  if (act.act === 'promote') return promote(planning, act.version, act.alias);
  if (act.act === 'rollback') return rollBack(planning, act.version, act.alias);
  const operation = findUndoable(planning);
  return operation && planUndo(planning, { operation, reason: 'mistake' });
}

/** The versions that the steps of a plan say become archived. */
function saidArchived({ steps }: Plan): readonly string[] {
  const words = steps.map(({ value }) => value ?? '').join(', ');
  return [...words.matchAll(/(v\d+) becomes archived/g)].map(([, name]) => name ?? '').sort();
}

test('whatever is done: the record agrees with the server, what is archived was said, and Production is never emptied', () => {
  fc.assert(
    fc.property(fc.array(anyAct, { maxLength: 20 }), acts => {
      const server = new StageServer(count);
      for (const act of acts) {
        const before = new Map(server.stages);
        const wasLive = server.in('Production').length > 0;
        const plan = planAct(server.planning(), act);
        if (plan === undefined || !server.apply(plan)) continue;
        const archived = [...server.stages].flatMap(([name, at]) =>
          at === 'Archived' && before.get(name) !== 'Archived' ? [name] : [],
        );
        expect(saidArchived(plan)).toEqual(archived.sort());
        const { status } = server.planning();
        expect(status.adoption).toBeUndefined();
        expect(status.concerns).toEqual([]);
        // Undoing the very first promotion is what empties it.
        if (act.act !== 'undo' && wasLive) expect(server.in('Production')).toHaveLength(1);
      }
    }),
    { numRuns: 300 },
  );
});

test('undoing what was just done puts every stage back', () => {
  fc.assert(
    fc.property(fc.array(anyAct, { maxLength: 12 }), anyAct, (acts, last) => {
      const server = new StageServer(count);
      const perform = (act: Act): boolean => {
        const plan = planAct(server.planning(), act);
        return plan !== undefined && server.apply(plan);
      };
      for (const act of acts) perform(act);
      const live = [server.in('Production'), server.in('Staging')];
      if (last.act === 'undo' || !perform(last)) return;
      expect(perform({ act: 'undo' })).toBe(true);
      expect([server.in('Production'), server.in('Staging')]).toEqual(live);
    }),
    { numRuns: 300 },
  );
});

test('whatever others do beside it, a promotion to Production goes through and leaves it alone there', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(anyAct, foreignMove), { maxLength: 15 }), version, (acts, wanted) => {
      const server = new StageServer(count);
      for (const act of acts) {
        if (act.act === 'foreign') server.stages.set(act.version, act.to);
        else {
          const plan = planAct(server.planning(), act);
          if (plan !== undefined) server.apply(plan);
        }
      }
      const plan = promote(server.planning(), wanted);
      expect(plan.blockers).toEqual([]);
      server.apply(plan);
      expect(server.in('Production')).toEqual([wanted]);
    }),
    { numRuns: 300 },
  );
});
