import { describe, expect, test } from 'vitest';
import { UnavailableError } from '../../../../src/core/errors/app-error.ts';
import {
  listOf,
  type Message,
  open,
  type State,
  selectedSyncRow,
  update,
} from '../../../../src/ui/screens/sync/update.ts';
import { difference, forkedMirror, inBucket, sameOnBothSides } from '../../../support/sample-mirror.ts';
import { contextAt } from '../models/sample-registry.ts';

const context = contextAt(80, 24, { source: inBucket(forkedMirror) });

function after(...messages: readonly Message[]): State {
  return messages.reduce((state, message) => update(state, message, context)[0], open()[0]);
}

describe('the cursor', () => {
  test('stays on its difference when others come before it', () => {
    const state = after({ type: 'moved', move: 'last' });
    expect(selectedSyncRow(state, context)?.key).toBe('stranger notes.txt');
    const more = [...forkedMirror.differences, difference('changed-here', { name: 'rag_v1/summary.json' })];
    const later = { ...context, source: inBucket({ ...forkedMirror, differences: more }) };
    expect(selectedSyncRow(state, later)?.key).toBe('stranger notes.txt');
  });

  test('finds a row when its difference is gone', () => {
    const later = {
      ...context,
      source: inBucket({ ...forkedMirror, differences: [difference('only-here')] }),
    };
    expect(listOf(after({ type: 'moved', move: 'last' }), later)).toMatchObject({ count: 2, cursor: 1 });
  });
});

describe('reading the bucket', () => {
  test('is asked for once, and what it brought is told to everybody', () => {
    const [asked, effects] = update(open()[0], { type: 'refresh-asked' }, context);
    expect(effects).toEqual([{ run: 'refreshSource', input: {} }]);
    expect(update(asked, { type: 'refresh-asked' }, context)).toEqual([asked, []]);
    const value = inBucket(sameOnBothSides);
    const [idle, told] = update(asked, { type: 'refreshSource/done', input: {}, value }, context);
    expect(idle.refresh).toEqual({ at: 'idle' });
    expect(told).toEqual([{ do: 'changeSurroundings', changes: { source: value } }]);
  });

  test('is given up by escape', () => {
    const [state, effects] = update(after({ type: 'refresh-asked' }), { type: 'refresh-cancelled' }, context);
    expect(state.refresh).toEqual({ at: 'idle' });
    expect(effects).toEqual([{ do: 'cancelReads', run: 'refreshSource' }]);
  });

  test('that failed for a reason nobody foresaw is said', () => {
    const error = new UnavailableError('disk-full', 'The disk is full.');
    const [, effects] = update(
      after({ type: 'refresh-asked' }),
      { type: 'refreshSource/failed', input: {}, error },
      context,
    );
    expect(effects).toEqual([
      { do: 'notice', notice: { tone: 'bad', text: 'Not refreshed: The disk is full.' } },
    ]);
  });

  test('is not asked for where there is no bucket', () => {
    expect(update(open()[0], { type: 'refresh-asked' }, contextAt(80))[1]).toEqual([]);
  });
});

test('a difference of the history asks the bucket for its side; any other is only shown in full', () => {
  expect(update(open()[0], { type: 'row-opened' }, context)[1]).toEqual([
    { run: 'loadFork', input: { model: 'rag' } },
  ]);
  const [state, effects] = update(after({ type: 'moved', move: 'last' }), { type: 'row-opened' }, context);
  expect(state.detail).toEqual({ at: 'open', scroll: 0 });
  expect(effects).toEqual([]);
});

test('a push and a pull are a wizard of their own', () => {
  expect(update(open()[0], { type: 'transfer-asked', direction: 'push' }, context)[1]).toEqual([
    { do: 'openRoute', route: { screen: 'transfer', direction: 'push' } },
  ]);
});
