import { describe, expect, test } from 'vitest';
import { InvalidInputError } from '../../../../src/core/errors/app-error.ts';
import { registriesScreen } from '../../../../src/ui/screens/registries/registries-screen.ts';
import { type Message, open, type State, update } from '../../../../src/ui/screens/registries/update.ts';
import { RegistriesView } from '../../../../src/ui/screens/registries/view.tsx';
import { draw } from '../models/draw.tsx';
import { everyTerminal, expectToFit } from '../models/fits.ts';
import { contextAt } from '../models/sample-registry.ts';
import { longName, wideName } from '../models/samples.ts';

const context = contextAt(80, 15);
const choices = [
  { name: 'staging', place: '/srv/staging/models_registry', isOpen: false },
  { name: 'prod-eu', place: '/srv/models_registry', isOpen: true },
];
const listed: Message = { type: 'listRegistries/done', input: {}, value: choices };

function stateAfter(...messages: readonly Message[]): State {
  return messages.reduce((state, message) => update(state, message, context)[0], open()[0]);
}

describe('the registries screen', () => {
  test('lists the registries when it opens, the cursor on the open one', () => {
    expect(open()[1]).toEqual([{ run: 'listRegistries', input: {} }]);
    expect(draw(RegistriesView, stateAfter(listed), context)).toEqual([
      '  REGISTRY          OPEN  PLACE',
      '  staging                 /srv/staging/models_registry',
      '> prod-eu           open  /srv/models_registry',
      ...Array.from({ length: 5 }, () => ''),
      '─'.repeat(80),
      '/srv/models_registry',
      'prod-eu is the one that is open.',
    ]);
  });

  test('enter opens another, and c copies the command that does', () => {
    const state = stateAfter(listed, { type: 'moved', move: 'up' });
    expect(update(state, { type: 'registry-asked' }, context)[1]).toEqual([
      { run: 'openRegistry', input: { name: 'staging' } },
    ]);
    expect(registriesScreen.copies?.(state, context)).toBe('lastgood --registry staging');
  });

  test('an opened registry takes the place of everything that is shown', () => {
    const { registry, capabilities, actor, writes } = context;
    const value = {
      registry: { ...registry, name: 'staging' },
      registryWords: ['--registry', '/srv/staging'],
      capabilities,
      actor,
      writes,
      source: undefined,
    };
    const opened: Message = { type: 'openRegistry/done', input: { name: 'staging' }, value };
    expect(update(stateAfter(listed), opened, context)[1]).toEqual([
      { do: 'changeSurroundings', changes: { ...value, condition: undefined, unwritable: undefined } },
      { do: 'startOver', route: { screen: 'models' } },
    ]);
  });

  test('the open one is not opened again', () => {
    expect(registriesScreen.bindings[0]?.disabled?.(stateAfter(listed), context)).toBe(
      'prod-eu is the one that is open.',
    );
  });

  test('a registry that cannot be opened is said, and the list stays', () => {
    const error = new InvalidInputError('registry-ambiguous', 'staging is two things.', {
      hint: 'Say which.',
    });
    const failed: Message = { type: 'openRegistry/failed', input: { name: 'staging' }, error };
    const state = stateAfter(listed);
    expect(update(state, failed, context)).toEqual([
      state,
      [{ do: 'notice', notice: { tone: 'bad', text: 'staging is two things. Say which.' } }],
    ]);
  });

  test('a refresh keeps the cursor on its registry', () => {
    const state = stateAfter(listed, { type: 'moved', move: 'up' }, listed);
    expect(registriesScreen.copies?.(state, context)).toBe('lastgood --registry staging');
  });

  test('without configured registries it says how to open one', () => {
    const none: Message = { type: 'listRegistries/done', input: {}, value: [] };
    expect(draw(RegistriesView, stateAfter(none), context)[1]).toBe(
      'Open another with: lastgood --registry PLACE',
    );
  });

  test('a failure can be tried again', () => {
    const error = new InvalidInputError('invalid-configuration', 'lastgood.config.yaml: line 3 is wrong.');
    const failed = stateAfter({ type: 'listRegistries/failed', input: {}, error });
    expect(draw(RegistriesView, failed, context)[0]).toBe('lastgood.config.yaml: line 3 is wrong.');
    expect(update(failed, { type: 'refresh-asked' }, context)).toEqual(open());
  });
});

test.each(everyTerminal)('the registries fit %s', (_, where) => {
  const value = [longName, wideName, ...Array.from({ length: 50 }, (__, place) => `registry-${place}`)].map(
    name => ({ name, place: `/srv/${wideName}/${longName}/${name}`, isOpen: name === longName }),
  );
  const [state] = update(open()[0], { type: 'listRegistries/done', input: {}, value }, where);
  expectToFit(draw(RegistriesView, state, where), where);
});
