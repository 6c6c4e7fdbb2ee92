import { appendFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ModelIndex } from '../../../src/core/registry/registry-index.ts';
import {
  type FileValue,
  formatS2,
  makeS2Lineage,
  makeS2Models,
  makeS2Registry,
  type S2Model,
  writeS2File,
} from '../../support/catalog-files.ts';
import { openCatalog } from '../../support/catalog-rig.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const deployed = { deployed: true, status: 'deployed' };
const two: readonly S2Model[] = [
  {
    model: 'majora',
    metadata: { description: 'Code', owner: 'scawful', tags: ['coder'], notes: 'primary' },
    versions: [
      { version: 'v2.10', ...deployed, status: 'deployed' },
      { version: 'v2.9', status: 'completed' },
      { version: 'v2', status: 'archived' },
    ],
  },
  { model: 'oracle', versions: [{ version: 'v1' }] },
];

function open(value: FileValue | string) {
  const folder = createTemporaryFolder();
  const path = writeS2File(folder, 'registry.json', value);
  return { folder, path, reader: openCatalog(path).registry.reader };
}

async function loadModels(value: FileValue | string): Promise<readonly ModelIndex[]> {
  return (await open(value).reader.loadIndex()).models;
}

describe('the index of a catalogue', () => {
  it('has models, versions oldest first with their states, what is deployed, and what is said of a model', async () => {
    const [majora, oracle] = await loadModels(makeS2Registry(two));
    expect(majora).toMatchObject({
      model: 'majora',
      described: { description: 'Code', owner: 'scawful', notes: 'primary', tags: ['coder'] },
      versions: [
        { version: 'v2', whole: 'complete', state: 'archived' },
        { version: 'v2.9', whole: 'complete', state: 'completed' },
        { version: 'v2.10', whole: 'complete', state: 'deployed' },
      ],
      pointers: [
        {
          alias: 'deployed',
          target: 'registry.json',
          scope: 'own',
          reading: { state: 'names', version: 'v2.10' },
        },
      ],
    });
    expect(oracle).toMatchObject({ versions: [{ version: 'v1', state: 'draft' }], pointers: [] });
  });

  it('is the same whether the models stand alone or in a wrapper', async () => {
    expect(await loadModels(makeS2Models(two))).toEqual(await loadModels(makeS2Registry(two)));
  });

  it('names the newest of several that are deployed, and the others oldest first', async () => {
    const versions = ['v10', 'v9', 'v2b', 'v2'].map(version => ({ version, ...deployed }));
    const [majora] = await loadModels(makeS2Registry([{ model: 'majora', versions }]));
    expect(majora?.pointers[0]?.reading).toEqual({
      state: 'names',
      version: 'v10',
      others: ['v2', 'v2b', 'v9'],
    });
  });

  it('has what another program calls latest or production, and may not be written', async () => {
    const rows = [{ model_version: 'lgbm_v2.2' }, { model_version: 'lgbm_v2.10', status: 'production' }];
    const { reader } = open({ models: rows, latest: 'lgbm_v2.10' });
    const index = await reader.loadIndex();
    expect(index.unwritable?.code).toBe('capability-missing');
    expect(index.models[0]?.pointers.map(({ alias, reading }) => [alias, reading])).toEqual([
      ['deployed', { state: 'names', version: 'v2.10' }],
      ['latest', { state: 'names', version: 'v2.10' }],
    ]);
    expect(await reader.loadVersions('lgbm', ['v2.2', 'v2.10'], 'listing')).toMatchObject([
      { whole: 'complete', record: { version: 'v2.2' } },
      { whole: 'complete', record: { version: 'v2.10' } },
    ]);
  });

  it('reads names that cannot be paths, and reading makes no folder of them', async () => {
    const odd = ['../../escape', 'a/b', '..', 'x\u0000y'].map(model => ({
      model,
      versions: [{ version: '..' }],
    }));
    const { folder, reader } = open(makeS2Registry(odd));
    const index = await reader.loadIndex();
    expect(index.models.map(({ model }) => model).sort()).toEqual(['..', '../../escape', 'a/b', 'x^@y']);
    expect(await reader.loadVersions('../../escape', ['..'], 'listing')).toMatchObject([
      { whole: 'complete' },
    ]);
    expect(await reader.verifyVersion('../../escape', '..')).toMatchObject({ model: '../../escape' });
    expect(readdirSync(folder)).toEqual(['registry.json']);
  });

  it('follows the file: what another program writes is seen by the next reading', async () => {
    const { path, reader } = open(makeS2Registry(two));
    expect((await reader.loadIndex()).models).toHaveLength(2);
    writeFileSync(path, formatS2(makeS2Registry(two.slice(0, 1))));
    expect((await reader.loadIndex()).models).toHaveLength(1);
    rmSync(path);
    expect((await reader.loadIndex()).models).toHaveLength(0);
  });

  it('looks into a row once as long as the file is the same', async () => {
    const { reader } = open(makeS2Registry(two));
    const [one] = await reader.loadVersions('majora', ['v2'], 'listing');
    const [again] = await reader.loadVersions('majora', ['v2'], 'everything');
    expect(one?.whole === 'complete' && again?.whole === 'complete' && again.record === one.record).toBe(
      true,
    );
  });
});

