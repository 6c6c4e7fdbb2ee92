import { expect, test } from 'vitest';
import { createRunLog } from '../../src/adapters/mlflow/run-log.ts';
import { createMlflowChannel } from '../../src/adapters/tracking/mlflow/mlflow-channel.ts';
import { eventKinds } from '../../src/core/events/event.ts';
import { openMlflowClient } from '../support/mlflow/open-mlflow.ts';
import { startFakeMlflow } from '../support/mlflow/start-fake-mlflow.ts';
import { sampleEvent } from '../support/notify/sample-event.ts';

/** `mlflow.start_run` inside an active run raised, and was swallowed: no run of a comparison ever stood there, and nobody was told. */
test('B1.1: a run that could not be logged whole says so, and is completed at the next try', async () => {
  const fake = await startFakeMlflow();
  const channel = createMlflowChannel({
    ...{ name: 'history', kinds: new Set(eventKinds), experiment: 'ecommerce-chatbot-evaluation' },
    ...{ runs: createRunLog(openMlflowClient(fake.url)), tool: 'lastgood test' },
  });
  const event = sampleEvent({ metrics: { weighted_score: 0.257865 } });
  fake.faults.add({ path: /log-batch/, does: 'status', status: 403 });
  expect(await channel.deliver(event, { mayHaveArrived: false })).toMatchObject({
    outcome: 'failed',
    again: 'unknown',
    problem: { code: 'partly-done', message: expect.stringContaining('its metrics could not be logged') },
  });
  expect(await channel.deliver(event, { mayHaveArrived: true })).toMatchObject({ outcome: 'delivered' });
  const [run, ...others] = fake.store.runs.values();
  expect(others).toEqual([]);
  expect(run?.status).toBe('FINISHED');
  expect(run?.metrics.get('weighted_score')?.value).toBe(0.257865);
});

test('B1.1: a server that keeps no files has the run with its score, and is not asked again for ever', async () => {
  const fake = await startFakeMlflow({ flavour: { servesFiles: 'no' } });
  const channel = createMlflowChannel({
    ...{ name: 'history', kinds: new Set(eventKinds), experiment: 'evaluation' },
    ...{ runs: createRunLog(openMlflowClient(fake.url)), tool: 'lastgood test' },
  });
  const delivery = await channel.deliver(sampleEvent(), { mayHaveArrived: false });
  expect(delivery).toMatchObject({
    outcome: 'delivered',
    reference: expect.stringContaining('without all of it: gate.json could not be put beside it'),
  });
});
