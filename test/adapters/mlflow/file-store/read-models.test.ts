import { mkdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createFileStoreOrigin } from '../../../../src/adapters/mlflow/file-store/file-store-origin.ts';
import { storedAt, writeStoredModel } from '../../../support/mlflow/file-store.ts';
import { readOrigin } from '../../../support/mlflow/read-origin.ts';
import { createTemporaryFolder } from '../../../support/temporary-folder.ts';

/** Long after everything in the store was written, so that nobody is taken to be writing. */
const later = { now: () => Date.now() + 3_600_000 };

const open = (root: string) => createFileStoreOrigin(root, later);

test('a model is read with its versions, tags, aliases and times', async () => {
  const root = createTemporaryFolder();
  writeStoredModel(root, {
    name: 'Random Forest',
    description: 'Trees: many "of" them',
    tags: { team: 'fraud', 'deep/er/key': 'nested' },
    aliases: { champion: '2' },
    versions: [
      { number: 1, stage: 'Archived' },
      {
        number: 2,
        stage: 'Production',
        source: 'runs:/abc/model',
        runId: 'abc',
        description: 'the good one',
        tags: { 'data/train': 'v3' },
        meta: { model_id: 'm-1', user_id: 'mel', run_link: 'https://runs/abc', status_message: 'fine' },
      },
    ],
  });
  const found = await readOrigin(open(root));
  expect(found.models).toEqual([
    {
      name: 'Random Forest',
      createdAt: storedAt,
      updatedAt: storedAt,
      description: 'Trees: many "of" them',
      tags: { team: 'fraud', 'deep/er/key': 'nested' },
      aliases: { champion: '2' },
    },
  ]);
  expect(found.find('Random Forest', '2')).toEqual({
    model: 'Random Forest',
    version: '2',
    createdAt: storedAt,
    updatedAt: storedAt,
    stage: 'Production',
    description: 'the good one',
    source: 'runs:/abc/model',
    runId: 'abc',
    runLink: 'https://runs/abc',
    modelId: 'm-1',
    status: 'READY',
    statusMessage: 'fine',
    user: 'mel',
    tags: { 'data/train': 'v3' },
  });
  expect(found.find('Random Forest', '1')).toMatchObject({ stage: 'Archived', runId: undefined, tags: {} });
  expect(found.strangers).toEqual([]);
});

test('the folder of aliases is the truth, whatever the meta.yaml of a model or a version says', async () => {
  const root = createTemporaryFolder();
  writeStoredModel(root, {
    name: 'churn',
    aliases: { stagingmodel: '2\n' },
    meta: { aliases: ['old'] },
    versions: [
      { number: 1, meta: { aliases: ['stagingmodel'] } },
      { number: 2, meta: { aliases: [] } },
    ],
  });
  const found = await readOrigin(open(root));
  expect(found.models[0]?.aliases).toEqual({ stagingmodel: '2' });
});

test('a deleted version and a prompt are not told, and a model without versions is', async () => {
  const root = createTemporaryFolder();
  writeStoredModel(root, { name: 'gone', versions: [{ number: 1, stage: 'Deleted_Internal' }] });
  writeStoredModel(root, {
    name: 'a_prompt',
    tags: { 'mlflow.prompt.is_prompt': 'true' },
    versions: [{ number: 1 }],
  });
  const found = await readOrigin(open(root));
  expect(found.models.map(({ name }) => name)).toEqual(['gone']);
  expect(found.versions).toEqual([]);
  expect(found.strangers).toEqual([]);
});

test('numbers of versions keep all their digits and are no names of other folders', async () => {
  const root = createTemporaryFolder();
  writeStoredModel(root, {
    name: 'm',
    versions: [
      { number: '9007199254740993', meta: { version: '9007199254740993' } },
      { number: 10 },
      { number: 9 },
    ],
  });
  for (const name of ['version-1 (copy)', 'version-03', 'version-', 'notes'])
    mkdirSync(join(root, 'models/m', name));
  const found = await readOrigin(open(root));
  expect(found.versions.map(({ version }) => version).sort()).toEqual(['10', '9', '9007199254740993']);
  expect(found.strangers.map(({ name }) => name)).toEqual([
    'models/m/version-',
    'models/m/version-03',
    'models/m/version-1 (copy)',
  ]);
});