describe('a catalogue that cannot be read', () => {
  it.each([
    ['torn', formatS2(makeS2Registry(two)).slice(0, 400), 'unreadable-file'],
    ['no catalogue', '{"adapter_path": "x"}', 'registry-kind-unknown'],
  ])('and was never written to is refused: %s', async (_, text, code) => {
    await expect(open(text).reader.loadIndex()).rejects.toMatchObject({ code });
  });

  it('is a folder or too much: both are refused with the reason', async () => {
    const folder = createTemporaryFolder();
    mkdirSync(join(folder, 'registry.json'));
    const { reader } = openCatalog(join(folder, 'registry.json')).registry;
    await expect(reader.loadIndex()).rejects.toMatchObject({
      code: 'unreadable-file',
      message: 'registry.json is not a regular file: a folder stands there.',
    });
  });

  it('and was written to keeps its histories and records, and may not be written', async () => {
    const { folder, path, reader } = open(makeS2Registry(two));
    const own = join(folder, 'registry.lastgood');
    const { registry } = openCatalog(path);
    await registry.writer.initialise();
    writeS2File(own, 'versions/majora/v3.json', { model_name: 'majora', version: 'v3', notes: 'ours' });
    writeS2File(own, 'previous.json', makeS2Registry(two.slice(0, 1)));
    writeFileSync(path, '{"version": "1.0", "mod');
    const index = await reader.loadIndex();
    expect(index.unwritable).toMatchObject({
      code: 'unreadable-file',
      problem: expect.stringMatching(/^registry\.json is torn: /),
    });
    expect(index.models).toHaveLength(1);
    expect(index.models[0]?.versions.map(({ version }) => version)).toEqual(['v2', 'v2.9', 'v2.10', 'v3']);
    expect(index.models[0]?.pointers[0]?.reading).toMatchObject({ state: 'unusable', blocking: true });
    expect(existsSync(join(folder, 'registry.json'))).toBe(true);
  });
});

describe('a version we registered', () => {
  const open3 = async (registry: FileValue) => {
    const opened = open(registry);
    await openCatalog(opened.path).registry.writer.initialise();
    const record = {
      ...(
        makeS2Models([{ model: 'majora', versions: [{ version: 'v3', scores: { accuracy: 0.9 } }] }])[
          'majora'
        ] as { readonly versions: { readonly v3: { readonly [key: string]: FileValue } } }
      ).versions.v3,
      lastgood: { actor: 'anna@example.com', artifacts: {} },
    };
    writeS2File(join(opened.folder, 'registry.lastgood'), 'versions/majora/v3.json', record);
    return opened;
  };

  it('that the file has lost is listed, read from our record, and named as lost', async () => {
    const { reader } = await open3(makeS2Registry(two));
    const index = await reader.loadIndex();
    expect(index.models[0]?.lostVersions).toEqual(['v3']);
    expect(index.models[0]?.versions.at(-1)).toEqual({ version: 'v3', whole: 'complete', state: 'draft' });
    expect(await reader.loadVersions('majora', ['v3'], 'listing')).toMatchObject([
      {
        whole: 'complete',
        record: {
          metrics: { accuracy: 0.9 },
          particulars: [['registered by', 'anna@example.com']],
          oddities: ['registry.json has lost it; this is its registration'],
        },
      },
    ]);
  });

  it('that the file has in part is completed from our record; what it says counts', async () => {
    const fields = { status: undefined, training: undefined, evaluation_scores: undefined, notes: 'theirs' };
    const majora = { model: 'majora', versions: [{ version: 'v3', fields }] };
    const { reader } = await open3(makeS2Registry([majora]));
    expect((await reader.loadIndex()).models[0]?.lostVersions).toBeUndefined();
    expect(await reader.loadVersions('majora', ['v3'], 'listing')).toMatchObject([
      {
        record: {
          metrics: { accuracy: 0.9 },
          notes: 'theirs',
          oddities: [
            'registry.json has lost status, training, evaluation_scores; shown as it was registered',
          ],
        },
      },
    ]);
  });
});

describe('the file of lineage', () => {
  it('is read along, followed, and said to be torn without stopping anything', async () => {
    const { folder, reader } = open(makeS2Registry(two));
    expect(await reader.loadLineage?.()).toEqual({ target: 'lineage.json', rows: [], problem: undefined });
    const path = writeS2File(folder, 'lineage.json', makeS2Lineage(two));
    expect((await reader.loadLineage?.())?.rows).toHaveLength(4);
    appendFileSync(path, '{');
    expect(await reader.loadLineage?.()).toMatchObject({
      rows: [],
      problem: expect.stringMatching(/^lineage\.json is malformed: /),
    });
    expect((await reader.loadIndex()).models).toHaveLength(2);
  });
});
