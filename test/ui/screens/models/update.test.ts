import { describe, expect, test } from 'vitest';
import { UnavailableError } from '../../../../src/core/errors/app-error.ts';
import { bindings } from '../../../../src/ui/screens/models/keys.ts';
import {
  type Message,
  open,
  type State,
  selectedModel,
  update,
} from '../../../../src/ui/screens/models/update.ts';
import { contextAt, modelIndex, overviewOf, readAt, registryIndex } from './sample-registry.ts';
import { driftedModel, rolledBackModel } from './samples.ts';

const context = contextAt(80);
const refusing = contextAt(80, 24, { writes: { at: 'refused', reason: 'Started with --read-only.' } });

function loaded(...models: readonly string[]): Message {
  return {
    type: 'loadOverview/done',
    input: {},
    value: overviewOf(registryIndex(models.map(model => rolledBackModel(model)))),
  };
}

function stateAfter(...messages: readonly Message[]): State {
  return messages.reduce((state, message) => update(state, message, context)[0], open()[0]);
}

const nameOf = (state: State) => selectedModel(state)?.status.index.model;
const reasonFor = (key: string, state: State, where = context) =>
  bindings.find(binding => binding.keys.includes(key))?.disabled?.(state, where);

describe('the models screen', () => {
  test('reads the overview when it opens', () => {
    expect(open()).toEqual([
      { at: 'loading', filter: '' },
      [
        { run: 'loadOverview', input: {} },
        { run: 'loadDeployments', input: {} },
      ],
    ]);
  });

  test('begins at the first model, which is the one that needs attention most', () => {
    expect(nameOf(stateAfter(loaded('one', 'two')))).toBe('one');
  });

  test('a refresh asks again and keeps showing what it has', () => {
    const state = stateAfter(loaded('one', 'two'));
    expect(update(state, { type: 'refresh-asked' }, context)).toEqual([
      state,
      [
        { run: 'loadOverview', input: {} },
        { run: 'loadDeployments', input: {} },
      ],
    ]);
  });

  test('a refresh keeps the cursor on its model when the order has changed', () => {
    const state = stateAfter(
      loaded('one', 'two', 'three'),
      { type: 'moved', move: 'down' },
      loaded('two', 'three', 'one'),
    );
    expect(nameOf(state)).toBe('two');
  });

  test('a refresh that finds the model gone goes to the first', () => {
    const state = stateAfter(loaded('one', 'two'), { type: 'moved', move: 'down' }, loaded('one', 'three'));
    expect(nameOf(state)).toBe('one');
  });

  test('an answer older than what is shown is dropped', () => {
    const state = stateAfter(loaded('one'));
    const older = registryIndex([rolledBackModel('other')], { readAt: '2026-11-21T08:00:00.000Z' });
    const message: Message = { type: 'loadOverview/done', input: {}, value: overviewOf(older) };
    expect(update(state, message, context)[0]).toBe(state);
    expect(readAt > older.readAt).toBe(true);
  });

  test('a refresh that fails keeps what was read and says so', () => {
    const state = stateAfter(loaded('one'));
    const error = new UnavailableError('file-system-failed', 'The disk is gone.');
    const [next, effects] = update(state, { type: 'loadOverview/failed', input: {}, error }, context);
    expect(next).toBe(state);
    expect(effects).toEqual([
      {
        do: 'notice',
        notice: { tone: 'bad', text: 'Not refreshed, this is what was read before: The disk is gone.' },
      },
    ]);
  });

  test('a first reading that fails can be tried again', () => {
    const error = new UnavailableError('file-system-failed', 'The disk is gone.');
    const failed = stateAfter({ type: 'loadOverview/failed', input: {}, error });
    expect(failed).toEqual({ at: 'failed', filter: '', error });
    expect(update(failed, { type: 'refresh-asked' }, context)).toEqual(open());
  });
});

