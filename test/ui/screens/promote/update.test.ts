import { describe, expect, it } from 'vitest';
import { NotFoundError } from '../../../../src/core/errors/app-error.ts';
import { block } from '../../../../src/core/plan/planning.ts';
import { createTextField } from '../../../../src/ui/components/text-field.ts';
import { bindings } from '../../../../src/ui/screens/promote/keys.ts';
import type { Message, State } from '../../../../src/ui/screens/promote/state.ts';
import { update } from '../../../../src/ui/screens/promote/update.ts';
import { samplePlan } from '../../../support/sample-plan.ts';
import { gateReport, refusal } from '../gate/sample-gate.ts';
import { contextAt } from '../models/sample-registry.ts';
import { planningPromotion, promotionInput } from './sample-promotion.ts';

const context = contextAt(80);
const refused = samplePlan({ act: 'promote', blockers: [block('gate-not-passed', refusal)] });

function after(state: State, ...messages: readonly Message[]): State {
  return messages.reduce((current, message) => update(current, message, context)[0], state);
}

/** What a key sends in a state; undefined where it means nothing. */
function messageOf(key: string, state: State): Message | undefined {
  const binding = bindings.find(each => each.keys.includes(key) && !each.hidden?.(state, context));
  return typeof binding?.message === 'function' ? binding.message(state, context) : binding?.message;
}

/** Sends what a key sends. */
function press(key: string, state: State) {
  const message = messageOf(key, state);
  if (message === undefined) throw new Error(`${key} means nothing here.`);
  return update(state, message, context);
}

const blockedReview = after(planningPromotion(), {
  type: 'planPromotion/done',
  input: promotionInput(),
  value: refused,
});

it('makes a plan again when the check of the files ended while it was made', () => {
  const subject = { model: 'support-rag', version: 'v3' };
  const checked: Message = {
    type: 'verifyVersion/done',
    input: subject,
    value: { ...subject, checks: [{ name: 'weights', outcome: 'verified', detail: '' }] },
  };
  const [verified] = update(planningPromotion(), checked, context);
  const planned: Message = { type: 'planPromotion/done', input: promotionInput(), value: samplePlan() };
  const [shown, effects] = update(verified, planned, context);
  expect(shown.at === 'acting' && shown.act.at).toBe('review');
  expect(effects).toContainEqual({ run: 'planPromotion', input: promotionInput({ digest: 'verified' }) });
});

it('reads the gate once version and alias are chosen', () => {
  const choosing: State = {
    ...{ at: 'alias', model: 'support-rag', wanted: undefined, version: 'v3' },
    ...{ loaded: planningPromotion().loaded, aliases: ['latest', 'Production'] },
  };
  const [, effects] = update(choosing, { type: 'alias-chosen', alias: 'Production' }, context);
  expect(effects).toContainEqual({
    run: 'loadGate',
    input: { model: 'support-rag', version: 'v3', alias: 'Production' },
  });
});

describe('a policy that cannot be used', () => {
  const unusable = samplePlan({
    act: 'promote',
    blockers: [block('invalid-policy', 'house.yaml:3: unknown key minimum')],
  });
  const review = after(planningPromotion(), {
    type: 'planPromotion/done',
    input: promotionInput(),
    value: unusable,
  });

  it.each([
    {
      key: 'e',
      label: 'Results folder',
      reason: 'The policy of latest cannot be used until it is corrected.',
    },
    { key: 'O', label: 'Override gate', reason: undefined },
  ])('$label is disabled: $reason', ({ key, label, reason }) => {
    const binding = bindings.find(each => each.keys.includes(key) && !each.hidden?.(review, context));
    expect(binding?.label).toBe(label);
    expect(binding?.disabled?.(review, context)).toBe(reason);
  });

  it('asks for no results folder', () => {
    expect(after(review, { type: 'evidence-asked' })).toBe(review);
  });
});

describe('a promotion that the gate blocks', () => {
  it('takes a results folder, judges it, and keeps the reason', () => {
    const [asking] = press('e', blockedReview);
    expect(asking.at).toBe('evidence');
    const typed = after(asking, { type: 'evidence-edited', field: createTextField(' /srv/results ') });
    const [state, effects] = press('enter', typed);
    expect(state.at === 'acting' && state.act.at).toBe('planning');
    expect(effects).toEqual([
      {
        run: 'planGate',
        input: {
          ...{ model: 'support-rag', version: 'v3', alias: 'latest' },
          ...{ results: '/srv/results', policy: undefined },
        },
      },
      { run: 'planPromotion', input: promotionInput({ results: '/srv/results' }) },
    ]);
  });

  it('drops the plan and the verdict of another folder', () => {
    const judging = planningPromotion({ results: '/srv/results' });
    const stale: Message = { type: 'planPromotion/done', input: promotionInput(), value: samplePlan() };
    expect(update(judging, stale, context)[0]).toBe(judging);
    const other: Message = {
      type: 'planGate/done',
      input: { model: 'support-rag', version: 'v3', alias: 'latest', results: '/other', policy: undefined },
      value: { report: gateReport(), plan: samplePlan() },
    };
    expect(update(judging, other, context)[0]).toBe(judging);
  });

  it('takes another folder when the first is not there', () => {
    const error = new NotFoundError('results-not-found', '/srv/results is not there.');
    const failed = after(planningPromotion({ results: '/srv/results' }), {
      type: 'planPromotion/failed',
      input: promotionInput({ results: '/srv/results' }),
      error,
    });
    const [asking] = press('e', failed);
    expect(asking.at).toBe('evidence');
  });

  it('goes back to the review when no folder is given after all', () => {
    const [asking] = press('e', blockedReview);
    const [, effects] = press('escape', asking);
    expect(effects).toEqual([{ run: 'planPromotion', input: promotionInput() }]);
  });

  it('is overridden on purpose only, with a reason', () => {
    const [asking] = press('O', blockedReview);
    expect(asking.at === 'acting' && asking.act.at).toBe('reason');
    const empty = after(asking, { type: 'reason-edited', field: createTextField('') });
    const enter = bindings.find(each => each.keys.includes('enter') && !each.hidden?.(empty, context));
    expect(enter?.disabled?.(empty, context)).toBe('Say why: it goes on record.');
    const [, effects] = press('enter', asking);
    expect(effects).toEqual([{ run: 'planPromotion', input: promotionInput({ gate: 'overridden' }) }]);
  });

  it('is not overridden after all when escape is pressed instead of a reason', () => {
    const [asking] = press('O', blockedReview);
    const [state, effects] = press('escape', asking);
    expect(effects).toEqual([{ run: 'planPromotion', input: promotionInput() }]);
    expect(state.at === 'acting' && state.passing).toBe('as-bound');
  });
});

it('offers neither folder nor override where something else blocks', () => {
  const held = samplePlan({ blockers: [block('version-held', 'support-rag v3 is held by bob.')] });
  const state = after(planningPromotion(), {
    type: 'planPromotion/done',
    input: promotionInput(),
    value: held,
  });
  expect(messageOf('e', state)).toBeUndefined();
  expect(messageOf('O', state)).toBeUndefined();
});
