import { expect, test } from 'vitest';
import { chooseEndpoint, findSubject } from '../../../src/core/serving/match-endpoints.ts';

const aliases = ['candidate', 'stable'];
const two = new Map([
  ['mistral', ['run-001']],
  ['qwen', ['run-000', 'run-001']],
  ['qwen_big', ['run-001']],
]);
const one = new Map([['qwen', ['run-000']]]);

function entry(id: string, ollamaName?: string, label?: string) {
  return { id, label, ollamaName, url: 'http://localhost:11434' };
}

test.each([
  ['the document’s own', entry('qwen_v2', 'qwen_v2', 'Qwen Stable'), 'qwen', 'stable', undefined],
  ['a family alone', entry('mistral_v1', 'mistral', 'Mistral'), 'mistral', undefined, undefined],
  ['a family and a run', entry('x', 'qwen_run-001'), 'qwen', undefined, 'run-001'],
  ['the longer of two families', entry('qwen_big-candidate'), 'qwen_big', 'candidate', undefined],
  ['a word that only begins like a family', entry('qwenish'), undefined, undefined, undefined],
  ['both aliases', entry('qwen', 'qwen', 'stable or candidate'), 'qwen', undefined, undefined],
  ['an alias without a family, of several', entry('stable', 'stable_model'), undefined, 'stable', undefined],
])('what an endpoint serves is what its names say: %s', (_, named, model, alias, version) => {
  expect(findSubject(named, { aliases, models: two })).toEqual({ model, alias, version });
});

test('an alias without a family is that of the only one', () => {
  const subject = { model: 'qwen', alias: 'stable', version: undefined };
  expect(findSubject(entry('stable', 'stable_model'), { aliases, models: one })).toEqual(subject);
});

test('the name of a family never names an alias', () => {
  const models = new Map([['stable-diffusion', ['run-1']]]);
  expect(findSubject(entry('stable-diffusion_xl'), { aliases, models }).alias).toBeUndefined();
});

function subject(id: string, alias?: string, version?: string) {
  return { id, model: 'qwen', alias, version };
}

const wanted = { model: 'qwen', version: 'run-001', alias: 'stable' };

test.each([
  ['the one that names the run', [subject('a', 'stable'), subject('b', undefined, 'run-001')], 'b'],
  ['the one that names the alias', [subject('a', 'candidate'), subject('b', 'stable')], 'b'],
  ['the only one of the family', [subject('a')], 'a'],
  ['none of two that name nothing', [subject('a'), subject('b')], undefined],
  ['none of two that name the alias', [subject('a', 'stable'), subject('b', 'stable')], undefined],
  ['none that names another run', [subject('a', 'stable', 'run-000')], undefined],
  ['none of another family', [{ ...subject('a', 'stable'), model: 'mistral' }], undefined],
])('an endpoint is chosen, never guessed: %s', (_, endpoints, id) => {
  expect(chooseEndpoint(endpoints, wanted)?.id).toBe(id);
});
