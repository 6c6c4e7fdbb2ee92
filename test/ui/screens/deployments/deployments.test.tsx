import { describe, expect, test } from 'vitest';
import { ConflictError } from '../../../../src/core/errors/app-error.ts';
import type { KeptDeployment } from '../../../../src/core/ports/deployment-journal.ts';
import { createTextField } from '../../../../src/ui/components/text-field.ts';
import type { Context } from '../../../../src/ui/runtime/screen.ts';
import { bindings } from '../../../../src/ui/screens/deployments/keys.ts';
import { type Message, open, type State, update } from '../../../../src/ui/screens/deployments/update.ts';
import { DeploymentsView } from '../../../../src/ui/screens/deployments/view.tsx';
import { createTheme } from '../../../../src/ui/terminal/theme.ts';
import { partialReceipt, sampleDeployment } from '../../../support/sample-deployment.ts';
import { draw } from '../models/draw.tsx';
import { everyTerminal, expectToFit } from '../models/fits.ts';
import { contextAt } from '../models/sample-registry.ts';
import { longName, wideName } from '../models/samples.ts';

const context = contextAt(80);
const deployment = sampleDeployment();
const { deploymentId } = deployment;
const cutOff: KeptDeployment = { deployment, at: 'cut-off' };
const failed: KeptDeployment = {
  deployment: sampleDeployment({ deploymentId: 'failed-one', links: partialReceipt.links }),
  at: 'cut-off',
};
const running: KeptDeployment = {
  deployment: sampleDeployment({ deploymentId: 'running-one' }),
  at: 'running',
};

const loaded = (...deployments: readonly KeptDeployment[]): Message => ({
  type: 'loadDeployments/done',
  input: {},
  value: { deployments, unreadable: [] },
});
const after = (where: Context, ...messages: readonly Message[]): State =>
  messages.reduce((state, message) => update(state, message, where)[0], open()[0]);

/** Why a key does nothing in a state; undefined when it works. */
function reasonOf(key: string, state: State): string | undefined {
  const binding = bindings.find(
    ({ keys, hidden }) => keys.includes(key) && hidden?.(state, context) !== true,
  );
  return binding === undefined ? 'hidden' : binding.disabled?.(state, context);
}

test('each unfinished deployment stands with where it stopped, the selected one with its links and how to go on', () => {
  expect(draw(DeploymentsView, after(context, loaded(cutOff, failed, running)), context)).toEqual([
    '  STATE      AT        BEGAN  DEPLOYMENT                                BY',
    '> ! cut off  publish      5m  support-rag v3 to latest                  ada@exa…',
    '  ✗ failed   publish      5m  support-rag v3 to latest                  ada@exa…',
    '  runs       publish      5m  support-rag v3 to latest                  ada@exa…',
    `── support-rag v3 to latest ${'─'.repeat(52)}`,
    '- left out   register  it is registered already',
    '✓ done       gate      PASS by rag',
    '! cut off    publish   acme/support-rag: nothing → v3',
    '· to come    promote   support-rag@latest: v2 → v3',
    '- left out   track     no channel is configured for it',
    '· to come    notify    tickets, mail',
    'To go on: lastgood deploy --resume 6f1c7a52-4f0e-4b7e-9a51-000000000042',
    'Begun with: lastgood deploy support-rag v3 --hub acme/support-rag --reason',
    'INC-42',
  ]);
});

test('where nothing is unfinished it says so', () => {
  expect(draw(DeploymentsView, after(context, loaded()), context)[0]).toBe(
    'No deployment of this registry is unfinished on this machine.',
  );
});

test('every screen hears what was cut off, once', () => {
  expect(update(open()[0], loaded(cutOff), context)[1]).toEqual([
    { do: 'changeSurroundings', changes: { cutOff: [deployment] } },
  ]);
  expect(update(open()[0], loaded(cutOff), { ...context, cutOff: [deployment] })[1]).toEqual([]);
});

test('enter leads to the review of what is left', () => {
  const state = after(context, loaded(cutOff));
  expect(update(state, { type: 'carrying-on-asked' }, context)[1]).toEqual([
    { do: 'openRoute', route: { screen: 'deploy', wanted: { from: 'journal', deploymentId } } },
  ]);
});

