import { describe, expect, test } from 'vitest';
import type { ConfirmedDeployment } from '../../../../src/core/deployment/deployment-plan.ts';
import { InvalidInputError, UnavailableError } from '../../../../src/core/errors/app-error.ts';
import { describeErrorCode } from '../../../../src/core/errors/error-codes.ts';
import { createTextField } from '../../../../src/ui/components/text-field.ts';
import { deployScreen } from '../../../../src/ui/screens/deploy/deploy-screen.ts';
import { bindings } from '../../../../src/ui/screens/deploy/keys.ts';
import type { Message, State } from '../../../../src/ui/screens/deploy/state.ts';
import { open, update } from '../../../../src/ui/screens/deploy/update.ts';
import {
  partialReceipt,
  sampleDeployment,
  sampleDeploymentPlan,
  sampleLinks,
  sampleRequest,
} from '../../../support/sample-deployment.ts';
import { contextAt } from '../models/sample-registry.ts';
import { after as afterIn, asked, chosen, confirmed, planned, setting } from './way.ts';

const context = contextAt(80);
const { deploymentId } = partialReceipt;
const after = (...messages: readonly Message[]): State => afterIn(context, ...messages);
const effectsOf = (state: State, message: Message) => update(state, message, context)[1];
const plan = sampleDeploymentPlan() as ConfirmedDeployment;
const ended: Message = { type: 'carryDeployment/done', input: { plan }, value: partialReceipt };

/** Keys that mean something in a state, with why they do not work now. */
function keysIn(state: State): readonly (readonly [string, string | undefined])[] {
  return bindings
    .filter(({ hidden }) => hidden?.(state, context) !== true)
    .map(({ keys, disabled }) => [keys[0] ?? '', disabled?.(state, context)]);
}

describe('the questions', () => {
  test('begin with what there is to choose between', () => {
    const wanted = { from: 'version', model: 'support-rag', version: undefined } as const;
    expect(open({ screen: 'deploy', wanted })).toEqual([
      { at: 'loading', wanted, attempt: 0 },
      [{ run: 'loadDeploymentChoices', input: { model: 'support-rag', version: undefined } }],
    ]);
  });

  test('ask where it is published only where a place is configured', () => {
    expect(after(chosen()).at).toBe('place');
    expect(after(chosen('nowhere'))).toMatchObject({ at: 'reason', place: 'nowhere' });
  });

  test('lead to a request that says what was answered', () => {
    const reasoned = after(...asked.slice(0, -1));
    expect(effectsOf(reasoned, { type: 'reason-given' })).toEqual([
      { run: 'planDeployment', input: { request: sampleRequest } },
    ]);
    const nowhere = after(chosen(), { type: 'place-chosen', place: 'nowhere' });
    expect(effectsOf(nowhere, { type: 'reason-given' })).toMatchObject([
      { input: { request: { publish: undefined, reason: '' } } },
    ]);
  });

  test('ask for what is public because a file says so, so that its name has to be typed', () => {
    const state = after(chosen({ ...setting, visibility: 'public' }), { type: 'place-chosen', place: 'hub' });
    expect(effectsOf(state, { type: 'reason-given' })).toMatchObject([
      { input: { request: { publish: { visibility: 'public', publicBy: 'setting' } } } },
    ]);
  });

  test('are stepped back through one by one, with the answers kept', () => {
    const back: Message = { type: 'step-back-pressed' };
    const review = after(...asked, planned());
    const reason = update(review, back, context)[0];
    expect(reason).toMatchObject({ at: 'reason', field: { before: 'INC-42' } });
    const place = update(reason, back, context)[0];
    expect(place.at).toBe('place');
    expect(effectsOf(place, back)).toEqual([{ do: 'goBack' }]);
    expect(keysIn(place)).not.toContainEqual(['escape', undefined]);
  });
});

