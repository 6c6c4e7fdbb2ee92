import { chmodSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findRegistry } from '../../../src/adapters/settings/find-registry.ts';
import { readPlaceFacts } from '../../../src/adapters/settings/read-place-facts.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const nothingConfigured = { registries: [], defaultRegistry: undefined, transport: 'sdk' } as const;

function find(workingFolder: string, flag: string | undefined, variables = {}) {
  const sources = { flag, cache: undefined, variables, settings: nothingConfigured };
  return findRegistry(sources, { workingFolder, homeFolder: '/nowhere' });
}

function addVersion(folder: string, name: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'metadata.json'), '{}');
}

test.each<[string, (folder: string) => void, object]>([
  ['an empty folder', () => undefined, { stands: 'folder', holds: 'nothing' }],
  [
    'a folder kept by git',
    folder => writeFileSync(join(folder, '.gitkeep'), ''),
    { stands: 'folder', holds: 'nothing' },
  ],
  [
    'a folder with .lastgood',
    folder => mkdirSync(join(folder, '.lastgood')),
    { stands: 'folder', holds: ['directory'] },
  ],
  [
    'a folder with a version',
    folder => addVersion(folder, 'rag_v3'),
    { stands: 'folder', holds: ['directory'] },
  ],
  [
    'a version without metadata',
    folder => mkdirSync(join(folder, 'rag_v3')),
    { stands: 'folder', holds: 'something-else' },
  ],
  [
    'a folder of other things',
    folder => writeFileSync(join(folder, 'notes.txt'), ''),
    { stands: 'folder', holds: 'something-else' },
  ],
])('%s is told from other places', async (_, prepare, facts) => {
  const folder = createTemporaryFolder();
  prepare(folder);
  expect(await readPlaceFacts(folder)).toEqual(facts);
});

test('a file, a link to nowhere and nothing at all are told apart', async () => {
  const folder = createTemporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  symlinkSync('gone', join(folder, 'link'));
  const file = join(realpathSync(folder), 'file');
  expect(await readPlaceFacts(join(folder, 'file'))).toEqual({ stands: 'file', path: file });
  expect(await readPlaceFacts(join(folder, 'link'))).toEqual({ stands: 'dangling-link' });
  expect(await readPlaceFacts(join(folder, 'nothing'))).toEqual({ stands: 'nothing' });
  expect(await readPlaceFacts(join(folder, 'file', 'below'))).toEqual({ stands: 'nothing' });
});

test('models_registry in the working folder is opened when nobody says anything', async () => {
  const folder = createTemporaryFolder();
  expect(await find(folder, undefined)).toBeUndefined();
  mkdirSync(join(folder, 'models_registry'));
  expect(await find(folder, undefined)).toEqual({
    name: 'models_registry',
    kind: 'directory',
    path: join(folder, 'models_registry'),
  });
});

test('a folder behind a link is opened under the name of the link', async () => {
  const folder = createTemporaryFolder();
  addVersion(join(folder, 'real'), 'rag_v1');
  symlinkSync('real', join(folder, 'current'));
  expect(await find(folder, 'current')).toMatchObject({ name: 'current', path: join(folder, 'current') });
});

test('MODEL_REGISTRY_DIR is a folder of the originals, whatever it holds', async () => {
  const folder = createTemporaryFolder();
  mkdirSync(join(folder, 'registry'));
  writeFileSync(join(folder, 'registry/notes.txt'), '');
  expect(await find(folder, undefined, { MODEL_REGISTRY_DIR: 'registry' })).toMatchObject({
    name: 'registry',
  });
  await expect(find(folder, undefined, { MODEL_REGISTRY_DIR: 'gone' })).rejects.toMatchObject({
    code: 'registry-not-found',
    message: `MODEL_REGISTRY_DIR: there is no folder ${join(folder, 'gone')}.`,
  });
});

const s2File = JSON.stringify({ version: '1.0', updated_at: '', models: { majora: { versions: {} } } });

