import { describe, expect, test } from 'vitest';
import { UnavailableError } from '../../../../src/core/errors/app-error.ts';
import type { ModelIndex } from '../../../../src/core/registry/registry-index.ts';
import { bindings } from '../../../../src/ui/screens/versions/keys.ts';
import {
  type Message,
  open,
  type State,
  selectedVersion,
  update,
} from '../../../../src/ui/screens/versions/update.ts';
import { chainOf, contextAt, loadedVersions, modelIndex, moveLatest } from '../models/sample-registry.ts';
import { rolledBackModel } from '../models/samples.ts';

const context = contextAt(80);
const opening = open({ screen: 'versions', model: 'rag' });

function loaded(index: ModelIndex): Message {
  return { type: 'loadVersions/done', input: { model: 'rag' }, value: loadedVersions(index) };
}

function stateAfter(...messages: readonly Message[]): State {
  return messages.reduce((state, message) => update(state, message, context)[0], opening[0]);
}

const threeVersions = loaded(rolledBackModel('rag'));
const down: Message = { type: 'moved', move: 'down' };
const mark: Message = { type: 'mark-toggled' };
const nameOf = (state: State) => selectedVersion(state)?.version.version;
const marksOf = (state: State) => (state.at === 'shown' ? state.marks : undefined);
const routeOf = (state: State, screen: 'diff' | 'archive' | 'hold' | 'rollback' | 'version' | 'history') =>
  update(state, { type: 'screen-asked', screen }, context)[1];
const reasonFor = (key: string, state: State, where = context) =>
  bindings.find(binding => binding.keys.includes(key))?.disabled?.(state, where);

describe('the versions screen', () => {
  test('reads the versions of its model when it opens', () => {
    expect(opening[1]).toEqual([{ run: 'loadVersions', input: { model: 'rag' } }]);
  });

  test('shows how far the reading is', () => {
    const progress: Message = {
      type: 'loadVersions/progress',
      input: { model: 'rag' },
      progress: { done: 5, total: 10 },
    };
    expect(stateAfter(progress)).toEqual({ ...opening[0], work: { done: 5, total: 10 } });
  });

  test('lists the newest version first', () => {
    const state = stateAfter(threeVersions);
    expect(state.at === 'shown' && state.rows.map(row => row.version.version)).toEqual(['v3', 'v2', 'v1']);
  });

  test('a refresh keeps the cursor on its version when a newer one has come', () => {
    const state = stateAfter(threeVersions, down, loaded(modelIndex('rag', 5)));
    expect(nameOf(state)).toBe('v2');
  });

  test('a cursor that nobody moved follows the newest version', () => {
    expect(nameOf(stateAfter(threeVersions, loaded(modelIndex('rag', 5))))).toBe('v5');
  });

  test('while the bucket is listed a row that nobody moved to is not promoted or rolled back to', () => {
    const listing = loaded(modelIndex('rag', 3, { isArriving: true }));
    const reason = 'The list is still being read: wait, or choose a version with j and k.';
    expect(reasonFor('P', stateAfter(listing))).toBe(reason);
    expect(reasonFor('R', stateAfter(listing))).toBe(reason);
    expect(reasonFor('P', stateAfter(listing, down))).toBeUndefined();
    expect(reasonFor('P', stateAfter(listing, loaded(modelIndex('rag', 3))))).toBeUndefined();
  });

  test('a refresh that fails keeps what was read', () => {
    const state = stateAfter(threeVersions);
    const error = new UnavailableError('file-system-failed', 'The disk is gone.');
    const [next, effects] = update(
      state,
      { type: 'loadVersions/failed', input: { model: 'rag' }, error },
      context,
    );
    expect(next).toBe(state);
    expect(effects).toHaveLength(1);
  });

  test.each([
    ['v1', ['v1']],
    ['deployed', ['v2']],
    ['latest', ['v2']],
    ['held', ['v3']],
    ['!latest', ['v3', 'v1']],
    ['!', ['v3', 'v2', 'v1']],
  ])('the filter %s leaves %j', (text, names) => {
    const state = stateAfter(threeVersions, { type: 'filter-changed', text });
    expect(state.at === 'shown' && state.rows.map(row => row.version.version)).toEqual(names);
  });

  test('the filter finds notes and tags', () => {
    const value = loadedVersions(modelIndex('rag', 2), version =>
      version === 'v1' ? { notes: 'Trained on the March corpus', tags: ['gguf'] } : {},
    );
    for (const text of ['march', 'GGUF']) {
      const state = stateAfter(
        { type: 'loadVersions/done', input: { model: 'rag' }, value },
        { type: 'filter-changed', text },
      );
      expect(state.at === 'shown' && state.rows.map(row => row.version.version)).toEqual(['v1']);
    }
  });

  test('moving among ten thousand versions touches only the list', () => {
    const state = stateAfter(loaded(modelIndex('rag', 10_000)));
    const [next] = update(state, { type: 'moved', move: 'last' }, context);
    expect(nameOf(next)).toBe('v1');
    expect(next.at === 'shown' && state.at === 'shown' && next.rows === state.rows).toBe(true);
  });
});

