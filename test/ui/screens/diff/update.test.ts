import { describe, expect, test } from 'vitest';
import { compareVersions } from '../../../../src/core/diff/compare-versions.ts';
import { NotFoundError } from '../../../../src/core/errors/app-error.ts';
import { bindings } from '../../../../src/ui/screens/diff/keys.ts';
import { type Message, open, type State, update } from '../../../../src/ui/screens/diff/update.ts';
import { contextAt, readAt, versionOf } from '../models/sample-registry.ts';

const context = contextAt(60, 15);
const route = { screen: 'diff', model: 'rag', before: 'v1', after: 'v2' } as const;
const opening = open(route);
const input = { model: 'rag', before: 'v1', after: 'v2' };
const one = versionOf('rag', 'v1', { metrics: { recall: 0.5, examples: 3, only_one: 1 } });
const other = versionOf('rag', 'v2', {
  metrics: { recall: 0.6, examples: 4 },
  configuration: { 'retriever.top_k': '8' },
});

function compared(at = readAt): Message {
  return {
    type: 'compareVersions/done',
    input,
    value: { comparison: compareVersions(one, other), readAt: at },
  };
}

function stateAfter(...messages: readonly Message[]): State {
  return messages.reduce((state, message) => update(state, message, context)[0], opening[0]);
}

const comparisonOf = (state: State) => (state.at === 'shown' ? state.comparison : undefined);

describe('the diff screen', () => {
  test('compares when it opens', () => {
    expect(opening[1]).toEqual([{ run: 'compareVersions', input }]);
  });

  test('swapped it is the comparison the other way round, without asking again', () => {
    const [swapped, effects] = update(stateAfter(compared()), { type: 'swap-asked' }, context);
    expect(comparisonOf(swapped)).toEqual(compareVersions(other, one));
    expect(effects).toEqual([]);
  });

  test('swapped twice it is as it was', () => {
    const state = stateAfter(compared());
    expect(stateAfter(compared(), { type: 'swap-asked' }, { type: 'swap-asked' })).toEqual(state);
  });

  test('stays swapped through a refresh', () => {
    const state = stateAfter(compared(), { type: 'swap-asked' }, compared());
    expect(comparisonOf(state)?.before).toBe('v2');
  });

  test('an answer older than what is shown is dropped', () => {
    const state = stateAfter(compared());
    expect(update(state, compared('2026-11-21T08:00:00.000Z'), context)[0]).toBe(state);
  });

  test('only worse is switched on and off, and starts at the top', () => {
    const state = stateAfter(compared(), { type: 'moved', move: 'last' }, { type: 'only-worse-toggled' });
    expect(state.at === 'shown' && [state.shows, state.scroll]).toEqual(['only-worse', 0]);
    const again = update(state, { type: 'only-worse-toggled' }, context)[0];
    expect(again.at === 'shown' && again.shows).toBe('everything');
  });

  test('scrolls no further than its last line', () => {
    const end = stateAfter(compared(), { type: 'moved', move: 'last' });
    expect(update(end, { type: 'moved', move: 'page-down' }, context)[0]).toEqual(end);
  });

  test('a version that is not there is said, and can be tried again', () => {
    const error = new NotFoundError('version-not-found', 'rag has no version v9.');
    const failed = stateAfter({ type: 'compareVersions/failed', input, error });
    expect(failed).toEqual({ at: 'failed', model: 'rag', before: 'v1', after: 'v2', error });
    expect(update(failed, { type: 'refresh-asked' }, context)).toEqual(opening);
  });

  test('keys say why they do nothing yet', () => {
    expect(bindings.map(binding => binding.disabled?.(opening[0], context))).toEqual([
      'The versions are still being compared.',
      'The versions are still being compared.',
    ]);
  });
});
