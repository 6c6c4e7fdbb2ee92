import { beforeEach, expect, test } from 'vitest';
import type { Session } from '../../../src/core/session/session.ts';
import { sampleRegistration } from '../../contracts/registry.ts';
import { listTold, makeModel, openMachine } from '../../support/mlflow/fake-registry.ts';
import type { FakeMlflow } from '../../support/mlflow/fake-server.ts';
import { startFakeMlflow } from '../../support/mlflow/start-fake-mlflow.ts';

let fake: FakeMlflow;
let session: Session;

beforeEach(async () => {
  fake = await startFakeMlflow();
  session = openMachine(fake);
});

function registrationOf(uri: string, changes: Parameters<typeof sampleRegistration>[0] = {}) {
  return sampleRegistration({ weights: { at: 'elsewhere', text: uri }, ...changes });
}

/** A run with these files among its artifacts. */
function addRun(...files: readonly string[]): string {
  const { run } = fake.call('POST', 'mlflow/runs/create', { experiment_id: '0', start_time: 1 });
  const { run_id } = (run as { info: { run_id: string } }).info;
  for (const file of files) fake.store.files.set(`0/${run_id}/artifacts/${file}`, Buffer.from('1'));
  return run_id;
}

test('a version of a run is where the run keeps its files, as MLflow registers it, and the model is made', async () => {
  const runId = addRun('model/MLmodel');
  const registration = registrationOf(`runs:/${runId}/model`, { tags: ['framework=pytorch', 'nightly'] });
  expect(await session.registry.writer.addVersion(registration, 'operation-1')).toMatchObject({
    version: 'v1',
    target: 'models:/rag/1',
  });
  const [told] = listTold(fake, 'rag');
  expect(told).toMatchObject({
    run_id: runId,
    source: expect.stringMatching(new RegExp(`${runId}/artifacts/model$`)),
    description: 'first',
    tags: { framework: 'pytorch', nightly: '', 'lastgood.operation': 'operation-1' },
  });
});

test('a run that is not there is refused before anything is made', async () => {
  const asked = session.registry.writer.addVersion(registrationOf('runs:/0123/model'), 'operation-1');
  await expect(asked).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('0123') });
  expect(fake.log.some(({ path }) => path.endsWith('create'))).toBe(false);
});

test('a path of a run under which nothing is stored is refused before anything is made', async () => {
  const runId = addRun('model/MLmodel', 'weights.bin');
  const { writer } = session.registry;
  for (const path of ['nothere', 'model/deeper', 'mod']) {
    const asked = writer.addVersion(registrationOf(`runs:/${runId}/${path}`), 'operation-1');
    await expect(asked).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining(path) });
  }
  expect(fake.log.some(({ path }) => path.endsWith('create'))).toBe(false);
  const file = await writer.addVersion(registrationOf(`runs:/${runId}/weights.bin`), 'operation-2');
  expect(file.version).toBe('v1');
});

test('what MLflow 3 logged by itself is registered as that, as its own client does', async () => {
  const runId = addRun();
  fake.store.runs.get(runId)?.loggedModels.set('m-1', 'other').set('m-2', 'model');
  await session.registry.writer.addVersion(registrationOf(`runs:/${runId}/model`), 'operation-1');
  expect(listTold(fake, 'rag')).toMatchObject([{ source: 'models:/m-2', model_id: 'm-2', run_id: runId }]);
});

test('where the server cannot list files the version is registered as it was named', async () => {
  const runId = addRun();
  fake.faults.add({ path: /artifacts\/list/, does: 'status', status: 403, times: Number.POSITIVE_INFINITY });
  await session.registry.writer.addVersion(registrationOf(`runs:/${runId}/model`), 'operation-1');
  expect(listTold(fake, 'rag')).toMatchObject([{ source: expect.stringMatching(/artifacts\/model$/) }]);
});

test('a version without files is refused, and so is a number that is asked for', async () => {
  const { writer } = session.registry;
  const without = sampleRegistration({ weights: undefined });
  await expect(writer.addVersion(without, 'operation-1')).rejects.toMatchObject({ code: 'usage' });
  const numbered = registrationOf('s3://b/1', { version: 'v9' });
  await expect(writer.addVersion(numbered, 'operation-1')).rejects.toMatchObject({
    code: 'capability-missing',
  });
});

test.each(['drop-after', 'page-after', 'status-after', 'drop-before', 'status'] as const)(
  'a lost answer makes neither none nor two: %s',
  async does => {
    makeModel(fake, 'rag', 1);
    fake.faults.add({ path: /model-versions\/create/, does });
    const added = await session.registry.writer
      .addVersion(registrationOf('s3://b/2'), 'operation-1')
      .catch((thrown: { code?: string }) => thrown.code);
    const again = await session.registry.writer.addVersion(registrationOf('s3://b/2'), 'operation-1');
    expect(again.version).toBe('v2');
    expect([again, 'network-failed']).toContainEqual(added);
    expect(listTold(fake, 'rag')).toHaveLength(2);
  },
);

test('a long configuration is kept over several tags and read back whole', async () => {
  const configuration = Object.fromEntries(Array.from({ length: 900 }, (_, place) => [`key${place}`, place]));
  await session.registry.writer.addVersion(registrationOf('s3://b/1', { configuration }), 'operation-1');
  await session.registry.source?.refresh({ model: 'rag' });
  const [version] = await session.registry.reader.loadVersions('rag', ['v1'], 'listing');
  expect(version).toMatchObject({ whole: 'complete', record: { oddities: [] } });
  const record = version?.whole === 'complete' ? version.record : undefined;
  expect(Object.keys(record?.configuration ?? {})).toHaveLength(900);
  const [told] = listTold(fake, 'rag');
  expect(Object.values(told?.tags ?? {}).every(value => value.length <= 5000)).toBe(true);
});

test('the same registration that was cut off is found again, another one is not', async () => {
  const { writer } = session.registry;
  await writer.addVersion(registrationOf('s3://b/1'), 'operation-1');
  const begun = { operationId: 'operation-1', asStagedBy: 'operation-2' };
  expect(await writer.findBegunVersion(registrationOf('s3://b/1'), begun)).toBe('v1');
  expect(await writer.findBegunVersion(registrationOf('s3://b/2'), begun)).toBeUndefined();
  const notes = registrationOf('s3://b/1', { notes: 'other' });
  expect(await writer.findBegunVersion(notes, begun)).toBeUndefined();
});
