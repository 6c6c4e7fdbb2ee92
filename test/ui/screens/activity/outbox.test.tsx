import { expect, test } from 'vitest';
import type { OutboxItem } from '../../../../src/core/ports/outbox.ts';
import type { LoadedOutbox } from '../../../../src/core/session/load-outbox.ts';
import type { Context } from '../../../../src/ui/runtime/screen.ts';
import { activityScreen } from '../../../../src/ui/screens/activity/activity-screen.ts';
import { type Message, open, type State, update } from '../../../../src/ui/screens/activity/update.ts';
import { ActivityView } from '../../../../src/ui/screens/activity/view.tsx';
import { sampleEvent } from '../../../support/notify/sample-event.ts';
import { draw } from '../models/draw.tsx';
import { everyTerminal, expectToFit } from '../models/fits.ts';
import { contextAt } from '../models/sample-registry.ts';
import { longReason } from '../models/samples.ts';

const waiting: OutboxItem = {
  ...{ format: 1, id: 'aaaa000011112222', channel: 'mail', event: sampleEvent(), state: 'waiting' },
  ...{ attempts: 2, mayHaveArrived: false, nextAt: '2026-11-21T08:50:00.000Z', reference: null },
  problem: {
    code: 'network-failed',
    message: 'smtp.example.org does not answer.',
    hint: 'Check the network.',
  },
};
const givenUp: OutboxItem = {
  ...waiting,
  ...{ id: 'bbbb000011112222', channel: 'tickets', state: 'given-up', attempts: 1, nextAt: null },
};
const delivered: OutboxItem = { ...waiting, id: 'cccc000011112222', state: 'delivered', problem: null };

const told = (...items: readonly OutboxItem[]): LoadedOutbox => ({
  ...{ state: 'on', items, unreadable: [], room: 'some', keptBecause: undefined },
});
const answer = (value: LoadedOutbox): Message => ({ type: 'loadOutbox/done', input: {}, value });
const context = contextAt(80);
const after = (where: Context, ...messages: readonly Message[]): State =>
  messages.reduce((state, message) => update(state, message, where)[0], open(where)[0]);

test('what waits and what was given up stands below the writes, with how many in one line', () => {
  const lines = draw(ActivityView, after(context, answer(told(waiting, givenUp, delivered))), context);
  expect(lines.slice(0, 4)).toEqual([
    '  STATE       AGE     TOOK  WHAT',
    '> waits        5h           Tell mail: Rolled back frontshift-rag@latest: v2 to…',
    '  ✗ UNTOLD     5h           Tell tickets: Rolled back frontshift-rag@latest: v2…',
    '',
  ]);
  expect(lines.slice(-6)).toEqual([
    `── To be told: 1 event waits, 1 given up ${'─'.repeat(39)}`,
    'smtp.example.org does not answer.',
    'Check the network.',
    '2 tries, next 2026-11-21 08:50 UTC.',
    'Tell mail: Rolled back frontshift-rag@latest: v2 to v1',
    'Send it now: lastgood outbox send',
  ]);
});

test('one that was given up is sent by its name, and its command is what c copies', () => {
  const state = after(context, answer(told(waiting, givenUp)), { type: 'moved', move: 'down' });
  expect(activityScreen.copies?.(state, context)).toBe('lastgood outbox send bbbb000011112222');
  expect(draw(ActivityView, state, context)).toContain('Given up after 1 try: nobody is told any more.');
});

test('while nothing is sent it says why', () => {
  const state = after(context, answer({ ...told(waiting), keptBecause: '--offline is given' }));
  expect(draw(ActivityView, state, context)).toContain('Nothing is sent for now: --offline is given.');
});

test('it is looked at again while something waits, by the newest timer only', () => {
  const [state, effects] = update(open(context)[0], answer(told(waiting)), context);
  expect(effects).toEqual([{ do: 'after', delayMs: 5_000, message: { type: 'look-due', look: 1 } }]);
  expect(update(state, { type: 'look-due', look: 1 }, context)[1]).toEqual([
    { run: 'loadOutbox', input: {} },
  ]);
  const newer = update(state, answer(told(waiting)), context)[0];
  expect(update(newer, { type: 'look-due', look: 1 }, context)[1]).toEqual([]);
  expect(update(state, answer(told(givenUp, delivered)), context)[1]).toEqual([]);
});

test('d leads to the unfinished deployments', () => {
  expect(update(open(context)[0], { type: 'deployments-asked' }, context)[1]).toEqual([
    { do: 'openRoute', route: { screen: 'deployments' } },
  ]);
});

test.each(everyTerminal)('it fits %s', (_, where) => {
  const event = sampleEvent({ kind: 'failed', title: longReason });
  const many = Array.from({ length: 60 }, () => ({ ...waiting, event }));
  expectToFit(draw(ActivityView, after(where, answer(told(...many))), where), where);
});
