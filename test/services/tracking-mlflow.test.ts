import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRunLog } from '../../src/adapters/mlflow/run-log.ts';
import { createMlflowChannel } from '../../src/adapters/tracking/mlflow/mlflow-channel.ts';
import { eventKinds } from '../../src/core/events/event.ts';
import { openMlflowClient } from '../support/mlflow/open-mlflow.ts';
import { startFaultyWay } from '../support/mlflow/start-fake-mlflow.ts';
import { hostileReason, sampleEvent } from '../support/notify/sample-event.ts';
import { type MlflowPython, openMlflowPython } from './mlflow-python.ts';
import { type MlflowServer, startMlflowServer } from './mlflow-server.ts';
import { hasTool, tools } from './tools.ts';

const experiment = 'deployments';

describe.skipIf(!hasTool(tools.mlflow))('runs of events on the real MLflow server', () => {
  let server: MlflowServer;
  let python: MlflowPython;
  beforeAll(async () => {
    server = await startMlflowServer();
    python = openMlflowPython(server);
  });
  afterAll(async () => {
    await python?.close();
    await server?.stop();
  });

  const open = (url: string) =>
    createMlflowChannel({
      ...{ name: 'history', kinds: new Set(eventKinds), experiment, tool: 'lastgood test' },
      runs: createRunLog(openMlflowClient(url)),
    });

  it("is read by MLflow's own client, numbers digit for digit", async () => {
    const metrics = { score: 0.1 + 0.2, latency_total: 1e-7 };
    const event = sampleEvent({ metrics, reason: hostileReason });
    expect(await open(server.url).deliver(event, { mayHaveArrived: false })).toMatchObject({
      outcome: 'delivered',
    });
    const [run] = await python.readRuns(experiment);
    expect(run).toMatchObject({ status: 'FINISHED', metrics, artifacts: ['gate.json'] });
    expect(run?.params).toMatchObject({ model: 'frontshift-rag', to: 'v1', reason: hostileReason });
  });

  it('is one run where the answer was lost after it had begun, whole at the second try', async () => {
    const way = await startFaultyWay(server.url);
    way.faults.add({ method: 'POST', path: /runs\/create/, does: 'drop-after' });
    const event = sampleEvent({ eventId: 'operation-7.promoted' });
    const channel = open(way.url);
    expect(await channel.deliver(event, { mayHaveArrived: false })).toMatchObject({ again: 'unknown' });
    expect(await channel.deliver(event, { mayHaveArrived: true })).toMatchObject({ outcome: 'delivered' });
    expect(await channel.deliver(event, { mayHaveArrived: true })).toMatchObject({ outcome: 'delivered' });
    const runs = (await python.readRuns(experiment)).filter(
      ({ params }) => params['event'] === 'operation-7.promoted',
    );
    expect(runs).toMatchObject([{ status: 'FINISHED', metrics: { groundedness: 4.125 } }]);
  });
});
