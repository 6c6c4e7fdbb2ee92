import { expect, test } from 'vitest';
import type { ConfirmedDeployment } from '../../../../src/core/deployment/deployment-plan.ts';
import { describeErrorCode } from '../../../../src/core/errors/error-codes.ts';
import type { Receipt } from '../../../../src/core/plan/receipt.ts';
import type { Context } from '../../../../src/ui/runtime/screen.ts';
import type { Message, State } from '../../../../src/ui/screens/deploy/state.ts';
import { DeployView } from '../../../../src/ui/screens/deploy/view.tsx';
import { createTheme } from '../../../../src/ui/terminal/theme.ts';
import { partialReceipt, sampleDeploymentPlan, sampleLinks } from '../../../support/sample-deployment.ts';
import { draw } from '../models/draw.tsx';
import { everyTerminal, expectToFit } from '../models/fits.ts';
import { contextAt } from '../models/sample-registry.ts';
import { longName, longReason, wideName } from '../models/samples.ts';
import { after, asked, chosen, confirmed, planned } from './way.ts';

const context = contextAt(80);
const plan = sampleDeploymentPlan() as ConfirmedDeployment;
const show = (state: State, where: Context = context) => draw(DeployView, state, where);
const ended: Message = { type: 'carryDeployment/done', input: { plan }, value: partialReceipt };
const sending: readonly Message[] = [
  {
    type: 'carryDeployment/progress',
    input: { plan },
    progress: {
      at: 'link',
      link: sampleLinks({ gate: { state: 'done', detail: 'PASS by rag' } })[1] as never,
    },
  },
  {
    type: 'carryDeployment/progress',
    input: { plan },
    progress: { at: 'link', link: sampleLinks({ publish: { state: 'running' } })[2] as never },
  },
  {
    type: 'carryDeployment/progress',
    input: { plan },
    progress: { at: 'bytes', kind: 'publish', done: 1_207_959_552, total: 4_831_838_208 },
  },
];

test('the place of publication is one of two answers, with who will see it and its licence', () => {
  expect(show(after(context, chosen()))).toEqual([
    'Deploy support-rag v3',
    'Where is it published first?',
    '> acme/support-rag on the hub (private, apache-2.0)',
    '  Nowhere',
  ]);
});

test('the review lists every link with its target, what is there and what will be, and the same as a command', () => {
  expect(show(after(context, ...asked, planned()))).toEqual([
    'Deploy support-rag v3 to latest',
    '- left out   register  it is registered already',
    '· to come    gate      rag: PASS is needed',
    '· to come    publish   acme/support-rag: nothing → v3',
    '· to come    promote   support-rag@latest: v2 → v3',
    '- left out   track     no channel is configured for it',
    '· to come    notify    tickets, mail',
    '! latest is v2 now: what is live changes.',
    'Not undone: requests already answered; what is published stays published.',
    'Same as: lastgood deploy support-rag v3 --hub acme/support-rag --reason INC-42',
    '',
    'To confirm, type support-rag@latest and press enter.',
    '>',
  ]);
});

test('a review that the gate blocks names keys, not flags', () => {
  const { hint } = describeErrorCode('gate-not-passed');
  const stale = describeErrorCode('gate-stale').hint;
  const blockers = [
    { code: 'gate-not-passed', message: 'The gate says FAIL.', hint },
    { code: 'gate-stale', message: 'It was judged while nothing was live.', hint: stale },
  ] as const;
  const lines = show(after(context, ...asked, planned({ blockers })));
  expect(lines).toContain('Improve the evidence, or override it with O and a reason.');
  expect(lines).toContain('Evaluate the version again on its gate screen: e.');
});

test('one that others have overtaken says where it is given up here', () => {
  const hint = 'Give this one up: lastgood deploy --abandon 6f1c.';
  const blockers = [{ code: 'deployment-overtaken', message: 'latest is v4 now.', hint }] as const;
  const text = show(after(context, ...asked, planned({ begun: 'begun', blockers }))).join(' ');
  expect(text).toContain('(: deployments, then X)');
  expect(text).not.toContain('--abandon');
});

test('where there is little room what is left out stands on one line, and the question stays in sight', () => {
  const small = contextAt(60, 15);
  expect(show(after(small, ...asked, planned()), small)).toEqual([
    'Deploy support-rag v3 to latest',
    '· to come    gate      rag: PASS is needed',
    '· to come    publish   acme/support-rag: nothing → v3',
    '· to come    promote   support-rag@latest: v2 → v3',
    '· to come    notify    tickets, mail',
    '- left out   register, track',
    '! latest is v2 now: what is live changes.',
    'Not undone: requests already answered; what is published',
    '3 more lines: down arrow',
    'To confirm, type support-rag@latest and press enter.',
    '>',
  ]);
});

