import { describe, expect, test } from 'vitest';
import { UnavailableError } from '../../../../src/core/errors/app-error.ts';
import type { ModelIndex } from '../../../../src/core/registry/registry-index.ts';
import { actionOf } from '../../../../src/ui/screens/history/history-rows.ts';
import { bindings } from '../../../../src/ui/screens/history/keys.ts';
import {
  type Message,
  open,
  type State,
  selectedEntry,
  update,
} from '../../../../src/ui/screens/history/update.ts';
import {
  chainOf,
  contextAt,
  latestPointer,
  loadedVersions,
  modelIndex,
  moveLatest,
} from '../models/sample-registry.ts';
import { driftedModel, rolledBackModel } from '../models/samples.ts';

const context = contextAt(80);
const opening = open({ screen: 'history', model: 'rag' });
const down: Message = { type: 'moved', move: 'down' };

function loaded(index: ModelIndex): Message {
  return { type: 'loadModel/done', input: { model: 'rag' }, value: loadedVersions(index) };
}

function stateAfter(...messages: readonly Message[]): State {
  return messages.reduce((state, message) => update(state, message, context)[0], opening[0]);
}

const actionsOf = (state: State) => (state.at === 'shown' ? state.rows.map(actionOf) : []);
const generationOf = (state: State) => {
  const row = selectedEntry(state);
  return row?.kind === 'entry' ? row.stored.entry.generation : undefined;
};
const reasonFor = (key: string, state: State, where = context) =>
  bindings.find(binding => binding.keys.includes(key))?.disabled?.(state, where);

describe('the history screen', () => {
  test('reads the model when it opens', () => {
    expect(opening).toEqual([
      { at: 'loading', model: 'rag' },
      [{ run: 'loadModel', input: { model: 'rag' } }],
    ]);
  });

  test('shows the newest entry first, and what was found in place as such', () => {
    expect(actionsOf(stateAfter(loaded(rolledBackModel('rag'))))).toEqual([
      'rollback',
      'promote',
      'promote',
      'found',
    ]);
  });

  test('a move behind the back of the history stands on top, not on record yet', () => {
    const state = stateAfter(loaded(driftedModel('rag')));
    expect(actionsOf(state)[0]).toBe('DRIFT');
    expect(selectedEntry(state)?.kind).toBe('pending');
  });

  test('a drift that was adopted is marked for ever', () => {
    const entries = chainOf('rag', [
      moveLatest(null, 'v1'),
      { ...moveLatest('v1', 'v2'), action: 'adopt', reason: 'changed outside lastgood' },
    ]);
    expect(actionsOf(stateAfter(loaded(modelIndex('rag', 2, { entries }))))).toEqual(['DRIFT', 'promote']);
  });

  test('rollbacks of another program follow the entry that imported them', () => {
    const index = modelIndex('rag', 3, {
      pointers: [latestPointer('rag', 'v2')],
      foreignRollbacks: [
        { version: 'v3', target: 'v2', at: '2026-07-01T09:30:00.000Z', actor: 'bob', reason: 'hallucinated' },
      ],
    });
    expect(actionsOf(stateAfter(loaded(index)))).toEqual(['found', 'rollback']);
  });

  test('a refresh keeps the cursor on its entry when a newer one has come', () => {
    const index = rolledBackModel('rag');
    const shorter = { ...index, entries: index.entries.slice(0, 3), pointers: [latestPointer('rag', 'v3')] };
    const state = stateAfter(loaded(shorter), down, loaded(index));
    expect(generationOf(state)).toBe(2);
  });

  test('a refresh that fails keeps what was read', () => {
    const state = stateAfter(loaded(rolledBackModel('rag')));
    const error = new UnavailableError('file-system-failed', 'The disk is gone.');
    expect(update(state, { type: 'loadModel/failed', input: { model: 'rag' }, error }, context)[0]).toBe(
      state,
    );
  });

  test('enter expands and folds', () => {
    const expanded = stateAfter(loaded(rolledBackModel('rag')), { type: 'detail-toggled' });
    expect(expanded.at === 'shown' && expanded.detail).toBe('full');
    const folded = update(expanded, { type: 'detail-toggled' }, context)[0];
    expect(folded.at === 'shown' && folded.detail).toBe('brief');
  });
});

describe('undo', () => {
  test('opens the change that takes the selected operation back', () => {
    const state = stateAfter(loaded(rolledBackModel('rag')));
    expect(reasonFor('Z', state)).toBeUndefined();
    expect(update(state, { type: 'undo-asked' }, context)[1]).toEqual([
      {
        do: 'openRoute',
        route: { screen: 'change', wanted: { change: 'undo', model: 'rag', operationId: 'operation-4' } },
      },
    ]);
  });

  test('is refused where the alias has moved since', () => {
    expect(reasonFor('Z', stateAfter(loaded(rolledBackModel('rag')), down))).toBe(
      'latest has moved since, to v2: roll back or promote instead.',
    );
  });

  test('is refused for what cannot be undone', () => {
    const state = stateAfter(loaded(rolledBackModel('rag')), { type: 'moved', move: 'last' });
    expect(reasonFor('Z', state)).toBe('A adopt cannot be undone.');
  });

  test('is refused for what was undone already', () => {
    const entries = chainOf('rag', [
      moveLatest(null, 'v1'),
      moveLatest('v1', 'v2'),
      { ...moveLatest('v2', 'v1'), action: 'undo', reverts: 'operation-2' },
    ]);
    const state = stateAfter(loaded(modelIndex('rag', 2, { entries })), down);
    expect(reasonFor('Z', state)).toBe('It was undone already.');
  });

  test('is refused for a drift that is not on record, with what to do', () => {
    expect(reasonFor('Z', stateAfter(loaded(driftedModel('rag'))))).toBe(
      'It is not on record yet: press A on the models screen to keep it or to put it back.',
    );
    expect(update(stateAfter(loaded(driftedModel('rag'))), { type: 'undo-asked' }, context)[1]).toEqual([]);
  });

  test('is refused by a read-only console', () => {
    const refusing = contextAt(80, 24, { writes: { at: 'refused', reason: 'Asked for.' } });
    expect(reasonFor('Z', stateAfter(loaded(rolledBackModel('rag'))), refusing)).toBe('Asked for.');
  });
});