test('a catalogue is found by its file, its folder or its prefix, and the file itself behind a link is opened', async () => {
  const folder = realpathSync(createTemporaryFolder());
  const place = {
    ...{ name: 'registry.json', kind: 'catalog', path: join(folder, 'data/registry.json') },
    lineage: join(folder, 'data/lineage.json'),
  };
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data/registry.json'), s2File);
  for (const flag of ['data', './data/registry.json', 'catalog:data', 'catalog:data/registry.json'])
    expect(await find(folder, flag)).toEqual(place);
  symlinkSync('data/registry.json', join(folder, 'link.json'));
  expect(await find(folder, 'link.json')).toEqual(place);
  writeFileSync(join(folder, 'lineage.json'), '{}');
  expect(await find(folder, 'link.json')).toEqual({ ...place, lineage: join(folder, 'lineage.json') });
  mkdirSync(join(folder, 'data/.lastgood'));
  await expect(find(folder, 'data')).rejects.toMatchObject({ code: 'registry-ambiguous' });
});

/** A registry in MLflow's files, with a model. */
function addStore(folder: string): void {
  mkdirSync(join(folder, 'models/rag/version-1'), { recursive: true });
  writeFileSync(join(folder, 'models/rag/meta.yaml'), 'name: rag\n');
}

test("MLflow's files are found by what they hold, and in mlruns where nothing else is there to be meant", async () => {
  const folder = realpathSync(createTemporaryFolder());
  addStore(join(folder, 'store'));
  addStore(join(folder, 'project/mlruns'));
  writeFileSync(join(folder, 'project/train.py'), '');
  const place = { kind: 'mlflow', path: join(folder, 'store') };
  expect(await readPlaceFacts(join(folder, 'store'))).toEqual({ stands: 'folder', holds: ['mlflow'] });
  expect(await find(folder, 'store')).toEqual({ ...place, name: 'store' });
  expect(await find(folder, 'mlflow:store')).toEqual({ ...place, name: 'store' });
  expect(await find(folder, undefined, { MLFLOW_TRACKING_URI: `file://${folder}/store` })).toMatchObject(
    place,
  );
  const below = { name: 'project', kind: 'mlflow', path: join(folder, 'project/mlruns') };
  expect(await find(folder, 'project')).toEqual(below);
  expect(await find(folder, 'mlflow:project')).toEqual(below);
  mkdirSync(join(folder, 'project/.lastgood'));
  expect(await find(folder, 'project')).toMatchObject({ kind: 'directory', path: join(folder, 'project') });
  expect(await find(folder, 'mlflow:project')).toEqual(below);
});

test('two kinds in one folder are a question that names both, and an experiment is no registry', async () => {
  const folder = realpathSync(createTemporaryFolder());
  addStore(folder);
  mkdirSync(join(folder, '.lastgood'));
  await expect(find(folder, '.')).rejects.toMatchObject({
    ...{
      code: 'registry-ambiguous',
      hint: `Say which: --registry directory:${folder} or --registry mlflow:${folder}.`,
    },
  });
  expect(await find(folder, 'mlflow:.')).toMatchObject({ kind: 'mlflow', path: folder });
  const experiment = join(folder, 'mlruns/7');
  addStore(experiment);
  writeFileSync(join(experiment, 'meta.yaml'), 'experiment_id: 7\n');
  expect(await readPlaceFacts(experiment)).toEqual({ stands: 'folder', holds: 'something-else' });
});

test('what is read of a server has a folder that may not be there yet, and never one of other things', async () => {
  const folder = createTemporaryFolder();
  const url = 'http://me:pw@127.0.0.1:5000';
  expect(await find(folder, url)).toEqual({
    ...{ name: '127.0.0.1:5000', kind: 'mlflow', path: '/nowhere/.cache/lastgood/http=127.0.0.1%3A5000' },
    server: {
      url: 'http://127.0.0.1:5000',
      login: { username: 'me', password: 'pw' },
      said: '--registry',
    },
  });
  writeFileSync(join(folder, 'notes.txt'), '');
  await expect(find(folder, url, { LASTGOOD_CACHE: '.' })).rejects.toMatchObject({ code: 'usage' });
});

