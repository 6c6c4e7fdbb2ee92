import { expect, test } from 'vitest';
import type { HistoryEntry, VersionState } from '../../../src/core/history/entry.ts';
import { foldHistory } from '../../../src/core/history/fold-history.ts';
import { sampleEntry, store } from '../../support/sample-entries.ts';

type Step = Partial<HistoryEntry>;

function move(from: string | null, to: string | null, alias = 'deployed'): Pick<HistoryEntry, 'moves'> {
  return { moves: [{ alias, from, to }] };
}

function state(version: string, from: VersionState, to: VersionState): Step {
  return { action: 'state', moves: [], facts: [{ kind: 'state', version, from, to }] };
}

function statesAfter(...steps: readonly Step[]): Readonly<Record<string, VersionState>> {
  const entries = steps.map((step, at) => store(sampleEntry(at + 1, step)));
  return Object.fromEntries(foldHistory(entries).states);
}

test('a promotion deploys, and deprecates what it replaces', () => {
  expect(statesAfter(move(null, 'v1'), move('v1', 'v2'))).toEqual({ v1: 'deprecated', v2: 'deployed' });
});

test('a rollback does the same', () => {
  const rollback: Step = { action: 'rollback', ...move('v2', 'v1') };
  expect(statesAfter(move(null, 'v1'), move('v1', 'v2'), rollback)).toEqual({
    v1: 'deployed',
    v2: 'deprecated',
  });
});

test('what unset leaves is completed', () => {
  expect(statesAfter(move(null, 'v1'), { action: 'unset', ...move('v1', null) })).toEqual({
    v1: 'completed',
  });
});

test('an undo gives back what it was', () => {
  const undo: Step = { action: 'undo', ...move('v2', 'v1'), reverts: 'operation-3' };
  expect(statesAfter(state('v2', 'training', 'draft'), move(null, 'v1'), move('v1', 'v2'), undo)).toEqual({
    v1: 'deployed',
    v2: 'draft',
  });
});

test('an undo of the first promotion leaves a version of which nothing was known as it was', () => {
  expect(
    statesAfter(move(null, 'v1'), { action: 'undo', ...move('v1', null), reverts: 'operation-1' }),
  ).toEqual({});
});

test('the newest word counts: a move goes before the state that was recorded earlier', () => {
  expect(statesAfter(state('v1', 'draft', 'completed'), move(null, 'v1'), move('v1', 'v2')).v1).toBe(
    'deprecated',
  );
  expect(statesAfter(move(null, 'v1'), move('v1', 'v2'), state('v1', 'deprecated', 'completed')).v1).toBe(
    'completed',
  );
});

test('nothing leaves archived, not even where another program makes it live', () => {
  const archived = state('v1', 'completed', 'archived');
  expect(statesAfter(archived, { action: 'adopt', ...move(null, 'v1') }, move('v1', 'v2')).v1).toBe(
    'archived',
  );
});

test('scores add up, each replacing what was known of it', () => {
  const score = (metrics: Readonly<Record<string, number>>): Step => ({
    format: 2,
    action: 'score',
    moves: [],
    facts: [{ kind: 'scored', version: 'v1', metrics }],
  });
  const entries = [score({ accuracy: 0.9, loss: 2 }), score({ accuracy: 0 })].map((step, at) =>
    store(sampleEntry(at + 1, step)),
  );
  expect(foldHistory(entries).scores.get('v1')).toMatchObject({
    metrics: { accuracy: 0, loss: 2 },
    generation: 2,
    actor: 'anna@example.com',
  });
});

test('a description of a model keeps what the next one does not speak of', () => {
  const describe = (fact: { readonly description?: string; readonly owner?: string }): Step => ({
    action: 'describe',
    moves: [],
    facts: [{ kind: 'described', version: null, notes: null, tags: null, ...fact }],
  });
  const entries = [describe({ description: 'persona' }), describe({ owner: 'anna' })].map((step, at) =>
    store(sampleEntry(at + 1, step)),
  );
  expect(foldHistory(entries).descriptions.get('')).toEqual({
    notes: null,
    tags: [],
    description: 'persona',
    owner: 'anna',
  });
});
