import { describe, expect, it } from 'vitest';
import type { MlflowModel, MlflowVersion } from '../../../../src/adapters/mlflow/entities.ts';
import type { MlflowOrigin } from '../../../../src/adapters/mlflow/origin.ts';
import { createServerOrigin } from '../../../../src/adapters/mlflow/rest/server-origin.ts';
import { failureOf } from '../../../support/mlflow/failure-of.ts';
import type { FakeMlflow, FakeMlflowOptions } from '../../../support/mlflow/fake-server.ts';
import { startFakeMlflow } from '../../../support/mlflow/start-fake-mlflow.ts';
import { createTestClient } from '../../../support/mlflow/test-client.ts';

type Rig = { readonly fake: FakeMlflow; readonly origin: MlflowOrigin };

async function startRig(options: FakeMlflowOptions = {}): Promise<Rig> {
  const fake = await startFakeMlflow(options);
  return { fake, origin: createServerOrigin(createTestClient(fake.url)) };
}

function addVersions(fake: FakeMlflow, name: string, count: number, runId?: string): void {
  if (!fake.store.models.has(name)) fake.call('POST', 'mlflow/registered-models/create', { name });
  const version =
    runId === undefined ? { source: 's3://bucket/model' } : { source: `runs:/${runId}/model`, run_id: runId };
  for (let added = 0; added < count; added += 1)
    fake.call('POST', 'mlflow/model-versions/create', { name, ...version });
}

function addRun(fake: FakeMlflow, experimentId = '0'): string {
  const { run } = fake.call('POST', 'mlflow/runs/create', { experiment_id: experimentId }) as {
    run: { info: { run_id: string } };
  };
  return run.info.run_id;
}

type Read = { readonly models: MlflowModel[][]; readonly versions: MlflowVersion[][] };

async function readAll(origin: MlflowOrigin): Promise<Read> {
  const read: Read = { models: [], versions: [] };
  await origin.readAll({
    onModels: rows => void read.models.push([...rows]),
    onVersions: rows => void read.versions.push([...rows]),
  });
  return read;
}

describe('reading everything', () => {
  it('an empty server has nothing, in two requests', async () => {
    const { fake, origin } = await startRig();
    const { models, versions } = await readAll(origin);
    expect([models.flat(), versions.flat()]).toEqual([[], []]);
    expect(fake.log).toHaveLength(2);
  });

  it('follows pages beyond a thousand, with no request more than paging needs', async () => {
    const { fake, origin } = await startRig();
    for (let index = 0; index < 2001; index += 1) addVersions(fake, `model ${index}`, 2);
    const { models, versions } = await readAll(origin);
    expect(models.map(rows => rows.length)).toEqual([1000, 1000, 1]);
    expect(new Set(models.flat().map(model => model.name)).size).toBe(2001);
    expect(versions.map(rows => rows.length)).toEqual([4002]);
    expect(fake.log).toHaveLength(4);
  });

  it('asks for smaller pages where the server takes no such large ones', async () => {
    const { fake, origin } = await startRig({ flavour: { modelPage: 100, versionPage: 1000 } });
    for (let index = 0; index < 150; index += 1) addVersions(fake, `model ${index}`, 10);
    const { models, versions } = await readAll(origin);
    expect(models.map(rows => rows.length)).toEqual([100, 50]);
    expect(versions.map(rows => rows.length)).toEqual([1000, 500]);
  });

  it('tells the models while the versions are on their way', async () => {
    const { fake, origin } = await startRig();
    addVersions(fake, 'churn', 1);
    fake.faults.add({ does: 'delay', delayMs: 300, path: /model-versions/ });
    const told: string[] = [];
    await origin.readAll({
      onModels: () => void told.push('models'),
      onVersions: () => void told.push('versions'),
    });
    expect(told).toEqual(['models', 'versions']);
  });

  it('leaves prompts and deleted versions out', async () => {
    const { fake, origin } = await startRig();
    const tags = [{ key: 'mlflow.prompt.is_prompt', value: 'True' }];
    fake.call('POST', 'mlflow/registered-models/create', { name: 'greeting', tags });
    addVersions(fake, 'churn', 3);
    fake.call('DELETE', 'mlflow/model-versions/delete', { name: 'churn', version: '2' });
    const { models, versions } = await readAll(origin);
    expect(models.flat().map(({ name }) => name)).toEqual(['churn']);
    expect(versions.flat().map(({ version }) => version)).toEqual(['3', '1']);
    await expect(origin.readModel('greeting')).resolves.toBeUndefined();
  });

  it('fails when either half does', async () => {
    const { fake, origin } = await startRig();
    fake.faults.add({ does: 'status', status: 403, path: /model-versions/ });
    expect((await failureOf(readAll(origin))).code).toBe('access-denied');
  });
});

