import { describe, expect, it } from 'vitest';
import type { MlflowClient } from '../../../../src/adapters/mlflow/mlflow-client.ts';
import { failureOf } from '../../../support/mlflow/failure-of.ts';
import type { FakeMlflow, FakeMlflowOptions } from '../../../support/mlflow/fake-server.ts';
import { startFakeMlflow } from '../../../support/mlflow/start-fake-mlflow.ts';
import { createTestClient } from '../../../support/mlflow/test-client.ts';

type Rig = { readonly fake: FakeMlflow; readonly client: MlflowClient };

async function startRig(options: FakeMlflowOptions = {}): Promise<Rig> {
  const fake = await startFakeMlflow(options);
  return { fake, client: createTestClient(fake.url) };
}

async function addVersion(client: MlflowClient, model: string): Promise<string> {
  await client.createModel(model);
  const source = 's3://bucket/model';
  const version = { model, source, runId: undefined, description: undefined, tags: { kind: 'test' } };
  return (await client.createVersion(version)).version;
}

describe('what a client of an MLflow server does', () => {
  it('makes no connection before its first call', async () => {
    const { fake } = await startRig();
    expect(fake.log).toEqual([]);
  });

  it('creates a registered model once, and says when it was there', async () => {
    const { client } = await startRig();
    await expect(client.createModel('churn')).resolves.toBe('created');
    await expect(client.createModel('churn')).resolves.toBe('exists');
    await expect(client.getModel('churn')).resolves.toMatchObject({ name: 'churn', tags: {}, aliases: {} });
    await expect(client.getModel('other')).resolves.toBeUndefined();
  });

  it('registers versions with the numbers the server gives, which are never given again', async () => {
    const { fake, client } = await startRig();
    await addVersion(client, 'churn');
    await addVersion(client, 'churn');
    fake.call('DELETE', 'mlflow/model-versions/delete', { name: 'churn', version: '2' });
    await expect(addVersion(client, 'churn')).resolves.toBe('3');
    await expect(client.getVersion({ model: 'churn', version: '2' })).resolves.toBeUndefined();
    const { rows } = await client.searchVersions({ filter: "name='churn'" });
    expect(rows.map(row => row.version).sort()).toEqual(['1', '3']);
  });

  it('archives who stood in the stage before', async () => {
    const { client } = await startRig();
    for (let count = 0; count < 2; count += 1) await addVersion(client, 'churn');
    await client.moveToStage({ model: 'churn', version: '1' }, 'Production', true);
    const moved = await client.moveToStage({ model: 'churn', version: '2' }, 'Production', true);
    expect(moved.stage).toBe('Production');
    await expect(client.getVersion({ model: 'churn', version: '1' })).resolves.toMatchObject({
      stage: 'Archived',
    });
  });

  it('sets and removes aliases, tags and descriptions', async () => {
    const { client } = await startRig();
    const place = { model: 'my churn', version: await addVersion(client, 'my churn') };
    await client.setAlias(place, 'champion');
    await client.setModelTag('my churn', 'team', 'core');
    await client.setVersionTag(place, 'note', 'ü');
    await client.deleteVersionTag(place, 'kind');
    await client.describeVersion(place, 'the first');
    await client.describeModel('my churn', 'all of it');
    await expect(client.getModel('my churn')).resolves.toMatchObject({
      description: 'all of it',
      tags: { team: 'core' },
      aliases: { champion: '1' },
    });
    await expect(client.getVersion(place)).resolves.toMatchObject({
      description: 'the first',
      tags: { note: 'ü' },
    });
    await client.deleteAlias('my churn', 'champion');
    await client.deleteModelTag('my churn', 'team');
    await expect(client.getModel('my churn')).resolves.toMatchObject({ tags: {}, aliases: {} });
  });

  it('logs a run and reads it back with its last metrics, parameters, data sets and files', async () => {
    const { fake, client } = await startRig();
    const experimentId = await client.createExperiment('deployments');
    const run = await client.createRun({
      experimentId,
      name: 'deploy 7',
      startedAt: 1000,
      tags: { dataset: 'v3' },
    });
    await client.logToRun(run.runId, {
      metrics: [
        { key: 'score', value: 0.5, at: 1 },
        { key: 'score', value: 0.7, at: 2 },
      ],
      params: { decision: 'deploy' },
      tags: { by: 'lastgood' },
    });
    const notNumbers = ['NaN', 'Infinity'].map(value => ({
      key: `is-${value}`,
      value,
      timestamp: 1,
      step: 0,
    }));
    fake.call('POST', 'mlflow/runs/log-batch', { run_id: run.runId, metrics: notNumbers });
    fake.call('POST', 'mlflow/runs/log-inputs', {
      run_id: run.runId,
      datasets: [{ dataset: { name: 'reviews', digest: 'abc' } }],
    });
    await client.putArtifact(run, 'reports/a b.json', Buffer.from('{}'));
    await client.finishRun(run.runId, 'FINISHED', 2000);
    await expect(client.getRun(run.runId)).resolves.toMatchObject({
      name: 'deploy 7',
      experimentId,
      status: 'FINISHED',
      startedAt: 1000,
      endedAt: 2000,
      metrics: { score: 0.7 },
      params: { decision: 'deploy' },
      tags: { dataset: 'v3', by: 'lastgood' },
      dataSets: [{ name: 'reviews', digest: 'abc' }],
    });
    await expect(client.listArtifacts(run.runId, '')).resolves.toEqual([
      { path: 'reports', isFolder: true, sizeBytes: undefined },
    ]);
    await expect(client.listArtifacts(run.runId, 'reports')).resolves.toEqual([
      { path: 'reports/a b.json', isFolder: false, sizeBytes: 2 },
    ]);
    await expect(client.findExperiment('deployments')).resolves.toBe(experimentId);
    await expect(client.findExperiment('others')).resolves.toBeUndefined();
    const filter = 'metrics.score > 0.6';
    const { rows } = await client.searchRuns({ experimentIds: [experimentId], filter });
    expect(rows.map(row => row.runId)).toEqual([run.runId]);
  });

  it('cannot put a file where the server hands none out, and says so', async () => {
    const { client } = await startRig({ flavour: { servesFiles: 'no' } });
    const run = await client.createRun({ experimentId: '0', name: 'deploy', startedAt: 1, tags: {} });
    const failure = await failureOf(client.putArtifact(run, 'a.json', Buffer.from('{}')));
    expect(failure).toMatchObject({
      code: 'capability-missing',
      message: 'The server hands out no files: those of this run are kept by s3.',
    });
  });

  it('reads numbers that come as text', async () => {
    const { client } = await startRig({ flavour: { int64: 'text' }, now: () => 1_700_000_000_123 });
    await addVersion(client, 'churn');
    const place = { model: 'churn', version: '1' };
    await expect(client.getVersion(place)).resolves.toMatchObject({ createdAt: 1_700_000_000_123 });
  });

  it('works below a path of the server', async () => {
    const { fake } = await startRig();
    const client = createTestClient(`${fake.url}/team/mlflow/`);
    expect(client.url).toBe(`${fake.url}/team/mlflow`);
    await expect(client.getModel('churn')).rejects.toThrow('a web page (404)');
    expect(fake.log.map(({ path }) => path)).toEqual(['mlflow/registered-models/get?name=churn']);
  });
});

