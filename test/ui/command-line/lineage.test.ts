import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeLineage } from '../../../src/ui/command-line/documents/lineage-document.ts';
import { lineageSchema } from '../../../src/ui/command-line/json/lineage.ts';
import {
  printAffected,
  printData,
  printLineageProblems,
  printOrigins,
  printVersionLineage,
} from '../../../src/ui/command-line/print-lineage.ts';
import { graphOf, keyOf, loadedLineage, recorded, row } from '../../support/lineage-samples.ts';
import { buildS0Registry, listS0Versions } from '../../support/s0-registry.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { runLastgood } from './command-line.ts';

const model = 'frontshift-rag';

/** v1 to v4: v2 and v3 are made from v1, v4 says only what was live before; `latest` is on v3. */
function createRegistry(): string {
  const root = createTemporaryFolder();
  const versions = listS0Versions(4);
  buildS0Registry(root, { model, versions, latest: { form: 'symlink', version: 'v3' } });
  for (const version of ['v2', 'v3']) {
    const path = join(root, `${model}_${version}`, 'metadata.json');
    const metadata = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ ...metadata, lastgood: { parent: 'v1' } }));
  }
  return root;
}

const lineage = (argv: readonly string[], root = createRegistry()) => runLastgood(root, ['lineage', ...argv]);

describe('lineage of a directory registry', () => {
  test('lists what every version comes from', async () => {
    const run = await lineage([model]);
    expect([run.code, run.out.split('\n')]).toEqual([
      0,
      [
        'version  comes from                      state      live under',
        'v1                                       completed',
        'v2       v1                              completed',
        'v3       v1, v2 (previous live version)  deployed   latest',
        'v4       v3 (previous live version)      completed',
        '',
      ],
    ]);
  });

  test('--tree draws them, what is no descent with other lines', async () => {
    expect((await lineage([model, '--tree'])).out.split('\n')).toEqual([
      'frontshift-rag version tree:',
      '└── v1  completed',
      '    ├── v2  completed',
      '    └── v3  deployed [latest]',
      '        └┄┄ v4  completed',
      '',
    ]);
  });

  test('--affected of a version leaves out what only was live after it', async () => {
    expect((await lineage([model, '1', '--affected'])).out).toContain('touches 3 versions, 1 live.');
  });

  test('--json fits its schema', async () => {
    for (const words of [[model], [model, 'v3'], [model, 'v1', '--affected'], [model, '--tree']]) {
      const document = lineageSchema.parse((await lineage([...words, '--json'])).json());
      expect(document.tree.map(({ version, level }) => [version, level])).toEqual([
        ['v1', 1],
        ['v2', 2],
        ['v3', 2],
        ['v4', 3],
      ]);
    }
  });

  test.each([
    [[], 'lineage needs a MODEL, or --uses DATASET.'],
    [[model, '--affected'], '--affected needs a VERSION.'],
    [[model, 'v1', '--uses', 'x'], '--uses is asked of a model or of all, not of a version.'],
    [[model, '--tree', '--data'], 'Give one of --tree, --data, --affected and --uses.'],
  ])('refuses %j', async (words, message) => {
    const run = await lineage(words);
    expect([run.code, run.error.split('\n')[0]]).toEqual([2, `lastgood: ${message}`]);
  });

  test.each([
    [['nobody'], 'No model is called nobody.'],
    [[model, 'v9'], `${model} has no version v9.`],
    [['--uses', 'oracle'], 'No version was trained on oracle, by what is on record.'],
  ])('of %j says that it is not there', async (words, message) => {
    const run = await lineage(words);
    expect([run.code, run.error.split('\n')[0]]).toEqual([1, `lastgood: ${message}`]);
  });
});

describe('what is printed', () => {
  const loaded = {
    ...loadedLineage(
      graphOf(
        [
          recorded('majora:v1', { dataSources: ['oracle', 'toolbench'], baseModel: 'Qwen2.5-Coder-7B' }),
          recorded('majora:v2', { parent: 'v1', dataSources: ['extra'], gitCommit: 'def456ghi789abc' }),
          recorded('majora:v3', { parent: 'v0' }),
          recorded('veran:v1', { baseModel: 'majora:v2' }),
        ],
        row('majora:v2', { parent: 'v3' }),
      ),
      { 'majora:v2': { state: 'deprecated' }, 'veran:v1': { state: 'deployed', aliases: ['deployed'] } },
    ),
    file: { target: 'lineage.json', problem: 'lineage.json is cut off' },
  };
  const node = (name: string) => loaded.graph.nodes.get(keyOf(name));
  const ask = (name: string | undefined, dataSet?: string) =>
    describeLineage(loaded, {
      model: 'majora',
      node: name === undefined ? undefined : node(name),
      dataSet,
    });

  test('of a version: what it comes from, its data, its ancestors and descendants', () => {
    expect(printVersionLineage(ask('majora:v2'), {})).toEqual([
      'majora v2',
      '  state       deprecated',
      '  comes from  v1',
      '  own data    extra',
      '  all data    extra, oracle, toolbench',
      '  git commit  def456ghi789abc',
      '',
      'Ancestors, nearest first (1)',
      '  version    bound as      state      live under',
      '  majora:v1  parent of v2  completed',
      '',
      'Descendants, depth first (1)',
      '  version   bound as                     state     live under',
      '  veran:v1  from majora:v2 (base model)  deployed  deployed',
    ]);
  });

  test('--data of a version is every data set by the version it came in with', () => {
    expect(printData(ask('majora:v2'), {})).toEqual([
      'version  data',
      'v2       extra',
      'v1       oracle, toolbench',
      '',
      'majora v2 was made from 3 data sets: extra, oracle, toolbench.',
    ]);
  });

  test('--data of a model is every data set with its users', () => {
    expect(printData(ask(undefined), {})).toEqual([
      'data set   count  versions trained on it',
      'extra          1  v2',
      'oracle         1  v1',
      'toolbench      1  v1',
    ]);
  });

  test('--uses tells what a bad data set touches, in other models too, and what of it is live', () => {
    expect(printAffected(ask(undefined, 'oracle'), {})).toEqual([
      'The data set oracle touches 3 versions, 1 live.',
      '',
      'version    why                   state       live under',
      'majora:v1  was trained on it     completed',
      'majora:v2  comes from v1         deprecated',
      'veran:v1   comes from majora:v2  deployed    deployed',
    ]);
  });

  test('problems stand at the end, and by a word in the list', () => {
    expect(printLineageProblems(loaded.file.problem, ask(undefined).problems)).toEqual([
      '',
      'LINEAGE FILE  lineage.json is cut off.',
      'CONFLICT  majora:v2: its parent is v1 by its record, v3 by lineage.json; the record counts.',
      'PARENT MISSING  majora:v3: its parent v0 is not here.',
    ]);
    expect(printOrigins(ask(undefined), {})[3]).toMatch(/^v3 .* PARENT MISSING$/);
  });

  test('every document fits the schema', () => {
    for (const document of [ask('majora:v2'), ask(undefined), ask(undefined, 'oracle')])
      expect(lineageSchema.parse(document)).toEqual(document);
  });
});