describe('reading one model', () => {
  it.each(['churn', 'my churn', "it's", 'say "hi"', `it's "both"`, 'a\\', 'a%b', "x' OR name != '"])(
    'finds %s and nothing else',
    async name => {
      const { fake, origin } = await startRig();
      addVersions(fake, 'itXs "both"', 1);
      addVersions(fake, name, 2);
      const content = await origin.readModel(name);
      expect(content?.model.name).toBe(name);
      expect(content?.versions.map(({ model, version }) => [model, version])).toEqual([
        [name, '2'],
        [name, '1'],
      ]);
      expect(fake.log).toHaveLength(2);
    },
  );

  it('says when there is none', async () => {
    const { origin } = await startRig();
    await expect(origin.readModel('churn')).resolves.toBeUndefined();
  });

  it('says where the files of a version are', async () => {
    const { fake, origin } = await startRig();
    addVersions(fake, 'churn', 1);
    const place = { model: 'churn', version: '1' };
    await expect(origin.findDownloadUri(place)).resolves.toBe('s3://bucket/model');
    await expect(origin.findDownloadUri({ ...place, version: '2' })).resolves.toBeUndefined();
  });
});

describe('reading runs', () => {
  it('takes two requests for hundreds of runs in several experiments', async () => {
    const { fake, origin } = await startRig();
    fake.call('POST', 'mlflow/experiments/create', { name: 'second' });
    const wanted = Array.from({ length: 400 }, (_, index) => addRun(fake, String(index % 2)));
    addRun(fake);
    const runs = await origin.readRuns([...wanted, ...wanted]);
    expect(runs.map(({ runId }) => runId).sort()).toEqual([...wanted].sort());
    expect(fake.log.map(({ path }) => path.replace(/\?.*/, ''))).toEqual([
      'mlflow/experiments/search',
      'mlflow/runs/search',
    ]);
  });

  it('asks one by one for what no search finds, and leaves out what is not there', async () => {
    const { fake, origin } = await startRig();
    const wanted = Array.from({ length: 6 }, () => addRun(fake));
    fake.call('POST', 'mlflow/runs/delete', { run_id: wanted[0] });
    const runs = await origin.readRuns([...wanted, 'gone', "odd'id"]);
    expect(runs.map(({ runId }) => runId).sort()).toEqual([...wanted].sort());
  });

  it('works with an older server that searches no runs by id', async () => {
    const { fake, origin } = await startRig({ flavour: { runSearch: 'no' } });
    const wanted = Array.from({ length: 6 }, () => addRun(fake));
    const runs = await origin.readRuns(wanted);
    expect(runs.map(({ runId }) => runId).sort()).toEqual([...wanted].sort());
  });
});

describe('the files of a version', () => {
  it('are listed at all levels, below its own folder', async () => {
    const { fake, origin } = await startRig();
    const runId = addRun(fake);
    addVersions(fake, 'churn', 1, runId);
    for (const path of ['model/MLmodel', 'model/data/a b.bin', 'other.txt'])
      fake.store.files.set(`0/${runId}/artifacts/${path}`, Buffer.from('12345'));
    const content = await origin.readModel('churn');
    const [version] = content?.versions ?? [];
    if (version === undefined) throw new Error('the version is missing');
    const [run] = await origin.readRuns([runId]);
    const files = [
      { path: 'MLmodel', isFolder: false, sizeBytes: 5 },
      { path: 'data/a b.bin', isFolder: false, sizeBytes: 5 },
    ];
    await expect(origin.listFiles(version, run)).resolves.toEqual(files);
    const byAddress = { ...version, source: `mlflow-artifacts:/0/${runId}/artifacts/model` };
    await expect(origin.listFiles(byAddress, run)).resolves.toEqual(files);
    const another = { ...version, source: 'models:/churn/1' };
    await expect(origin.listFiles(another, run)).resolves.toEqual(files);
    const elsewhere = { ...version, source: 's3://bucket/model' };
    await expect(origin.listFiles(elsewhere, run)).resolves.toBeUndefined();
  });

  it('are found where the server keeps a model that was logged by itself', async () => {
    const { fake, origin } = await startRig();
    addVersions(fake, 'churn', 1);
    const [stored] = fake.store.models.get('churn')?.versions ?? [];
    Object.assign(stored ?? {}, {
      source: 'models:/m-1',
      storage: 'mlflow-artifacts:/0/models/m-1/artifacts',
    });
    fake.store.files.set('0/models/m-1/artifacts/MLmodel', Buffer.from('1'));
    fake.store.files.set('0/models/m-1/artifacts/data/a.bin', Buffer.from('12'));
    const [version] = (await origin.readModel('churn'))?.versions ?? [];
    if (version === undefined) throw new Error('the version is missing');
    await expect(origin.listFiles(version, undefined)).resolves.toEqual([
      { path: 'MLmodel', isFolder: false, sizeBytes: 1 },
      { path: 'data/a.bin', isFolder: false, sizeBytes: 2 },
    ]);
  });
});
