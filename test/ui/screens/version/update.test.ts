import { describe, expect, test } from 'vitest';
import { UnavailableError } from '../../../../src/core/errors/app-error.ts';
import type { Verification } from '../../../../src/core/ports/registry.ts';
import { bindings } from '../../../../src/ui/screens/version/keys.ts';
import { type Message, open, type State, update } from '../../../../src/ui/screens/version/update.ts';
import { contextAt, loadedVersions, modelIndex, versionOf } from '../models/sample-registry.ts';
import { rolledBackModel } from '../models/samples.ts';

const context = contextAt(60, 15);
const opening = open({ screen: 'version', model: 'rag', version: '3' });
const input = { model: 'rag', version: 'v3' };
const verification: Verification = { ...input, checks: [] };

function loaded(version: string, index = rolledBackModel('rag')): Message {
  const value = { loaded: loadedVersions(index), version: versionOf('rag', version) };
  return { type: 'loadVersion/done', input: { model: 'rag', version: '3' }, value };
}

function stateAfter(...messages: readonly Message[]): State {
  return messages.reduce((state, message) => update(state, message, context)[0], opening[0]);
}

const scrollOf = (state: State) => (state.at === 'shown' ? state.scroll : undefined);
const checkOf = (state: State) => (state.at === 'shown' ? state.check : undefined);
const reasonFor = (key: string, state: State, where = context) =>
  bindings.find(binding => binding.keys.includes(key))?.disabled?.(state, where);

describe('the version screen', () => {
  test('reads the version as it was named', () => {
    expect(opening[1]).toEqual([
      { run: 'loadVersion', input: { model: 'rag', version: '3' } },
      { run: 'loadLineage', input: { model: 'rag' } },
      { run: 'loadWeights', input: { model: 'rag', version: '3' } },
      { run: 'loadEndpoints', input: { model: 'rag', version: '3', asking: 'list' } },
    ]);
  });

  test('scrolls, never past its last line or before its first', () => {
    const state = stateAfter(loaded('v3'));
    expect(scrollOf(state)).toBe(0);
    const [end] = update(state, { type: 'moved', move: 'last' }, context);
    expect(scrollOf(update(end, { type: 'moved', move: 'down' }, context)[0])).toBe(scrollOf(end));
    expect(scrollOf(update(state, { type: 'moved', move: 'up' }, context)[0])).toBe(0);
    expect(scrollOf(end)).toBeGreaterThan(0);
  });

  test('a refresh keeps the place and what was checked', () => {
    const state = stateAfter(
      loaded('v3'),
      { type: 'verification-asked' },
      { type: 'verifyVersion/done', input, value: verification },
      { type: 'moved', move: 'down' },
      loaded('v3'),
    );
    expect(scrollOf(state)).toBe(1);
    expect(checkOf(state)).toEqual({ at: 'done', verification });
  });
});

describe('verifying', () => {
  const state = stateAfter(loaded('v3'));

  test('asks for the version by its printed name, once', () => {
    const [asked, effects] = update(state, { type: 'verification-asked' }, context);
    expect(effects).toEqual([{ run: 'verifyVersion', input }]);
    expect(update(asked, { type: 'verification-asked' }, context)).toEqual([asked, []]);
    expect(reasonFor('v', asked)).toBe('The files are being checked already.');
  });

  test('tells how far it is, and what came of it', () => {
    const [asked] = update(state, { type: 'verification-asked' }, context);
    const progress = { done: 1, total: 2 };
    const [running] = update(asked, { type: 'verifyVersion/progress', input, progress }, context);
    expect(checkOf(running)).toEqual({ at: 'running', work: progress });
    const error = new UnavailableError('file-system-failed', 'The disk is gone.');
    expect(checkOf(update(running, { type: 'verifyVersion/failed', input, error }, context)[0])).toEqual({
      at: 'failed',
      error,
    });
  });

  test('an answer about another version is dropped', () => {
    const message: Message = {
      type: 'verifyVersion/done',
      input: { model: 'rag', version: 'v1' },
      value: verification,
    };
    expect(update(state, message, context)[0]).toBe(state);
  });
});

describe('keys of the version screen', () => {
  test('compare with what is live', () => {
    const [, effects] = update(stateAfter(loaded('v3')), { type: 'screen-asked', screen: 'diff' }, context);
    expect(effects).toEqual([
      { do: 'openRoute', route: { screen: 'diff', model: 'rag', before: 'v2', after: 'v3' } },
    ]);
    expect(reasonFor('d', stateAfter(loaded('v2')))).toBe('v2 is what is live.');
    expect(reasonFor('d', stateAfter(loaded('v1', modelIndex('rag', 1))))).toBe(
      'Nothing is live to compare with.',
    );
  });

  test('a held version says so, one that is live is no target', () => {
    expect(reasonFor('R', stateAfter(loaded('v3')))).toBe('v3 is held by alice@example.org; L releases it.');
    expect(reasonFor('R', stateAfter(loaded('v2')))).toBe('v2 is live already.');
    expect(reasonFor('H', stateAfter(loaded('v3')))).toBe('v3 is held already.');
    expect(reasonFor('L', stateAfter(loaded('v2')))).toBe('v2 is not held.');
  });

  test('a read-only console still verifies and compares', () => {
    const refusing = contextAt(80, 24, { writes: { at: 'refused', reason: 'Asked for.' } });
    const state = stateAfter(loaded('v3'));
    for (const key of ['R', 'P', 'H', 'L']) expect(reasonFor(key, state, refusing)).toBe('Asked for.');
    for (const key of ['v', 'd', 'h']) expect(reasonFor(key, state, refusing)).toBeUndefined();
  });

  test('open the change with the printed name', () => {
    const [, effects] = update(
      stateAfter(loaded('v3')),
      { type: 'screen-asked', screen: 'release' },
      context,
    );
    expect(effects).toEqual([
      {
        do: 'openRoute',
        route: { screen: 'change', wanted: { change: 'release', model: 'rag', version: 'v3' } },
      },
    ]);
  });
});