describe('the filter', () => {
  const three = loaded('support-rag', 'search-rag', 'intent');
  const namesAfter = (text: string) => {
    const state = stateAfter(three, { type: 'filter-changed', text });
    return state.at === 'shown' ? state.rows.map(row => row.status.index.model) : [];
  };

  test.each([
    ['rag', ['support-rag', 'search-rag']],
    ['RAG', ['support-rag', 'search-rag']],
    ['!rag', ['intent']],
    ['latest v2', ['support-rag', 'search-rag', 'intent']],
    ['!', ['support-rag', 'search-rag', 'intent']],
    ['nothing like it', []],
  ])('%s leaves %j', (text, names) => {
    expect(namesAfter(text)).toEqual(names);
  });

  test('keeps the cursor on its model while it fits, and after it is cleared', () => {
    const state = stateAfter(
      three,
      { type: 'moved', move: 'down' },
      { type: 'filter-changed', text: 'search' },
    );
    expect(nameOf(state)).toBe('search-rag');
    expect(nameOf(update(state, { type: 'filter-changed', text: '' }, context)[0])).toBe('search-rag');
  });

  test('stays through a refresh', () => {
    const state = stateAfter(three, { type: 'filter-changed', text: 'intent' }, three);
    expect(state.filter).toBe('intent');
    expect(nameOf(state)).toBe('intent');
  });

  test('typed before the models are there is applied when they are', () => {
    expect(nameOf(stateAfter({ type: 'filter-changed', text: 'intent' }, three))).toBe('intent');
  });
});

describe('keys of the models screen', () => {
  const state = stateAfter(loaded('one'));

  test.each([
    ['versions', { screen: 'versions', model: 'one' }],
    ['history', { screen: 'history', model: 'one' }],
    ['rollback', { screen: 'rollback', model: 'one', version: undefined }],
    ['promote', { screen: 'promote', model: 'one', version: undefined }],
    ['drift', { screen: 'change', wanted: { change: 'drift', model: 'one' } }],
    ['registries', { screen: 'registries' }],
    ['activity', { screen: 'activity' }],
  ] as const)('%s opens its screen', (screen, route) => {
    expect(update(state, { type: 'screen-asked', screen }, context)).toEqual([
      state,
      [{ do: 'openRoute', route }],
    ]);
  });

  test('without a model nothing opens', () => {
    expect(update(open()[0], { type: 'screen-asked', screen: 'versions' }, context)[1]).toEqual([]);
  });

  test('a read-only console disables writes with its reason, and nothing else', () => {
    for (const key of ['R', 'P', 'A'])
      expect(reasonFor(key, state, refusing)).toBe('Started with --read-only.');
    for (const key of ['enter', 'h', 'x', 'a']) expect(reasonFor(key, state, refusing)).toBeUndefined();
  });

  test('drift is decided only where there is one', () => {
    expect(reasonFor('A', state)).toBe('one has not drifted.');
    const drifted = overviewOf(registryIndex([driftedModel('one')]));
    expect(
      reasonFor('A', stateAfter({ type: 'loadOverview/done', input: {}, value: drifted })),
    ).toBeUndefined();
  });

  test('what is not live cannot be rolled back', () => {
    const value = overviewOf(registryIndex([modelIndex('idle', 1)]));
    const idle = stateAfter({ type: 'loadOverview/done', input: {}, value });
    expect(reasonFor('R', idle)).toBe('Nothing of idle is live, so there is nothing to roll back.');
    expect(reasonFor('P', idle)).toBeUndefined();
  });

  test('where there is no model each key says why', () => {
    expect(reasonFor('enter', open()[0])).toBe('The models are still being read.');
    expect(reasonFor('enter', stateAfter(loaded()))).toBe('There is no model yet.');
    const none = stateAfter(loaded('one'), { type: 'filter-changed', text: 'x' });
    expect(reasonFor('enter', none)).toBe('No model fits the filter.');
  });

  test('no write sits on a bare, vim or control key', () => {
    const writes = bindings.filter(binding =>
      ['Roll back', 'Promote', 'Decide drift'].includes(binding.label),
    );
    expect(writes.flatMap(binding => binding.keys)).toEqual(['R', 'P', 'A']);
  });
});
