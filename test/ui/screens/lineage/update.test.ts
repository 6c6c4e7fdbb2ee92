import { describe, expect, test } from 'vitest';
import { UnavailableError } from '../../../../src/core/errors/app-error.ts';
import { bindings } from '../../../../src/ui/screens/lineage/keys.ts';
import {
  type Message,
  open,
  type State,
  selectedRow,
  update,
} from '../../../../src/ui/screens/lineage/update.ts';
import {
  documentRows,
  documentVersions,
  graphOf,
  loadedLineage,
  recorded,
  row,
} from '../../../support/lineage-samples.ts';
import { contextAt } from '../models/sample-registry.ts';

const context = contextAt(80);
const loaded = loadedLineage(
  graphOf(
    [...documentVersions, recorded('oracle:v1', { baseModel: 'majora:v2' })],
    ...documentRows,
    row('majora:v4'),
  ),
  { 'majora:v2': { state: 'deployed', aliases: ['deployed'] } },
);
const done = (value = loaded): Message => ({ type: 'loadLineage/done', input: { model: 'majora' }, value });

function stateAfter(...messages: readonly Message[]): State {
  const [opening] = open({ screen: 'lineage', model: 'majora' });
  return [done(), ...messages].reduce((state, message) => update(state, message, context)[0], opening);
}

const versionOf = (state: State) => selectedRow(state)?.tree.node.version;
const down: Message = { type: 'moved', move: 'down' };
const rowsOf = (state: State) => (state.at === 'shown' ? state.rows.map(each => each.tree.node.version) : []);
const reasonFor = (key: string, state: State) =>
  bindings.find(binding => binding.keys.includes(key))?.disabled?.(state, context);

describe('the lineage screen', () => {
  test('reads the lineage of the model, and starts on the version it was opened for', () => {
    const [opening, effects] = open({ screen: 'lineage', model: 'majora', version: 'v2b' });
    expect(effects).toEqual([{ run: 'loadLineage', input: { model: 'majora' } }]);
    expect(versionOf(update(opening, done(), context)[0])).toBe('v2b');
  });

  test('has the versions in the order of the tree, and starts at the first', () => {
    expect(rowsOf(stateAfter())).toEqual(['v1', 'v2', 'v3', 'v2b', 'v4']);
    expect(versionOf(stateAfter())).toBe('v1');
  });

  test('enter opens the version, d compares it with what is live', () => {
    const state = stateAfter(down, down);
    expect(update(state, { type: 'screen-asked', screen: 'version' }, context)[1]).toEqual([
      { do: 'openRoute', route: { screen: 'version', model: 'majora', version: 'v3' } },
    ]);
    expect(update(state, { type: 'screen-asked', screen: 'diff' }, context)[1]).toEqual([
      { do: 'openRoute', route: { screen: 'diff', model: 'majora', before: 'v2', after: 'v3' } },
    ]);
  });

  test('two marks are compared, the older first', () => {
    const state = stateAfter(
      down,
      down,
      down,
      { type: 'mark-toggled' },
      { type: 'moved', move: 'first' },
      {
        type: 'mark-toggled',
      },
    );
    expect(update(state, { type: 'screen-asked', screen: 'diff' }, context)[1]).toEqual([
      { do: 'openRoute', route: { screen: 'diff', model: 'majora', before: 'v1', after: 'v2b' } },
    ]);
  });

  test('p goes to what the version hangs on', () => {
    expect(versionOf(update(stateAfter(down, down), { type: 'origin-asked' }, context)[0])).toBe('v2');
    expect(reasonFor('p', stateAfter())).toBe('v1 hangs on no other version of this model.');
  });

  test('p says when the filter leaves out what it would go to', () => {
    const state = stateAfter({ type: 'filter-changed', text: 'experimental' });
    expect(rowsOf(state)).toEqual(['v2b']);
    expect(reasonFor('p', state)).toBe('The filter leaves v1 out.');
    expect(update(state, { type: 'origin-asked' }, context)[0]).toBe(state);
  });

  test('the filter finds data, notes, states, commits and problems, and its inverse the others', () => {
    expect(rowsOf(stateAfter({ type: 'filter-changed', text: 'toolbench' }))).toEqual(['v1', 'v2']);
    expect(rowsOf(stateAfter({ type: 'filter-changed', text: 'deployed' }))).toEqual(['v2']);
    expect(rowsOf(stateAfter({ type: 'filter-changed', text: 'not registered' }))).toEqual(['v4']);
    expect(rowsOf(stateAfter({ type: 'filter-changed', text: '!toolbench' }))).toEqual(['v3', 'v2b', 'v4']);
  });

  test('the filter leaves the cursor on its version where it can', () => {
    const state = stateAfter(down, { type: 'filter-changed', text: 'toolbench' });
    expect(versionOf(state)).toBe('v2');
    expect(versionOf(update(state, { type: 'filter-changed', text: 'experimental' }, context)[0])).toBe(
      'v2b',
    );
  });

  test('a refresh keeps cursor and marks, and drops marks of what is gone', () => {
    const state = stateAfter(down, { type: 'mark-toggled' }, down, { type: 'mark-toggled' });
    const fewer = loadedLineage(graphOf(documentVersions.slice(0, 2), ...documentRows.slice(0, 2)));
    const [next] = update(state, done(fewer), context);
    expect(next).toMatchObject({ at: 'shown', marks: ['v2'] });
    expect(rowsOf(next)).toEqual(['v1', 'v2']);
  });

  test('an older answer is dropped', () => {
    const state = stateAfter();
    const older = { ...loaded, index: { ...loaded.index, readAt: '2026-11-21T07:00:00.000Z' } };
    expect(update(state, done(older), context)[0]).toBe(state);
  });

  test('what the lineage file alone has cannot be opened or marked', () => {
    const state = stateAfter({ type: 'moved', move: 'last' });
    const reason = 'v4 is not registered: only the lineage file has it.';
    expect(['enter', 'space', 'd'].map(key => reasonFor(key, state))).toEqual([reason, reason, reason]);
  });

  test('a failure is shown, and after a first success told beside what was read', () => {
    const error = new UnavailableError('file-system-failed', 'The disk is gone.');
    const failed: Message = { type: 'loadLineage/failed', input: { model: 'majora' }, error };
    const [opening] = open({ screen: 'lineage', model: 'majora' });
    const [state] = update(opening, failed, context);
    expect(state).toMatchObject({ at: 'failed', error });
    expect(reasonFor('enter', state)).toBe('The lineage could not be read; r tries again.');
    expect(update(state, { type: 'refresh-asked' }, context)[0]).toMatchObject({ at: 'loading' });
    const shown = stateAfter();
    const [same, effects] = update(shown, failed, context);
    expect(same).toBe(shown);
    expect(effects).toHaveLength(1);
  });
});
