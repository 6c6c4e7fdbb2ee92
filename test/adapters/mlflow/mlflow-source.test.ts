import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { UnavailableError } from '../../../src/core/errors/app-error.ts';
import { listTold, makeModel, openMachine, stageElsewhere } from '../../support/mlflow/fake-registry.ts';
import type { FakeMlflow } from '../../support/mlflow/fake-server.ts';
import { startFakeMlflow } from '../../support/mlflow/start-fake-mlflow.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

let fake: FakeMlflow;
let cache: string;

beforeEach(async () => {
  cache = join(createTemporaryFolder(), 'cache');
  fake = await startFakeMlflow();
  makeModel(fake, 'rag', 2);
  makeModel(fake, 'other', 1);
});

function paths(): readonly string[] {
  return fake.log.map(({ path }) => path.replace(/\?.*$/s, ''));
}

test('everything is read with a page of models and one of versions', async () => {
  const { registry } = openMachine(fake, { cache });
  await registry.source?.refresh();
  expect([...paths()].sort()).toEqual(['mlflow/model-versions/search', 'mlflow/registered-models/search']);
  const { models } = await registry.reader.loadIndex();
  expect(models.map(({ model, versions }) => [model, versions.length])).toEqual([
    ['other', 1],
    ['rag', 2],
  ]);
});

test('one model is read alone, and the others stay as they were', async () => {
  const { registry } = openMachine(fake, { cache });
  await registry.source?.refresh();
  stageElsewhere(fake, 'rag', '2', 'Production');
  stageElsewhere(fake, 'other', '1', 'Production');
  await registry.source?.refresh({ model: 'rag' });
  const { models } = await registry.reader.loadIndex();
  expect(models.map(({ pointers }) => pointers.length)).toEqual([0, 1]);
});

test('a server that cannot be reached is read as it was last seen, by any process of this machine', async () => {
  await openMachine(fake, { cache }).registry.source?.refresh();
  await fake.stop();
  const { registry } = openMachine(fake, { cache });
  await expect(registry.source?.refresh()).rejects.toMatchObject({ code: 'network-failed' });
  expect((await registry.reader.loadIndex()).models).toHaveLength(2);
  expect(registry.source?.getCondition()).toMatchObject({
    url: fake.url,
    seenAt: expect.stringMatching(/^20/),
    isRead: false,
    problem: { code: 'network-failed' },
  });
});

const hangs = { times: Number.POSITIVE_INFINITY, does: 'stall' } as const;

test.for([
  ['itself', undefined, /./],
  ['at one model', 'rag', /./],
  ['at the runs of a model alone', 'rag', /runs\/search|runs\/get/],
] as const)(
  'that a server hangs, %s, is a problem of it as soon as somebody gives it up',
  async ([, model, path]) => {
    const { run } = fake.call('POST', 'mlflow/runs/create', { experiment_id: '0', start_time: 1 });
    const { run_id } = (run as { info: { run_id: string } }).info;
    fake.call('POST', 'mlflow/model-versions/create', { name: 'rag', source: 's3://bucket/x', run_id });
    const { source } = openMachine(fake, { cache }).registry;
    await source?.refresh();
    fake.faults.add({ ...hangs, path });
    const asked = fake.log.length;
    const giveUp = new AbortController();
    const read = source?.refresh({ model, signal: giveUp.signal });
    await expect
      .poll(() => fake.log.slice(asked).some(each => path.test(each.path) && each.status === 'dropped'))
      .toBe(true);
    giveUp.abort(new UnavailableError('network-failed', 'It did not answer within 10 seconds.'));
    await expect(read).rejects.toMatchObject({ code: 'network-failed' });
    expect(source?.getCondition().problem).toMatchObject({
      code: 'network-failed',
      message: 'It did not answer within 10 seconds.',
    });
  },
);

test('that a model was read alone before is known while it is asked for again', async () => {
  await openMachine(fake, { cache }).registry.source?.refresh({ model: 'rag' });
  fake.faults.add(hangs);
  const { source } = openMachine(fake, { cache }).registry;
  const stop = new AbortController();
  const read = source?.refresh({ model: 'rag', signal: stop.signal });
  await expect.poll(() => source?.getCondition().seenAt).toMatch(/^20/);
  stop.abort(new Error('the program ends'));
  await expect(read).rejects.toThrow('the program ends');
});