describe('marks', () => {
  test('space marks and takes the mark back', () => {
    expect(marksOf(stateAfter(threeVersions, mark))).toEqual(['v3']);
    expect(marksOf(stateAfter(threeVersions, mark, mark))).toEqual([]);
  });

  test('a third mark takes the place of the oldest', () => {
    expect(marksOf(stateAfter(threeVersions, mark, down, mark, down, mark))).toEqual(['v2', 'v1']);
  });

  test('stay through a refresh while their versions are there', () => {
    expect(marksOf(stateAfter(threeVersions, mark, down, mark, loaded(modelIndex('rag', 2))))).toEqual([
      'v2',
    ]);
  });
});

describe('what d compares', () => {
  const diff = (before: string, after: string) => [
    { do: 'openRoute', route: { screen: 'diff', model: 'rag', before, after } },
  ];

  test('two marked versions, the older one first, whatever was marked first', () => {
    expect(routeOf(stateAfter(threeVersions, mark, down, down, mark), 'diff')).toEqual(diff('v1', 'v3'));
  });

  test('one marked version with the selected one', () => {
    expect(routeOf(stateAfter(threeVersions, mark, down, down), 'diff')).toEqual(diff('v1', 'v3'));
  });

  test('without a mark what is live with the selected one', () => {
    expect(routeOf(stateAfter(threeVersions), 'diff')).toEqual(diff('v2', 'v3'));
  });

  test('what is live is not compared with itself', () => {
    expect(reasonFor('d', stateAfter(threeVersions, down))).toBe(
      'v2 is live itself; select another version, or mark two.',
    );
  });

  test('where nothing is live two marks are needed', () => {
    expect(reasonFor('d', stateAfter(loaded(modelIndex('rag', 2))))).toBe(
      'Nothing is live to compare with; mark two versions with space.',
    );
  });
});

describe('keys of the versions screen', () => {
  const state = stateAfter(threeVersions);

  test('open the screens of the selected version', () => {
    expect(routeOf(state, 'version')).toEqual([
      { do: 'openRoute', route: { screen: 'version', model: 'rag', version: 'v3' } },
    ]);
    expect(routeOf(state, 'rollback')).toEqual([
      { do: 'openRoute', route: { screen: 'rollback', model: 'rag', version: 'v3' } },
    ]);
    expect(routeOf(state, 'hold')).toEqual([
      {
        do: 'openRoute',
        route: { screen: 'change', wanted: { change: 'hold', model: 'rag', version: 'v3' } },
      },
    ]);
    expect(routeOf(state, 'archive')).toEqual([
      {
        do: 'openRoute',
        route: { screen: 'change', wanted: { change: 'state', model: 'rag', version: 'v3', to: 'archived' } },
      },
    ]);
    expect(routeOf(state, 'history')).toEqual([
      { do: 'openRoute', route: { screen: 'history', model: 'rag' } },
    ]);
  });

  test('a held version is released, not held, promoted or archived', () => {
    expect(reasonFor('H', state)).toBe('v3 is held already.');
    expect(reasonFor('L', state)).toBeUndefined();
    expect(reasonFor('P', state)).toBe('v3 is held by alice@example.org; L releases it.');
    expect(reasonFor('K', state)).toBe('v3 is held; L releases it.');
  });

  test('what is live is neither a target nor archived', () => {
    const live = stateAfter(threeVersions, down);
    expect(reasonFor('R', live)).toBe('v2 is live already.');
    expect(reasonFor('K', live)).toBe('v2 is live under latest.');
    expect(reasonFor('L', live)).toBe('v2 is not held.');
  });

  test('an incomplete version cannot become live', () => {
    const index = { ...modelIndex('rag', 1), versions: [{ version: 'v1', whole: 'incomplete' as const }] };
    const incomplete = stateAfter(loaded(index));
    for (const key of ['R', 'P'])
      expect(reasonFor(key, incomplete)).toBe('v1 is incomplete, so it cannot become live.');
    expect(reasonFor('enter', incomplete)).toBeUndefined();
  });

  test('an archived version stays archived', () => {
    const entries = chainOf('rag', [
      moveLatest(null, 'v1'),
      {
        moves: [],
        action: 'archive',
        facts: [{ kind: 'state', version: 'v2', from: 'completed', to: 'archived' }],
      },
    ]);
    const archived = stateAfter(loaded({ ...modelIndex('rag', 2), entries }));
    expect(reasonFor('K', archived)).toBe('v2 is archived already.');
    expect(reasonFor('P', archived)).toBe('v2 is archived.');
  });

  test('a read-only console disables writes, and nothing else', () => {
    const refusing = contextAt(80, 24, { writes: { at: 'refused', reason: 'Asked for.' } });
    for (const key of ['R', 'P', 'H', 'L', 'K']) expect(reasonFor(key, state, refusing)).toBe('Asked for.');
    for (const key of ['enter', 'space', 'd', 'h']) expect(reasonFor(key, state, refusing)).toBeUndefined();
  });
});
