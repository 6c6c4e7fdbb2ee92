import { describe, expect, it } from 'vitest';
import { block } from '../../../../src/core/plan/planning.ts';
import { createTextField } from '../../../../src/ui/components/text-field.ts';
import { bindings } from '../../../../src/ui/screens/change/keys.ts';
import { type Message, open, type State, update } from '../../../../src/ui/screens/change/update.ts';
import { samplePlan } from '../../../support/sample-plan.ts';
import { fruitStart } from '../../runtime/fruit-app.tsx';

const context = {
  ...fruitStart.surroundings,
  size: { columns: 80, rows: 20 },
  now: '2026-11-21T03:00:00.000Z',
  activity: [],
};
const wanted = { change: 'undo', model: 'support-rag', operationId: 'operation-1' } as const;
const input = { ...wanted, reason: '' };

function after(state: State, ...messages: readonly Message[]): State {
  return messages.reduce((current, message) => update(current, message, context)[0], state);
}

/** Why enter does not go on from the question for the reason; undefined when it does. */
function reasonNotToReview(state: State): string | undefined {
  const binding = bindings.find(each => each.label === 'Review' && !each.hidden?.(state, context));
  if (binding === undefined) throw new Error('There is no question for a reason.');
  return binding.disabled?.(state, context);
}

describe('the wizard of a change', () => {
  it('finds out what it would do while it asks for the reason', () => {
    const [state, effects] = open({ screen: 'change', wanted });
    expect(state.at === 'acting' && state.act.at).toBe('reason');
    expect(effects).toEqual([{ run: 'planChange', input }]);
  });

  it('asks nobody for a reason when something else stands in the way', () => {
    const blocked = samplePlan({ blockers: [block('version-held', 'support-rag v3 is held by bob.')] });
    const state = after(open({ screen: 'change', wanted })[0], {
      type: 'planChange/done',
      input,
      value: blocked,
    });
    expect(reasonNotToReview(state)).toBe('support-rag v3 is held by bob.');
  });

  it('goes on when only the reason is missing, once it is given', () => {
    const hold = { change: 'hold', model: 'support-rag', version: 'v3' } as const;
    const unreasoned = samplePlan({ blockers: [block('reason-required', 'A hold needs a reason.')] });
    const planned = after(open({ screen: 'change', wanted: hold })[0], {
      type: 'planChange/done',
      input: { ...hold, reason: '' },
      value: unreasoned,
    });
    expect(reasonNotToReview(planned)).toBe('Say why: it goes on record.');
    expect(
      reasonNotToReview(after(planned, { type: 'reason-edited', field: createTextField('INC-1') })),
    ).toBeUndefined();
  });

  it('asks what shall be true before it plans anything about a drift', () => {
    const [state, effects] = open({ screen: 'change', wanted: { change: 'drift', model: 'rag' } });
    expect(state.at).toBe('drift');
    expect(effects).toEqual([{ run: 'loadModel', input: { model: 'rag' } }]);
    const [, asked] = update(state, { type: 'drift-answered', answer: 'revert' }, context);
    expect(asked).toEqual([
      { run: 'planChange', input: { change: 'drift', model: 'rag', resolve: 'revert', reason: '' } },
    ]);
  });
});