describe('one that runs', () => {
  test('is neither carried on nor given up from here', () => {
    const state = after(context, loaded(running));
    expect(reasonOf('enter', state)).toBe('It runs now: wait until it has ended.');
    expect(reasonOf('X', state)).toBe('It runs now: wait until it has ended.');
    expect(update(state, { type: 'giving-up-asked' }, context)[0]).toBe(state);
  });

  test('is looked at again by itself, and only by the newest timer', () => {
    const [state, effects] = update(open()[0], loaded(running), context);
    expect(effects).toEqual([{ do: 'after', delayMs: 2_000, message: { type: 'look-due', look: 1 } }]);
    const again = [{ run: 'loadDeployments', input: {} }];
    expect(update(state, { type: 'look-due', look: 1 }, context)[1]).toEqual(again);
    const newer = update(state, loaded(running), context)[0];
    expect(update(newer, { type: 'look-due', look: 1 }, context)[1]).toEqual([]);
  });
});

describe('giving up', () => {
  const asked = after(context, loaded(cutOff), { type: 'giving-up-asked' });
  const typed = (text: string): State =>
    update(asked, { type: 'consent-edited', field: createTextField(text) }, context)[0];

  test('says what it means, and wants the name typed', () => {
    expect(draw(DeploymentsView, asked, context).slice(2)).toEqual([
      `── support-rag v3 to latest ${'─'.repeat(52)}`,
      'Give up the deployment of support-rag v3 to latest?',
      'What is done of it stays as it is; nothing further is done. It cannot be carried',
      'on afterwards.',
      '',
      'To confirm, type support-rag@latest and press enter.',
      '>',
    ]);
    expect(update(typed('support-rag'), { type: 'giving-up-confirmed' }, context)[1]).toEqual([]);
    expect(update(typed('support-rag@latest'), { type: 'giving-up-confirmed' }, context)[1]).toEqual([
      { run: 'abandonDeployment', input: { deploymentId } },
    ]);
  });

  test('is left by escape', () => {
    expect(reasonOf('X', asked)).toBe('hidden');
    expect(update(asked, { type: 'giving-up-left' }, context)[0]).toMatchObject({ givingUp: { at: 'no' } });
  });

  test('shows what is left afterwards, or why it was not given up', () => {
    const giving = update(typed('support-rag@latest'), { type: 'giving-up-confirmed' }, context)[0];
    const input = { deploymentId };
    const value = { deployments: [], unreadable: [] };
    const [gone, told] = update(giving, { type: 'abandonDeployment/done', input, value }, context);
    expect(gone).toMatchObject({ givingUp: { at: 'no' }, loaded: value });
    expect(told).toMatchObject([{ do: 'notice', notice: { tone: 'good' } }]);
    const error = new ConflictError('deployment-running', 'Another process carries it on.');
    expect(update(giving, { type: 'abandonDeployment/failed', input, error }, context)[1]).toEqual([
      { do: 'notice', notice: { tone: 'bad', text: 'Another process carries it on.' } },
      { run: 'loadDeployments', input: {} },
    ]);
  });
});

test.each(everyTerminal)('the deployments fit %s, whatever the names', (_, where) => {
  const long: KeptDeployment = {
    deployment: sampleDeployment({ model: longName, version: wideName, links: partialReceipt.links }),
    at: 'cut-off',
  };
  const many = Array.from({ length: 40 }, () => long);
  const state = after(where, loaded(...many));
  expectToFit(draw(DeploymentsView, state, where), where);
  const asking = update(state, { type: 'giving-up-asked' }, where)[0];
  const lines = draw(DeploymentsView, asking, where);
  expectToFit(lines, where);
  expect(lines.some(line => line.startsWith('To confirm, type'))).toBe(true);
});

test('in ASCII nothing but ASCII is drawn', () => {
  const ascii = contextAt(80, 24, { theme: createTheme('mono', 'ascii') });
  expect(draw(DeploymentsView, after(ascii, loaded(cutOff, failed)), ascii).join('')).toMatch(/^[ -~]*$/);
});