test('a file that was removed is meant while our folder stands beside it', async () => {
  const folder = realpathSync(createTemporaryFolder());
  await expect(find(folder, 'registry.json')).rejects.toMatchObject({ code: 'registry-not-found' });
  mkdirSync(join(folder, 'registry.lastgood'));
  for (const flag of ['registry.json', '.'])
    expect(await find(folder, flag)).toMatchObject({
      ...{ kind: 'catalog', path: join(folder, 'registry.json') },
    });
});

test("S2's own files are opened last, when nobody says anything", async () => {
  const folder = realpathSync(createTemporaryFolder());
  const sources = { flag: undefined, cache: undefined, variables: {}, settings: nothingConfigured };
  const look = () => findRegistry(sources, { workingFolder: folder, homeFolder: folder });
  expect(await look()).toBeUndefined();
  for (const place of ['.context/.afs/training', '.context/training']) {
    mkdirSync(join(folder, place), { recursive: true });
    writeFileSync(join(folder, place, 'registry.json'), s2File);
    expect(await look()).toMatchObject({ kind: 'catalog', path: join(folder, place, 'registry.json') });
  }
  mkdirSync(join(folder, 'models_registry'));
  expect(await look()).toMatchObject({ kind: 'directory' });
});

test('an address makes no folder', async () => {
  const folder = createTemporaryFolder();
  await expect(find(folder, 's3://bucket/prefix')).rejects.toMatchObject({ code: 'registry-kind-unknown' });
  expect(await find(folder, 'gs://bucket/prefix')).toEqual({
    ...{ name: 'prefix', kind: 'directory', path: '/nowhere/.cache/lastgood/bucket+prefix' },
    bucket: { bucket: 'bucket', prefix: 'prefix/', transport: 'sdk' },
  });
  expect(await readPlaceFacts(folder)).toEqual({ stands: 'folder', holds: 'nothing' });
});

test('the local copy of a bucket starts at the working folder, and never fills a folder of other things', async () => {
  const folder = createTemporaryFolder();
  const bucket = 'gs://bucket/prefix';
  expect(await find(folder, bucket, { LASTGOOD_CACHE: 'copy' })).toMatchObject({
    path: join(folder, 'copy'),
  });
  addVersion(join(folder, 'theirs'), 'rag_v1');
  expect(await find(folder, bucket, { MODEL_REGISTRY_CACHE: 'theirs' })).toMatchObject({
    path: join(folder, 'theirs'),
  });
  mkdirSync(join(folder, 'mine'));
  writeFileSync(join(folder, 'mine/notes.txt'), '');
  for (const copy of ['mine', 'gs://bucket/copy']) {
    await expect(find(folder, bucket, { LASTGOOD_CACHE: copy })).rejects.toMatchObject({ code: 'usage' });
  }
});

test.skipIf(process.getuid?.() === 0)(
  'a folder nobody may look into is unavailable (root may look anywhere)',
  async () => {
    const folder = createTemporaryFolder();
    mkdirSync(join(folder, 'closed'));
    chmodSync(join(folder, 'closed'), 0);
    await expect(find(folder, 'closed')).rejects.toMatchObject({ code: 'permission-denied' });
  },
);

/** Writes `.dvc` files with nothing in them: what they say is not asked to tell what a folder is. */
function addPointers(top: string, ...files: readonly string[]): void {
  mkdirSync(join(top, '.dvc'), { recursive: true });
  for (const file of files) {
    mkdirSync(join(top, file, '..'), { recursive: true });
    writeFileSync(join(top, file), '');
  }
}