describe('the review', () => {
  test('is confirmed only by the whole name', () => {
    const review = after(...asked, planned());
    expect(effectsOf(review, { type: 'confirm-pressed' })).toEqual([]);
    const [typed] = confirmed;
    if (typed === undefined) throw new Error('nothing is typed');
    expect(effectsOf(update(review, typed, context)[0], { type: 'confirm-pressed' })).toEqual([
      { run: 'carryDeployment', input: { plan } },
    ]);
  });

  test('of a blocked plan cannot be confirmed, and says why', () => {
    const blockers = [{ code: 'model-held', message: 'It is held.', hint: 'Release it.' }] as const;
    const review = after(...asked, planned({ blockers }));
    expect(review).toMatchObject({ consent: { by: 'none' } });
    expect(effectsOf(review, { type: 'confirm-pressed' })).toEqual([]);
  });

  test('keeps what was typed where the plan made again says the same, whatever its ids', () => {
    const [typed] = confirmed;
    if (typed === undefined) throw new Error('nothing is typed');
    const links = sampleLinks({ promote: { operationId: 'another' } });
    const state = after(...asked, planned(), typed, planned({ deploymentId: 'another', links }));
    expect(state).toMatchObject({ news: 'none', plan: { deploymentId: 'another' } });
    expect(effectsOf(state, { type: 'confirm-pressed' })).toHaveLength(1);
  });

  test('that would do something else by now is announced and confirmed anew', () => {
    const [typed] = confirmed;
    if (typed === undefined) throw new Error('nothing is typed');
    const links = sampleLinks({ promote: { expected: 'v1' } });
    const state = after(...asked, planned(), typed, planned({ links }));
    expect(state).toMatchObject({ news: 'changed', consent: { typed: { field: { before: '' } } } });
    expect(effectsOf(state, { type: 'confirm-pressed' })).toEqual([]);
  });

  test('is planned again when the registry changes', () => {
    expect(effectsOf(after(...asked, planned()), { type: 'registry-changed' })).toEqual([
      { run: 'planDeployment', input: { request: sampleRequest } },
    ]);
  });

  test('does not take the answer to another question', () => {
    const other: Message = {
      type: 'planDeployment/done',
      input: { request: { ...sampleRequest, reason: 'another' } },
      value: plan,
    };
    expect(after(...asked, other).at).toBe('planning');
  });
});

describe('a review that the gate blocks', () => {
  const blockers = [
    {
      code: 'gate-not-passed',
      message: 'The gate says FAIL.',
      hint: describeErrorCode('gate-not-passed').hint,
    },
  ] as const;
  const review = after(...asked, planned({ blockers }));

  test('leads to its gate, to an override with a reason, and to another try', () => {
    expect(keysIn(review)).toEqual([
      ['e', undefined],
      ['O', undefined],
      ['enter', undefined],
      ['escape', undefined],
    ]);
    expect(effectsOf(review, { type: 'gate-asked' })).toEqual([
      {
        do: 'openRoute',
        route: { screen: 'gate', model: 'support-rag', version: 'v3', alias: 'latest' },
      },
    ]);
    expect(effectsOf(review, { type: 'plan-again-pressed' })).toHaveLength(1);
  });

  test('is planned with the override once there is a reason, and without it after escape', () => {
    const [overriding] = update(review, { type: 'override-asked' }, context);
    expect(effectsOf(overriding, { type: 'reason-given' })).toEqual([
      { run: 'planDeployment', input: { request: { ...sampleRequest, gate: 'overridden' } } },
    ]);
    const edited: Message = { type: 'reason-edited', field: createTextField(' ') };
    const [empty] = update(overriding, edited, context);
    expect(keysIn(empty)).toContainEqual(['enter', 'Overriding the gate needs a reason.']);
    expect(effectsOf(empty, { type: 'reason-given' })).toEqual([]);
    expect(effectsOf(overriding, { type: 'step-back-pressed' })).toEqual([
      { run: 'planDeployment', input: { request: sampleRequest } },
    ]);
  });

  test('of one that was begun earlier is not overridden here', () => {
    const begun = open({ screen: 'deploy', wanted: { from: 'journal', deploymentId } })[0];
    const [resumed] = update(
      begun,
      { type: 'planResumption/done', input: { deploymentId }, value: sampleDeploymentPlan({ blockers }) },
      context,
    );
    expect(keysIn(resumed)).toEqual([
      ['e', undefined],
      ['enter', undefined],
    ]);
    expect(update(resumed, { type: 'override-asked' }, context)).toEqual([resumed, []]);
  });
});

