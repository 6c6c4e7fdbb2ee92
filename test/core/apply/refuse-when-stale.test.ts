import { expect, test } from 'vitest';
import { refuseWhenStale } from '../../../src/core/apply/refuse-when-stale.ts';
import { type ConfirmedPlan, confirmPlan, type Plan } from '../../../src/core/plan/plan.ts';
import { planUnset } from '../../../src/core/plan/plan-unset.ts';
import {
  record,
  recordTie,
  type ServerModel,
  serverPlanning,
  serverStatus,
} from '../../support/server-status.ts';

function confirmed(plan: Plan): ConfirmedPlan {
  const made = confirmPlan(plan);
  if (made === undefined) throw new Error(plan.blockers.map(({ message }) => message).join(' '));
  return made;
}

const before = record([], [{ moves: [{ alias: 'Production', from: null, to: 'v1' }] }]);
const stages = { Production: ['v1'] };
const planned = confirmed(
  planUnset(serverPlanning({ count: 3, stages, entries: before }), { alias: 'Production', reason: 'INC-1' }),
);

function refusalIn(model: ServerModel): string | undefined {
  try {
    refuseWhenStale(planned, serverStatus(model));
    return undefined;
  } catch (thrown) {
    return String(thrown);
  }
}

test('a plan whose model is as it was goes on', () => {
  expect(refusalIn({ count: 3, stages, entries: before })).toBeUndefined();
});

test('what another program moved since is told', () => {
  expect(refusalIn({ count: 3, stages: { Production: ['v2'] }, entries: before })).toContain(
    'Another program moved Production to v2 after the plan was made.',
  );
});

test('an entry that shares the generation of the plan’s ground is told, though none is newer', () => {
  const toProduction = (to: string) => ({ moves: [{ alias: 'Production', from: null, to }] });
  const entries = recordTie([], toProduction('v1'), toProduction('v3'));
  expect(refusalIn({ count: 3, stages: { Production: ['v3'] }, entries })).toContain(
    'Production was moved to v3 after the plan was made.',
  );
});