test.each([
  'models/hf/stable/qwen.dvc',
  'models/hf/wip/qwen/run-000.dvc',
  'models/hf/candidates/qwen/run-000.dvc',
  'models/hf/wip/run-001.dvc',
])('a folder with %s is a working tree of DVC', async file => {
  const folder = createTemporaryFolder();
  addPointers(folder, file);
  expect(await readPlaceFacts(folder)).toEqual({ stands: 'folder', holds: ['dvc'] });
  expect(await find(folder, '.')).toMatchObject({ kind: 'dvc', path: folder });
});

test('our folder beside pointers makes no directory registry of a working tree', async () => {
  const folder = createTemporaryFolder();
  addPointers(folder, 'models/hf/stable/qwen.dvc');
  mkdirSync(join(folder, '.lastgood'));
  expect(await find(folder, '.')).toMatchObject({ kind: 'dvc', path: folder });
});

test('a folder that is a working tree of DVC and a directory registry has to be named with its kind', async () => {
  const folder = createTemporaryFolder();
  addPointers(folder, 'models/hf/stable/qwen.dvc');
  addVersion(folder, 'rag_v1');
  await expect(find(folder, '.')).rejects.toMatchObject({
    code: 'registry-ambiguous',
    hint: `Say which: --registry directory:${folder} or --registry dvc:${folder}.`,
  });
  expect(await find(folder, 'dvc:.')).toMatchObject({ kind: 'dvc', path: folder });
});

test('a folder of a working tree means the tree, where it is named as such or lies in its models', async () => {
  const folder = createTemporaryFolder();
  const top = join(folder, 'qa');
  addPointers(top, 'models/hf/stable/qwen.dvc');
  mkdirSync(join(top, 'src/ui'), { recursive: true });
  writeFileSync(join(top, 'src/ui/app.py'), '');
  const place = { name: 'qa', kind: 'dvc', path: top };
  expect(await find(top, 'dvc:src/ui')).toEqual(place);
  expect(await find(top, 'models/hf')).toEqual(place);
  expect(await find(top, 'models/hf/stable')).toEqual(place);
  await expect(find(top, 'src/ui')).rejects.toMatchObject({ code: 'registry-kind-unknown' });
});

test('a working tree of git in which nobody keeps a model yet is opened by its kind', async () => {
  const folder = createTemporaryFolder();
  mkdirSync(join(folder, '.git'));
  mkdirSync(join(folder, 'src'));
  expect(await find(folder, 'dvc:src')).toMatchObject({ kind: 'dvc', path: folder });
  await expect(find(folder, 'dvc:gone')).rejects.toMatchObject({ code: 'registry-not-found' });
});

describe('where nobody names a registry', () => {
  test('the working tree of S4 around the working folder is opened, from anywhere in it', async () => {
    const folder = realpathSync(createTemporaryFolder());
    const top = join(folder, 'qa');
    addPointers(top, 'models/hf/stable/qwen.dvc');
    mkdirSync(join(top, 'src/ui'), { recursive: true });
    for (const inside of ['.', 'src/ui', 'models/hf/stable'])
      expect(await find(join(top, inside), undefined)).toMatchObject({ kind: 'dvc', path: top });
  });

  test('models_registry in the working folder goes before it, and any configuration before both', async () => {
    const folder = realpathSync(createTemporaryFolder());
    addPointers(folder, 'models/hf/stable/qwen.dvc');
    mkdirSync(join(folder, 'models_registry'));
    const own = { kind: 'directory', path: join(folder, 'models_registry') };
    expect(await find(folder, undefined)).toMatchObject(own);
    mkdirSync(join(folder, 'other'));
    expect(await find(folder, undefined, { MODEL_REGISTRY_DIR: 'other' })).toMatchObject({
      path: join(folder, 'other'),
    });
  });

  test('a working tree of git without pointers of models is none', async () => {
    const folder = realpathSync(createTemporaryFolder());
    mkdirSync(join(folder, '.git'));
    expect(await find(folder, undefined)).toBeUndefined();
  });
});
