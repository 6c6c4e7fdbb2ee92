import { createMlflowClient } from '../../../../src/adapters/mlflow/rest/mlflow-rest-client.ts';
import { createRunLog } from '../../../../src/adapters/mlflow/run-log.ts';
import { createMlflowChannel } from '../../../../src/adapters/tracking/mlflow/mlflow-channel.ts';
import { eventKinds } from '../../../../src/core/events/event.ts';
import { type ChannelFault, describeChannel } from '../../../contracts/channel.ts';
import type { Fault } from '../../../support/mlflow/faults.ts';
import { listShownRuns } from '../../../support/mlflow/shown-runs.ts';
import { startFakeMlflow } from '../../../support/mlflow/start-fake-mlflow.ts';

const login = { username: 'anna', password: '5ecretOfMlflow' };

/** Reads are tried again by the client: what goes wrong meets the beginning of the run. */
const beginning = { method: 'POST', path: /runs\/create/ } as const;

const faults: Readonly<Record<ChannelFault, Fault>> = {
  'login-refused': { ...beginning, does: 'status', status: 401 },
  busy: { ...beginning, does: 'status', status: 429, retryAfter: '120' },
  'refused-for-good': { ...beginning, does: 'status', status: 400, errorCode: 'INVALID_PARAMETER_VALUE' },
  cut: { ...beginning, does: 'drop-before' },
  'answer-lost': { ...beginning, does: 'drop-after' },
  silent: { ...beginning, does: 'stall-after' },
};

describeChannel('runs of MLflow', async reach => {
  const fake = await startFakeMlflow({ login });
  const client = createMlflowClient({
    url: reach === 'there' ? fake.url : 'http://127.0.0.1:2',
    credentials: { kind: 'basic', ...login },
    ...{ now: Date.now, random: Math.random, limits: { budgetMs: 2000 } },
  });
  const channel = createMlflowChannel({
    ...{ name: 'mlflow', kinds: new Set(eventKinds), experiment: 'deployments', tool: 'lastgood test' },
    runs: createRunLog(client),
  });
  return {
    channel,
    told: () => listShownRuns(fake),
    failNext: fault => fake.faults.add(faults[fault]),
    secrets: [login.password],
    afterLostAnswer: 'finds',
  };
});