test('who no longer wants the answer has nothing to say of the server', async () => {
  const { source } = openMachine(fake, { cache }).registry;
  fake.faults.add(hangs);
  const stop = new AbortController();
  const read = source?.refresh({ signal: stop.signal });
  stop.abort(new Error('the program ends'));
  await expect(read).rejects.toThrow('the program ends');
  expect(source?.getCondition().problem).toBeUndefined();
});

test('a model that was read alone is remembered with its own age', async () => {
  const first = Date.parse('2026-11-21T03:00:00Z');
  const hour = 3_600_000;
  await openMachine(fake, { cache, nowMs: () => first }).registry.source?.refresh();
  await openMachine(fake, { cache, nowMs: () => first + hour }).registry.source?.refresh({ model: 'rag' });
  await fake.stop();
  const { source } = openMachine(fake, { cache, nowMs: () => first + 2 * hour }).registry;
  await expect(source?.refresh({ model: 'rag' })).rejects.toMatchObject({ code: 'network-failed' });
  expect(source?.getCondition().seenAt).toBe('2026-11-21T04:00:00.000Z');
  await expect(source?.refresh({ model: 'other' })).rejects.toMatchObject({ code: 'network-failed' });
  expect(source?.getCondition().seenAt).toBe('2026-11-21T03:00:00.000Z');
});

test('nothing that was never seen is shown', async () => {
  await fake.stop();
  const { registry } = openMachine(fake, { cache });
  await expect(registry.source?.refresh({ model: 'rag' })).rejects.toMatchObject({ code: 'network-failed' });
  expect(registry.source?.getCondition().seenAt).toBeUndefined();
});

test('the numbers of all runs come with one question more', async () => {
  for (const [name, value] of [
    ['rag', 0.9],
    ['other', 0.7],
  ] as const) {
    const { run } = fake.call('POST', 'mlflow/runs/create', { experiment_id: '0', start_time: 1 });
    const { run_id } = (run as { info: { run_id: string } }).info;
    const metrics = [{ key: 'accuracy', value, timestamp: 1, step: 0 }];
    fake.call('POST', 'mlflow/runs/log-batch', { run_id, metrics, params: [], tags: [] });
    fake.call('POST', 'mlflow/runs/update', { run_id, status: 'FINISHED', end_time: 2 });
    fake.call('POST', 'mlflow/model-versions/create', { name, source: 's3://bucket/x', run_id });
  }
  const { registry } = openMachine(fake, { cache });
  await registry.source?.refresh();
  const before = fake.log.length;
  expect(before).toBeLessThanOrEqual(4);
  const [version] = await registry.reader.loadVersions('rag', ['v3'], 'listing');
  expect(version).toMatchObject({ record: { metrics: { accuracy: 0.9 } } });
  expect(fake.log).toHaveLength(before);
});

test('a model that was deleted meanwhile is gone', async () => {
  const { registry } = openMachine(fake, { cache });
  await registry.source?.refresh();
  fake.call('DELETE', 'mlflow/registered-models/delete', { name: 'rag' });
  await registry.source?.refresh({ model: 'rag' });
  expect((await registry.reader.loadIndex()).models.map(({ model }) => model)).toEqual(['other']);
});

test('a version that was deleted is not shown, and its number is not given again', async () => {
  fake.call('DELETE', 'mlflow/model-versions/delete', { name: 'rag', version: '2' });
  const { registry } = openMachine(fake, { cache });
  await registry.source?.refresh();
  const { models } = await registry.reader.loadIndex();
  expect(models.at(-1)?.versions.map(({ version }) => version)).toEqual(['v1']);
  fake.call('POST', 'mlflow/model-versions/create', { name: 'rag', source: 's3://bucket/3' });
  expect(listTold(fake, 'rag').map(({ version }) => version)).toEqual(['1', '3']);
});
