import { describe, expect, it } from 'vitest';
import type { CatalogContent } from '../../../src/adapters/catalog/catalog-content.ts';
import { parseCatalog } from '../../../src/adapters/catalog/parse-catalog.ts';
import {
  documentedRegistry,
  type FileValue,
  formatS2,
  makeS2Models,
  makeS2Registry,
} from '../../support/catalog-files.ts';

const parse = (value: FileValue | string) =>
  parseCatalog('registry.json', Buffer.from(typeof value === 'string' ? value : formatS2(value)));

function contentOf(value: FileValue | string): CatalogContent {
  const reading = parse(value);
  if (reading.found !== 'content') throw new Error(JSON.stringify(reading));
  return reading.content;
}

const namesOf = ({ models }: CatalogContent): Record<string, readonly string[]> =>
  Object.fromEntries([...models.values()].map(({ model, rows }) => [model, [...rows.keys()]]));

const one = (model: string) => ({ model, versions: [{ version: 'v1' }, { version: 'v2b' }] });

describe('a file of models', () => {
  it('is read as the document shows it', () => {
    const content = contentOf(documentedRegistry);
    expect(content).toMatchObject({ shape: 'wrapper', strangers: [], unwritable: undefined });
    expect(namesOf(content)).toEqual({ majora: ['v1'] });
    expect(content.models.get('majora')?.metadata).toMatchObject({ owner: 'scawful' });
  });

  it('may be the models alone, as older ones are', () => {
    const content = contentOf(makeS2Models([one('majora'), one('oracle')]));
    expect(content).toMatchObject({ shape: 'bare', unwritable: undefined });
    expect(namesOf(content)).toEqual({ majora: ['v1', 'v2b'], oracle: ['v1', 'v2b'] });
  });

  it.each(['version', 'models', 'updated_at', 'versions', 'metadata', 'lineages'])(
    'may have a model called %s, in both shapes',
    model => {
      for (const models of [[one(model)], [one('majora'), one(model)]]) {
        const names = Object.fromEntries(models.map(each => [each.model, ['v1', 'v2b']]));
        const wrapped = contentOf(makeS2Registry(models));
        expect([wrapped.shape, namesOf(wrapped)]).toEqual(['wrapper', names]);
        const bare = contentOf(makeS2Models(models));
        expect([bare.shape, namesOf(bare)]).toEqual(['bare', names]);
      }
    },
  );

  it('without a model may be written', () => {
    expect(contentOf(makeS2Registry([]))).toMatchObject({ shape: 'wrapper', unwritable: undefined });
    expect(contentOf({})).toMatchObject({ shape: 'bare', unwritable: undefined });
  });

  it('may have a model without versions', () => {
    const content = contentOf(makeS2Registry([{ model: 'majora', versions: [] }]));
    expect(namesOf(content)).toEqual({ majora: [] });
  });

  it('keeps the order, and versions called by numbers or words', () => {
    const versions = ['v2.10', 'v2.9', '1.0.0-rc.1', 'run_2026-01-01'].map(version => ({ version }));
    expect(namesOf(contentOf(makeS2Registry([{ model: 'majora', versions }])))).toEqual({
      majora: ['v2.10', 'v2.9', '1.0.0-rc.1', 'run_2026-01-01'],
    });
  });

  it('may hold the numbers that Python has words for', () => {
    const text = formatS2(makeS2Registry([one('majora')])).replace('"accuracy": null', '"accuracy": NaN');
    const row = contentOf(text).models.get('majora')?.rows.get('v1');
    expect(row?.fields['evaluation_scores']).toMatchObject({ accuracy: Number.NaN });
  });
});

