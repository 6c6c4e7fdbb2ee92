import { expect, test } from 'vitest';
import { namesFor } from '../../../../src/ui/screens/models/names-for.ts';
import { open, update } from '../../../../src/ui/screens/models/update.ts';
import { chainOf, contextAt, modelIndex, moveLatest, overviewOf, registryIndex } from './sample-registry.ts';

const entries = chainOf('rag', [
  moveLatest(null, 'v2'),
  { moves: [{ alias: 'Production', from: null, to: 'v1' }] },
]);
const value = overviewOf(registryIndex([modelIndex('rag', 3, { entries }), modelIndex('chat', 1)]));
const [opening] = open();
const [shown] = update(opening, { type: 'loadOverview/done', input: {}, value }, contextAt(80));
const [filtered] = update(shown, { type: 'filter-changed', text: 'chat' }, contextAt(80));

test.each([
  ['MODEL', [], ['rag', 'chat']],
  ['VERSION', ['rag'], ['v3', 'v2', 'v1']],
  ['B', ['rag', 'v1'], ['v3', 'v2', 'v1']],
  ['ALIAS', ['rag', 'v1'], ['latest', 'Production']],
  ['METRIC', ['rag'], ['groundedness']],
  ['VERSION', ['nobody'], []],
  ['OPERATION', ['rag'], []],
] as const)('%s behind %j is one of %j', (word, before, names) => {
  expect(namesFor(shown, word, before)).toEqual(names);
});

test('a filter takes no name away', () => {
  expect(namesFor(filtered, 'MODEL', [])).toEqual(['rag', 'chat']);
});

test('nothing is offered before the models are read', () => {
  expect(namesFor(opening, 'MODEL', [])).toEqual([]);
});
