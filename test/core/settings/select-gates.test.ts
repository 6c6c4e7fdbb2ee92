import { expect, test } from 'vitest';
import { choosePolicy } from '../../../src/core/settings/choose-policy.ts';
import { selectGates } from '../../../src/core/settings/select-gates.ts';
import type { ConfiguredPolicy, GateBinding } from '../../../src/core/settings/settings.ts';

/** `model@alias policy`, in a file. */
function gates(file: string, ...texts: readonly string[]): readonly GateBinding[] {
  return texts.map((text, place) => {
    const [where = '', policy = ''] = text.split(' ');
    const [model = '', alias = ''] = where.split('@');
    return { model, alias, policy, thresholds: {}, file, line: place + 1 };
  });
}

const everything = gates('project', '*@* any', '*@prod alias', 'bot@* model', 'bot@prod both');

test.each<[string, string, string]>([
  ['bot', 'prod', 'both'],
  ['bot', 'latest', 'model'],
  ['other', 'prod', 'alias'],
  ['other', 'latest', 'any'],
])('for %s@%s the most specific line of a file counts: %s', (model, alias, policy) => {
  expect(selectGates(everything, model, alias).map(gate => gate.policy)).toEqual([policy]);
  expect(selectGates(everything.toReversed(), model, alias).map(gate => gate.policy)).toEqual([policy]);
});

test('the model by name goes before the alias by name', () => {
  const bindings = gates('project', '*@prod alias', 'bot@* model');
  expect(selectGates(bindings, 'bot', 'prod').map(gate => gate.policy)).toEqual(['model']);
});

test('lines of several files count together, one of each', () => {
  const bindings = [...gates('project', '*@* lax'), ...gates('user', '*@* strict', 'bot@prod stricter')];
  expect(selectGates(bindings, 'bot', 'prod').map(gate => gate.policy)).toEqual(['lax', 'stricter']);
  expect(selectGates(bindings, 'other', 'prod').map(gate => gate.policy)).toEqual(['lax', 'strict']);
});

test('where no line fits nothing is demanded', () => {
  expect(selectGates(gates('project', 'bot@prod both'), 'bot', 'latest')).toEqual([]);
  expect(selectGates([], 'bot', 'prod')).toEqual([]);
});

test('names are taken as they are written', () => {
  expect(selectGates(gates('project', 'Bot@prod both'), 'bot', 'prod')).toEqual([]);
});

function policy(name: string, path: string, file: string): ConfiguredPolicy {
  return { name, path, file };
}

const configured = [
  policy('house', '/project/house.yaml', 'project'),
  policy('house', '/home/house.yaml', 'user'),
  policy('only', '/project/only.yaml', 'project'),
];

test.each<[string, string | undefined, object]>([
  ['house', 'project', { from: 'file', path: '/project/house.yaml', name: 'house' }],
  ['house', 'user', { from: 'file', path: '/home/house.yaml', name: 'house' }],
  ['house', undefined, { from: 'several', policies: configured.slice(0, 2) }],
  ['only', 'user', { from: 'file', path: '/project/only.yaml', name: 'only' }],
  ['only', undefined, { from: 'file', path: '/project/only.yaml', name: 'only' }],
  ['rag', 'user', { from: 'built-in', name: 'rag' }],
  ['/p/rag', 'user', { from: 'file', path: '/p/rag', name: undefined }],
  ['rag.yaml', 'user', { from: 'file', path: 'rag.yaml', name: undefined }],
  ['raag', undefined, { from: 'nowhere' }],
])('%s in the file %s means %o', (name, file, choice) => {
  expect(choosePolicy(name, configured, file)).toEqual(choice);
});

test('two files that give one name to the same policy agree', () => {
  const both = ['project', 'user'].map(file => policy('house', '/shared/house.yaml', file));
  expect(choosePolicy('house', both, undefined)).toMatchObject({ from: 'file', path: '/shared/house.yaml' });
});