describe('what is wrong in a file of models', () => {
  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    [formatS2(documentedRegistry).slice(0, 300), 'torn'],
    ['{"version": "1.0", "models": {,}}', 'malformed'],
    ['\u0000\u0001', 'malformed'],
  ])('%# is said, and nothing of it is taken for a registry without models', (text, fault) => {
    const reading = parse(text);
    expect(reading).toMatchObject({ found: 'unusable', unwritable: { code: 'unreadable-file' } });
    expect(reading.found === 'unusable' && reading.unwritable.problem).toMatch(
      new RegExp(`^registry\\.json is ${fault}\\b`),
    );
    expect(reading.found === 'unusable' && reading.isCutOff).toBe(true);
  });

  it('is no name of a version: such rows are left out one by one, the others are read', () => {
    const file = {
      version: '1.0',
      models: {
        majora: { versions: { v1: { deployed: true }, v2: 'x', v3: null } },
        junk: 5,
        odd: { versions: [] },
      },
    };
    const content = contentOf(file);
    const rows = content.models.get('majora')?.rows;
    expect(rows?.get('v1')?.problem).toBeUndefined();
    expect(rows?.get('v2')?.problem).toBe('its value in the file is no object');
    expect(content.strangers).toEqual([
      { name: 'junk', why: 'its value is no object, so it is no model' },
      { name: 'odd', why: 'its versions are no object' },
    ]);
    expect(content.unwritable).toBeUndefined();
  });

  it('is a key that stands twice: the last counts, and nothing is written', () => {
    const [row] = Object.values(makeS2Models([one('majora')]));
    const text = `{"majora": ${formatS2(row as FileValue)}, "majora": {"versions": {"v9": {"deployed": true}}}}`;
    const content = contentOf(text);
    expect(namesOf(content)).toEqual({ majora: ['v9'] });
    expect(content.unwritable?.problem).toMatch(
      /^registry\.json has the key "majora" twice in one place, again at line \d+, column \d+; the last counts\.$/,
    );
  });

  it('is a name that could steer a terminal: it is shown written out, and its key is known', () => {
    const model = 'ma\u001b[31mjora';
    const content = contentOf(makeS2Registry([{ model, versions: [{ version: 'v1\n' }] }]));
    expect(namesOf(content)).toEqual({ 'ma^[[31mjora': ['v1↵'] });
    expect(content.models.get('ma^[[31mjora')?.key).toBe(model);
    expect(content.models.get('ma^[[31mjora')?.rows.get('v1↵')?.key).toBe('v1\n');
  });

  it('is no name that looks like another: the second is left out and said', () => {
    const models = [one('a\nb'), one('a↵b')];
    const content = contentOf(makeS2Registry(models));
    expect([...content.models.keys()]).toEqual(['a↵b']);
    expect(content.strangers).toEqual([
      { name: 'a↵b', why: 'another model looks the same when it is shown' },
    ]);
  });

  it('is no key that JavaScript knows: __proto__ and constructor are names as any other', () => {
    const text = `{"version": "1.0", "models": {"__proto__": {"versions": {"__proto__": {"deployed": true}}},
      "constructor": {"versions": {"toString": {"deployed": false}}}}}`;
    expect(namesOf(contentOf(text))).toEqual(
      Object.fromEntries([
        ['__proto__', ['__proto__']],
        ['constructor', ['toString']],
      ]),
    );
  });

  it('is a depth nobody needs', () => {
    const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;
    const text = `{"majora": {"versions": {"v1": {"deployed": true, "evaluation_scores": ${deep}}}}}`;
    expect(parse(text)).toMatchObject({
      found: 'unusable',
      unwritable: { problem: 'registry.json is nested deeper than 64.' },
    });
  });
});

describe('a file of another program', () => {
  const rows = [
    { model_name: 'policy', version: '1.0', status: 'archived', accuracy: 78.5 },
    { model_version: 'lgbm_v2.2', macro_f1: 0.88 },
    { model_version: 'lgbm_v2.2', macro_f1: 0.89 },
    { accuracy: 1 },
    7,
  ];

  it('with models and versions of its own is read and never written', () => {
    const content = contentOf({ delay: { versions: { v1: { stage: 'production', metrics: { f1: 0.7 } } } } });
    expect(content.shape).toBe('foreign-models');
    expect(namesOf(content)).toEqual({ delay: ['v1'] });
    expect(content.unwritable).toEqual({
      code: 'capability-missing',
      problem:
        'registry.json is the file of another program: its rows are not those of AFS. It can only be read.',
      hint: 'Change it with the program that wrote it.',
    });
  });

  it('with rows is read by the names in them, and what it calls latest is known', () => {
    const content = contentOf({ models: rows, latest: 'lgbm_v2.2', stable: 'lgbm_v9' });
    expect(content.shape).toBe('foreign-rows');
    expect(namesOf(content)).toEqual({ policy: ['1.0'], lgbm: ['v2.2'] });
    expect(content.models.get('lgbm')?.rows.get('v2.2')).toMatchObject({
      fields: { macro_f1: 0.89 },
      oddities: ['it stands twice in the file; the last row counts'],
    });
    expect(content.pointers).toEqual([{ alias: 'latest', model: 'lgbm', version: 'v2.2' }]);
    expect(content.strangers).toEqual([
      { name: 'row 4', why: 'it names no model and version' },
      { name: 'row 5', why: 'it names no model and version' },
    ]);
  });

  it.each([
    [
      { models: [{ version: 'v1', accuracy: 1 }] },
      'has a list of models whose rows name no model: they have version, accuracy.',
    ],
    [[1, 2], 'is a list without rows, so it names no models.'],
    [{ models: { v1: { path: 'x' } } }, 'has models without versions: v1 has path.'],
    [{ version: '1.0', lineages: {} }, 'is the lineage file of AFS, which holds no models.'],
    [{ qwen: { stable: 'a', candidate: '' } }, 'holds no models: it has qwen, and nothing with versions.'],
    ['"registry"', 'is no object, so it holds no models.'],
    ['null', 'is no object, so it holds no models.'],
  ])('%# that names no models is refused with the reason', (file, problem) => {
    expect(parse(file)).toMatchObject({
      found: 'unusable',
      unwritable: { code: 'registry-kind-unknown', problem: `registry.json ${problem}` },
    });
  });
});