test('under way it says how each link stands, and how many bytes of the upload are there', () => {
  expect(show(after(context, ...asked, planned(), ...confirmed, ...sending))).toEqual([
    'Deploy support-rag v3 to latest',
    'Losing the connection is safe: it can be carried on.',
    '- left out   register  it is registered already',
    '✓ done       gate      PASS by rag',
    '> running    publish   acme/support-rag: nothing → v3',
    '· to come    promote   support-rag@latest: v2 → v3',
    '- left out   track     no channel is configured for it',
    '· to come    notify    tickets, mail',
    `${'█'.repeat(13)}${'░'.repeat(42)}  25%`,
    '1.1 GiB of 4.5 GiB read or sent',
  ]);
});

test('a bar that is full is not what the hub has answered', () => {
  const all: Message = {
    type: 'carryDeployment/progress',
    input: { plan },
    progress: { at: 'bytes', kind: 'publish', done: 64, total: 64 },
  };
  const lines = show(after(context, ...asked, planned(), ...confirmed, ...sending, all));
  expect(lines.slice(-2)).toEqual(['64 B of 64 B read or sent', 'Waiting for the hub; s stops.']);
});

test('where an earlier run made it live, nothing is said of what is live now', () => {
  const whole = {
    ...partialReceipt,
    outcome: 'applied',
    receipts: {},
    problem: undefined,
    resume: null,
  } as const;
  const done: Message = { type: 'carryDeployment/done', input: { plan }, value: whole };
  expect(show(after(context, ...asked, planned(), ...confirmed, done))[0]).toBe(
    '✓ Done: Deploy support-rag v3 to latest',
  );
});

test('the receipt of half of it says why, what is done and what is not, and the command that goes on', () => {
  const where = contextAt(80, 24, { registryWords: ['--registry', '/srv/models'] });
  expect(show(after(where, ...asked, planned(), ...confirmed, ended), where)).toEqual([
    '! Partly done: Deploy support-rag v3 to latest',
    'The hub has no room left.',
    'Free some space there.',
    '- left out   register  it is registered already',
    '✓ done       gate      PASS by rag',
    '✗ failed     publish   acme/support-rag: nothing → v3',
    '· to come    promote   support-rag@latest: v2 → v3',
    '- left out   track     no channel is configured for it',
    '· to come    notify    tickets, mail',
    'To go on: lastgood deploy --resume 6f1c7a52-4f0e-4b7e-9a51-000000000042',
    '--registry /srv/models',
    'Deployment 6f1c7a52-4f0e-4b7e-9a51-000000000042, by ada@example.com',
    'Press enter to go on from there, esc to go back.',
  ]);
});

test('the receipt of all of it says what is live, and how to take that back', () => {
  const links = sampleLinks({
    publish: { state: 'done', detail: 'https://hub.example.org/acme/support-rag/tree/v3' },
    promote: { state: 'done', detail: 'v3' },
  });
  const promote = { outcome: 'applied', operationId: 'operation-promote' } as Receipt;
  const whole = { links, receipts: { promote }, problem: undefined, resume: null } as const;
  const value = { ...partialReceipt, ...whole, outcome: 'applied' } as const;
  const done: Message = { type: 'carryDeployment/done', input: { plan }, value };
  const lines = show(after(context, ...asked, planned(), ...confirmed, done));
  expect(lines[0]).toBe('✓ Done: support-rag v3 is live as latest');
  expect(lines).toContain('✓ done       promote   support-rag@latest is v3');
  expect(lines.at(-1)).toBe('Press esc to go back, Z to undo what is live.');
});

test('what a person stopped is called stopped, not failed', () => {
  const problem = { code: 'cancelled', message: 'Stopped on request.', hint: 'Resume it.' } as const;
  const links = sampleLinks({ publish: { state: 'failed', problem } });
  const value = { ...partialReceipt, links, problem };
  const lines = show(
    after(context, ...asked, planned(), ...confirmed, {
      type: 'carryDeployment/done',
      input: { plan },
      value,
    }),
  );
  expect(lines).toContain('! stopped    publish   acme/support-rag: nothing → v3');
});

test.each(everyTerminal)('every stage fits %s, whatever the names', (_, where) => {
  const links = sampleLinks({
    publish: { target: `acme/${longName}` },
    promote: { target: `${wideName}@latest`, expected: longName },
  });
  const title = `Deploy ${longName} v3 to latest: ${wideName} is live`;
  const warnings = [longReason, longReason];
  const review = planned({ title, links, warnings });
  const receipt = { ...partialReceipt, title, links, notices: [longReason] };
  const done: Message = { type: 'carryDeployment/done', input: { plan }, value: receipt };
  for (const messages of [
    [chosen()],
    asked.slice(0, -1),
    asked,
    [...asked, review],
    [...asked, review, ...confirmed, ...sending],
    [...asked, review, ...confirmed, done],
  ]) {
    expectToFit(show(after(where, ...messages), where), where);
  }
});

test('in ASCII nothing but ASCII is drawn', () => {
  const ascii = contextAt(80, 24, { theme: createTheme('mono', 'ascii') });
  for (const messages of [
    [...asked, planned()],
    [...asked, planned(), ...confirmed, ...sending],
    [...asked, planned(), ...confirmed, ended],
  ]) {
    expect(show(after(ascii, ...messages), ascii).join('')).toMatch(/^[ -~]*$/);
  }
});
