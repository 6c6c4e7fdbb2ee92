import { expect, test } from 'vitest';
import { UnavailableError } from '../../../../src/core/errors/app-error.ts';
import type { EndpointAnswer, Endpoints } from '../../../../src/core/serving/endpoint.ts';
import { type Message, open, type State, update } from '../../../../src/ui/screens/version/update.ts';
import { VersionView } from '../../../../src/ui/screens/version/view.tsx';
import { draw } from '../models/draw.tsx';
import { contextAt, loadedVersions, versionOf } from '../models/sample-registry.ts';
import { rolledBackModel } from '../models/samples.ts';

const context = contextAt(100, 60);
const named = { model: 'rag', version: 'v3' };
const loaded = { loaded: loadedVersions(rolledBackModel('rag')), version: versionOf('rag', 'v3') };

function endpoint(state: EndpointAnswer['state'], words: string): Endpoints {
  const served = { model: 'rag', alias: 'stable', version: undefined };
  const url = 'http://localhost:11434';
  const one = { id: 'rag_v2', label: 'Stable', ollamaName: 'rag_v2', url, ...served };
  return { answers: [{ endpoint: one, state, words }], problem: undefined };
}

function answer(asking: 'list' | 'ask', value: Endpoints): Message {
  return { type: 'loadEndpoints/done', input: { ...named, asking }, value };
}

function stateAfter(...messages: readonly Message[]): State {
  const first = { type: 'loadVersion/done', input: named, value: loaded } as const;
  return [first, ...messages].reduce<State>(
    (state, message) => update(state, message, context)[0],
    open({ screen: 'version', ...named })[0],
  );
}

function served(state: State): readonly string[] {
  const lines = draw(VersionView, state, context);
  const from = lines.indexOf('Served by');
  return from < 0 ? [] : lines.slice(from + 1, lines.indexOf('', from));
}

const listed = answer('list', endpoint('not-asked', 'was not asked'));
const place = 'Stable, rag_v2 at http://localhost:11434';

test('the endpoints of a version are listed, and none is asked before somebody wants that', () => {
  const [, effects] = open({ screen: 'version', ...named });
  expect(effects).toContainEqual({ run: 'loadEndpoints', input: { ...named, asking: 'list' } });
  expect(JSON.stringify(effects)).not.toContain('"ask"');
  expect(served(stateAfter(listed))).toEqual([`  rag_v2  ${place}: not asked; v asks whether it answers`]);
});

test('the check of the files asks them too, and what each said stands beside it', () => {
  const [asking, effects] = update(stateAfter(listed), { type: 'verification-asked' }, context);
  expect(effects).toEqual([
    { run: 'verifyVersion', input: named },
    { run: 'loadEndpoints', input: { ...named, asking: 'ask' } },
  ]);
  expect(served(asking)).toEqual([`  rag_v2  ${place}: being asked`]);
  const answered = update(asking, answer('ask', endpoint('answers', 'answers, and has rag_v2')), context)[0];
  expect(served(answered)).toEqual([`  rag_v2  ${place}: answers, and has rag_v2`]);
});

test('a version that nothing serves has no such lines, and its check asks nobody', () => {
  const state = stateAfter(answer('list', { answers: [], problem: undefined }));
  expect(served(state)).toEqual([]);
  expect(update(state, { type: 'verification-asked' }, context)[1]).toEqual([
    { run: 'verifyVersion', input: named },
  ]);
});

test('a file of endpoints that cannot be read says so', () => {
  const problem = 'models_registry.json cannot be read: torn';
  expect(served(stateAfter(answer('list', { answers: [], problem })))).toEqual([`  unknown  ${problem}`]);
  const error = new UnavailableError('file-system-failed', 'Cannot read it.');
  const failed: Message = { type: 'loadEndpoints/failed', input: { ...named, asking: 'list' }, error };
  expect(served(stateAfter(failed))).toEqual(['  unknown  They could not be read: Cannot read it.']);
});