test.each([
  ['no YAML', 'name: [unclosed\n', 'no YAML: '],
  ['a list', '- 1\n- 2\n', 'no map of keys'],
  ['empty', '', 'empty'],
  ['cut off before its number', 'current_stage: Production\nname: m\n', 'cut off'],
  ['that of another version', 'name: m\nversion: 3\n', 'that of another version'],
  ['not UTF-8', new Uint8Array([0xff, 0xfe, 0x41]), 'not UTF-8'],
  ['larger than its limit', `name: ${'x'.repeat(256 * 1024)}`, 'larger than 262144 bytes'],
])('a version whose meta.yaml is %s is there, says so, and hides no other', async (_, text, problem) => {
  const root = createTemporaryFolder();
  writeStoredModel(root, {
    name: 'm',
    aliases: { champion: '2' },
    versions: [{ number: 1, stage: 'Production' }, { number: 2 }],
  });
  writeFileSync(join(root, 'models/m/version-2/meta.yaml'), text);
  const found = await readOrigin(open(root));
  expect(found.find('m', '1')).toMatchObject({ stage: 'Production', status: 'READY' });
  expect(found.find('m', '2')).toMatchObject({ stage: 'None', status: 'UNREADABLE' });
  expect(found.find('m', '2')?.statusMessage).toContain(`its meta.yaml is ${problem}`);
  expect(found.strangers).toEqual([
    {
      name: 'models/m/version-2',
      why: `${found.find('m', '2')?.statusMessage}: only its number and tags are read`,
    },
  ]);
  expect(found.models[0]?.aliases).toEqual({ champion: '2' });
});

test('a model whose folder was renamed has the name of its folder', async () => {
  const root = createTemporaryFolder();
  writeStoredModel(root, { name: 'before', versions: [{ number: 1 }] });
  renameSync(join(root, 'models/before'), join(root, 'models/after'));
  const found = await readOrigin(open(root));
  expect(found.find('after', '1')).toMatchObject({ model: 'after', status: 'READY' });
  expect(found.strangers).toEqual([
    {
      name: 'models/after',
      why: 'its meta.yaml is that of another model: only its versions, tags and aliases are read',
    },
  ]);
});

test('addresses of another system stay the text they are', async () => {
  const root = createTemporaryFolder();
  const source = 'file:///C:/Users/Amin H/mlruns/1/models/m-f0281/artifacts';
  writeStoredModel(root, {
    name: 'm',
    versions: [{ number: 1, source: 'models:/m-f0281', storedAt: source }],
  });
  const origin = open(root);
  expect((await readOrigin(origin)).find('m', '1')?.source).toBe('models:/m-f0281');
  expect(await origin.findDownloadUri({ model: 'm', version: '1' })).toBe(source);
  expect(await origin.findDownloadUri({ model: 'm', version: '2' })).toBeUndefined();
  expect(await origin.findDownloadUri({ model: '../models/m', version: '1' })).toBeUndefined();
});

test('one model is read alone, by its exact name', async () => {
  const root = createTemporaryFolder();
  writeStoredModel(root, { name: 'Churn', versions: [{ number: 1 }] });
  writeStoredModel(root, { name: 'other', versions: [{ number: 1 }] });
  const origin = open(root);
  expect(await origin.readModel('Churn')).toMatchObject({
    model: { name: 'Churn' },
    versions: [{ version: '1' }],
  });
  for (const name of ['churn', '', '.', '..', '../models/Churn', 'models/Churn', 'missing'])
    expect(await origin.readModel(name)).toBeUndefined();
});

test('a store where nothing was registered has no models, and a folder that is gone is said to be', async () => {
  const root = createTemporaryFolder();
  expect((await readOrigin(open(root))).models).toEqual([]);
  await expect(readOrigin(open(join(root, 'missing')))).rejects.toMatchObject({ code: 'registry-not-found' });
  writeFileSync(join(root, 'file'), '');
  await expect(readOrigin(open(join(root, 'file')))).rejects.toMatchObject({ code: 'registry-not-a-folder' });
});

test('many models are told in pages while more is read, and reading can be given up', async () => {
  const root = createTemporaryFolder();
  for (let index = 0; index < 450; index += 1) writeStoredModel(root, { name: `m${index}` });
  const found = await readOrigin(open(root));
  expect(found.pages).toEqual([200, 200, 50]);
  expect(new Set(found.models.map(({ name }) => name)).size).toBe(450);
  const reason = new Error('enough');
  const control = new AbortController();
  const reading = open(root).readAll({
    signal: control.signal,
    onModels: () => control.abort(reason),
    onVersions: () => undefined,
  });
  await expect(reading).rejects.toBe(reason);
});

test('a file that changes its time only is not waited for', async () => {
  const root = createTemporaryFolder();
  writeStoredModel(root, { name: 'm', versions: [{ number: 1 }] });
  const path = join(root, 'models/m/version-1/meta.yaml');
  writeFileSync(path, '');
  utimesSync(path, new Date(0), new Date(0));
  const origin = createFileStoreOrigin(root, { now: () => 60_000 });
  expect((await readOrigin(origin)).find('m', '1')?.status).toBe('UNREADABLE');
});
