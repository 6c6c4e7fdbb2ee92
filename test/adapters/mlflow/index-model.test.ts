import { expect, test } from 'vitest';
import { indexModel } from '../../../src/adapters/mlflow/index-model.ts';
import { contentOf, sampleModel, sampleVersion } from '../../support/mlflow/content.ts';

test('versions are in the order of their numbers, int64 too, and archived ones are known for it', () => {
  const model = indexModel({
    model: sampleModel(),
    versions: ['10', '9', '9007199254740993', '9007199254740992', '1'].map(number =>
      sampleVersion(number, number === '9' ? { stage: 'Archived' } : {}),
    ),
  });
  expect(model.versions.map(({ version, state }) => [version, state])).toEqual([
    ['v1', 'completed'],
    ['v9', 'archived'],
    ['v10', 'completed'],
    ['v9007199254740992', 'completed'],
    ['v9007199254740993', 'completed'],
  ]);
});

test('stages and aliases are pointers; a stage that several versions hold names all of them', () => {
  const content = contentOf({ 2: 'Production', 10: 'Production', 9: 'Production', 11: 'Staging' });
  const { pointers } = indexModel({ ...content, model: sampleModel({ aliases: { champion: '2' } }) });
  expect(pointers).toEqual([
    {
      alias: 'Production',
      target: 'models:/rag/Production',
      scope: 'own',
      reading: { state: 'names', version: 'v10', others: ['v2', 'v9'] },
      isStage: true,
    },
    {
      alias: 'Staging',
      target: 'models:/rag/Staging',
      scope: 'own',
      reading: { state: 'names', version: 'v11' },
      isStage: true,
    },
    {
      alias: 'champion',
      target: 'models:/rag@champion',
      scope: 'own',
      reading: { state: 'names', version: 'v2' },
    },
  ]);
});

test('an alias with the name of a stage is told apart from it, and is never the usual one', () => {
  const aliases = { Staging: '2', Production: '1', champion: '2' };
  const { namesakes, pointers, usualAlias } = indexModel(contentOf({ 1: 'None', 2: 'None' }, { aliases }));
  expect(namesakes).toEqual([
    { alias: 'Production', target: 'models:/rag@Production', version: 'v1' },
    { alias: 'Staging', target: 'models:/rag@Staging', version: 'v2' },
  ]);
  expect(pointers.map(({ alias }) => alias)).toEqual(['champion']);
  expect(usualAlias).toBe('champion');
});

test('an alias on a version that is not there dangles', () => {
  const { pointers } = indexModel({
    ...contentOf({ 1: 'None' }),
    model: sampleModel({ aliases: { a: '7' } }),
  });
  expect(pointers).toMatchObject([{ alias: 'a', reading: { state: 'dangling', text: 'v7' } }]);
});

test('a version that is not ready is incomplete', () => {
  const versions = [sampleVersion('1', { status: 'PENDING_REGISTRATION' }), sampleVersion('2')];
  const model = indexModel({ model: sampleModel(), versions });
  expect(model.versions.map(({ whole }) => whole)).toEqual(['incomplete', 'complete']);
});

test.each([
  [{ 1: 'Production' }, { champion: '1' }, undefined],
  [{ 1: 'None' }, {}, undefined],
  [{ 1: 'None' }, { Champion: '1', zed: '1' }, 'Champion'],
  [{ 1: 'None' }, { blue: '1' }, 'blue'],
  [{ 1: 'None' }, { blue: '1', green: '1' }, undefined],
] as const)('the alias that is meant where none is named: %j %j', (stages, aliases, expected) => {
  expect(indexModel(contentOf(stages, { aliases })).usualAlias).toBe(expected);
});

test('what people wrote about a model is made safe, and the tags of programs are not among theirs', () => {
  const tags = { team: 'search', nightly: '', 'lastgood.gate': 'x', 'mlflow.user': 'y', bad: '\u001b[2J' };
  const { described } = indexModel(contentOf({}, { description: 'two\nlines', tags }));
  expect(described).toEqual({
    description: 'two↵lines',
    owner: undefined,
    notes: undefined,
    tags: ['bad=^[[2J', 'nightly', 'team=search'],
  });
});

test('why a version is not ready is said in the words of the server', () => {
  const status = { status: 'FAILED_REGISTRATION', statusMessage: 'disk full.' };
  const [version] = indexModel({ model: sampleModel(), versions: [sampleVersion('1', status)] }).versions;
  expect(version?.unfinished).toMatchObject({ problem: 'is not ready (FAILED_REGISTRATION: disk full)' });
});