describe('what the server refuses', () => {
  it('is told in its own words, by what has to change', async () => {
    const { client } = await startRig();
    const place = { model: 'churn', version: await addVersion(client, 'churn') };
    const reserved = await failureOf(client.setAlias(place, 'latest'));
    expect([reserved.name, reserved.code, reserved.data['errorCode']]).toEqual([
      'InvalidInputError',
      'request-refused',
      'INVALID_PARAMETER_VALUE',
    ]);
    expect(reserved.message).toBe(
      `Cannot set the alias latest of churn: ${client.url} refused (INVALID_PARAMETER_VALUE). ` +
        "It says: 'latest' alias name (case insensitive) is reserved.",
    );
    const missing = await failureOf(client.setAlias({ model: 'churn', version: '9' }, 'champion'));
    expect([missing.name, missing.code, missing.data['errorCode']]).toEqual([
      'ConflictError',
      'request-refused',
      'RESOURCE_DOES_NOT_EXIST',
    ]);
  });

  it('is told safely', async () => {
    const { client } = await startRig();
    await client.createModel('churn');
    const failure = await failureOf(client.setAlias({ model: 'churn', version: '\u001b[31m7' }, 'champion'));
    expect(failure.message).toContain("got '^[[31m7'.");
    expect(failure.message).not.toContain('\u001b');
  });

  it.each([
    [
      'stages',
      { stages: 'no' },
      (client: MlflowClient) => client.moveToStage({ model: 'churn', version: '1' }, 'Production', true),
    ],
    [
      'aliases',
      { aliases: 'no' },
      (client: MlflowClient) => client.setAlias({ model: 'churn', version: '1' }, 'champion'),
    ],
  ] as const)('a server without %s says that it knows no such call', async (_, flavour, call) => {
    const { fake, client } = await startRig({ flavour });
    await addVersion(client, 'churn');
    const failure = await failureOf(call(client));
    expect(failure).toMatchObject({ code: 'capability-missing', data: { errorCode: 'ENDPOINT_NOT_FOUND' } });
    expect(failure.message).toContain(`${fake.url} knows no such call (404).`);
  });

  it('leaves the stage out where the server has none', async () => {
    const { client } = await startRig({ flavour: { stages: 'no' } });
    await addVersion(client, 'churn');
    await expect(client.getVersion({ model: 'churn', version: '1' })).resolves.toMatchObject({
      stage: undefined,
    });
  });
});