test('a reason that holds a token leads back to the field', () => {
  const error = new InvalidInputError('secret-given', 'What was given as reason holds a token.');
  const input = { request: sampleRequest };
  const refused = after(...asked, { type: 'planDeployment/failed', input, error });
  expect(keysIn(refused)[0]).toEqual(['enter', undefined]);
  expect(effectsOf(refused, { type: 'plan-again-pressed' })).toEqual([]);
  expect(update(refused, { type: 'step-back-pressed' }, context)[0]).toMatchObject({
    at: 'reason',
    field: { before: 'INC-42' },
  });
});

describe('under way', () => {
  const carrying = after(...asked, planned(), ...confirmed);

  test('each link is followed, and the bytes of the one that runs', () => {
    const link = { ...sampleLinks()[2], state: 'running' } as ReturnType<typeof sampleLinks>[number];
    const running = update(
      carrying,
      { type: 'carryDeployment/progress', input: { plan }, progress: { at: 'link', link } },
      context,
    )[0];
    const progress = { at: 'bytes', kind: 'publish', done: 5, total: 10 } as const;
    const [sent] = update(running, { type: 'carryDeployment/progress', input: { plan }, progress }, context);
    expect(sent).toMatchObject({ at: 'carrying', work: progress });
    expect(sent).toHaveProperty('links.2.state', 'running');
  });

  test('s stops it once, and escape only leaves it', () => {
    expect(keysIn(carrying)).toEqual([['s', undefined]]);
    const [stopping, effects] = update(carrying, { type: 'stop-pressed' }, context);
    expect(effects).toEqual([{ do: 'stopWrites' }]);
    expect(keysIn(stopping)).toEqual([]);
  });

  test('its end is shown, and every screen hears what is unfinished', () => {
    const [state, effects] = update(carrying, ended, context);
    expect(state).toMatchObject({ at: 'finished', receipt: partialReceipt });
    expect(effects).toEqual([{ run: 'loadDeployments', input: {} }]);
    const deployment = sampleDeployment();
    const value = { deployments: [{ deployment, at: 'cut-off' }], unreadable: [] } as const;
    expect(effectsOf(state, { type: 'loadDeployments/done', input: {}, value })).toEqual([
      { do: 'changeSurroundings', changes: { cutOff: [deployment] } },
    ]);
  });
});

describe('afterwards', () => {
  const finished = after(...asked, planned(), ...confirmed, ended);

  test('what is half done is carried on from the journal', () => {
    expect(effectsOf(finished, { type: 'plan-again-pressed' })).toEqual([
      { run: 'planResumption', input: { deploymentId } },
    ]);
    expect(deployScreen.copies?.(finished, context)).toBe(partialReceipt.resume);
  });

  test('what the journal has no more is planned anew', () => {
    const refused = { ...partialReceipt, outcome: 'refused', resume: null } as const;
    const begun = open({ screen: 'deploy', wanted: { from: 'journal', deploymentId } })[0];
    const messages: readonly Message[] = [
      { type: 'planResumption/done', input: { deploymentId }, value: plan },
      ...confirmed,
      { type: 'carryDeployment/done', input: { plan }, value: refused },
    ];
    const state = messages.reduce((before, message) => update(before, message, context)[0], begun);
    expect(effectsOf(state, { type: 'plan-again-pressed' })).toEqual([
      { run: 'planDeployment', input: { request: sampleRequest } },
    ]);
  });

  test('what failed outside of any link can be tried again', () => {
    const error = new UnavailableError('network-failed', 'The registry cannot be read.');
    const input = { plan };
    const failed = after(...asked, planned(), ...confirmed, { type: 'carryDeployment/failed', input, error });
    expect(failed.at).toBe('failed');
    expect(effectsOf(failed, { type: 'plan-again-pressed' })).toHaveLength(1);
  });
});

test('one that was cut off is planned at once', () => {
  expect(open({ screen: 'deploy', wanted: { from: 'journal', deploymentId } })[1]).toEqual([
    { run: 'planResumption', input: { deploymentId } },
  ]);
});
