import { beforeEach, expect, test } from 'vitest';
import { summariseForMove, summariseVerification } from '../../../src/core/session/check-digest.ts';
import { openMachine } from '../../support/mlflow/fake-registry.ts';
import type { FakeMlflow } from '../../support/mlflow/fake-server.ts';
import { startFakeMlflow } from '../../support/mlflow/start-fake-mlflow.ts';

let fake: FakeMlflow;
let runId: string;

beforeEach(async () => {
  fake = await startFakeMlflow();
  const { run } = fake.call('POST', 'mlflow/runs/create', { experiment_id: '0', start_time: 1 });
  runId = (run as { info: { run_id: string } }).info.run_id;
});

/** Verifies the one version that another program registered from a path of the run, or from an address. */
async function verify(source = `mlflow-artifacts:/0/${runId}/artifacts/model`) {
  fake.call('POST', 'mlflow/registered-models/create', { name: 'rag' });
  fake.call('POST', 'mlflow/model-versions/create', { name: 'rag', source, run_id: runId });
  const { registry } = openMachine(fake);
  await registry.source?.refresh();
  const verification = await registry.reader.verifyVersion('rag', 'v1');
  return {
    files: verification.checks.at(-1)?.outcome,
    verified: summariseVerification(verification),
    forMove: summariseForMove(verification),
  };
}

test('a version of whose files the server lists none is told as missing, and a move is warned of it', async () => {
  expect(await verify()).toEqual({ files: 'missing', verified: 'contradicted', forMove: 'absent' });
});

test.each(['model/MLmodel', 'model'])('files that are listed are no concern: %s', async file => {
  fake.store.files.set(`0/${runId}/artifacts/${file}`, Buffer.from('1'));
  const none = 'nothing-recorded';
  expect(await verify()).toEqual({ files: none, verified: none, forMove: none });
});

test('where nothing is listed though a model was logged by itself nothing is missing', async () => {
  fake.store.runs.get(runId)?.loggedModels.set('m-1', 'model');
  const none = 'nothing-recorded';
  expect(await verify()).toEqual({ files: none, verified: none, forMove: none });
});

test('files that nobody here can list are not missing', async () => {
  const none = 'nothing-recorded';
  expect(await verify('s3://bucket/model')).toEqual({ files: none, verified: none, forMove: none });
});

test('a server that could not be reached a moment ago is not asked for a listing', async () => {
  await verify();
  const { registry } = openMachine(fake);
  await registry.source?.refresh();
  fake.faults.add({ does: 'status', status: 403 });
  await expect(registry.source?.refresh({ model: 'rag' })).rejects.toMatchObject({ code: 'access-denied' });
  const asked = fake.log.length;
  const { checks } = await registry.reader.verifyVersion('rag', 'v1');
  expect(checks.at(-1)).toMatchObject({ outcome: 'elsewhere' });
  expect(fake.log).toHaveLength(asked);
});

test('a listing that fails leaves a version unverified, and keeps nobody from moving it', async () => {
  fake.faults.add({ path: /artifacts/, does: 'status', status: 403, times: Number.POSITIVE_INFINITY });
  expect(await verify()).toEqual({ files: 'elsewhere', verified: 'unverified', forMove: 'unverified' });
});
