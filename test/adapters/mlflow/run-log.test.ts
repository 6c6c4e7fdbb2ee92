import { expect, test } from 'vitest';
import { createRunLog } from '../../../src/adapters/mlflow/run-log.ts';
import type { FinishedRun, ScoredRunQuery } from '../../../src/core/ports/run-log.ts';
import { addRun, type LoggedRunOptions } from '../../support/mlflow/add-run.ts';
import { openMlflowClient } from '../../support/mlflow/open-mlflow.ts';
import { startFakeMlflow } from '../../support/mlflow/start-fake-mlflow.ts';

const everything: ScoredRunQuery = {
  experiment: 'evaluation',
  metric: 'weighted_score',
  counts: () => true,
  atMost: 10,
};

const deployment: FinishedRun = {
  experiment: 'evaluation',
  name: 'deployment_20261201_000000',
  outcome: 'finished',
  startedAt: '2026-12-01T00:00:00.000Z',
  endedAt: '2026-12-01T00:00:05.000Z',
  metrics: { weighted_score: 0.5, 'contribution_f:1': 0.25 },
  params: { deployment_decision: 'deploy' },
  tags: { 'lastgood.model': 'chatbot' },
  files: { 'model_comparison.json': '{"current_score": 0.5}' },
};

async function openEvaluation() {
  const fake = await startFakeMlflow();
  const client = openMlflowClient(fake.url);
  await client.createExperiment('evaluation');
  const add = async (score: number | undefined, options: LoggedRunOptions = {}): Promise<string> => {
    const scored = score === undefined ? {} : { weighted_score: score };
    return await addRun(client, 'evaluation', { ...options, metrics: { ...scored, ...options.metrics } });
  };
  return { fake, add, log: createRunLog(client) };
}

test('the best finished run comes first, and what has no score or has not ended is none', async () => {
  const { add, log } = await openEvaluation();
  const low = await add(0.2);
  const high = await add(0.9);
  await add(0.95, { end: 'FAILED' });
  await add(0.99, { end: 'running' });
  await add(undefined);
  const runs = await log.findBestRuns(everything);
  expect(runs?.map(({ runId, score }) => [runId, score])).toEqual([
    [high, 0.9],
    [low, 0.2],
  ]);
});

test('what a run says of its model is told with it', async () => {
  const { add, log } = await openEvaluation();
  await add(0.9, {
    tags: { 'lastgood.candidate_run': 'train-7' },
    metrics: { deployment_success: 0 },
  });
  await add(0.8, { tags: { 'mlflow.parentRunId': 'train-6' } });
  expect(await log.findBestRuns(everything)).toMatchObject([
    { candidateRunId: 'train-7', deployed: false },
    { candidateRunId: 'train-6', deployed: undefined },
  ]);
});

test('runs that do not count are passed over, on every page', async () => {
  const { add, log } = await openEvaluation();
  for (let at = 0; at < 205; at += 1) await add(1 + at, { tags: { 'mlflow.parentRunId': 'own' } });
  const bar = await add(0.5);
  const runs = await log.findBestRuns({ ...everything, counts: run => run.candidateRunId !== 'own' });
  expect(runs?.map(({ runId }) => runId)).toEqual([bar]);
});

test('an experiment that is not there is none, and an empty one has no runs', async () => {
  const { log } = await openEvaluation();
  expect(await log.findBestRuns({ ...everything, experiment: 'other' })).toBeUndefined();
  expect(await log.findBestRuns(everything)).toEqual([]);
});

test('a server that cannot be read is an error', async () => {
  const { fake, log } = await openEvaluation();
  fake.faults.add({ path: /runs\/search/, does: 'status', status: 403, times: Number.POSITIVE_INFINITY });
  await expect(log.findBestRuns(everything)).rejects.toMatchObject({ code: 'access-denied' });
});

test('a run is logged whole, in an experiment that is made for it', async () => {
  const fake = await startFakeMlflow();
  const log = createRunLog(openMlflowClient(fake.url));
  const receipt = await log.logRun(deployment);
  expect(receipt.problems).toEqual([]);
  const run = fake.store.runs.get(receipt.runId);
  expect(run).toMatchObject({ status: 'FINISHED', name: 'deployment_20261201_000000' });
  expect(run?.startedAt).toBe(Date.parse(deployment.startedAt));
  expect(run?.endedAt).toBe(Date.parse(deployment.endedAt));
  expect(run?.metrics.get('weighted_score')?.value).toBe(0.5);
  // Older servers refuse a colon.
  expect(run?.metrics.get('contribution_f_1')?.value).toBe(0.25);
  expect(run?.params.get('deployment_decision')).toBe('deploy');
  expect(run?.tags.get('lastgood.model')).toBe('chatbot');
  const [file] = [...fake.store.files].filter(([path]) => path.endsWith('/model_comparison.json'));
  expect(file?.[1].toString()).toBe('{"current_score": 0.5}');
});

test('a server that keeps no files has the run all the same, and what is missing is told', async () => {
  const fake = await startFakeMlflow({ flavour: { servesFiles: 'no' } });
  const { runId, problems } = await createRunLog(openMlflowClient(fake.url)).logRun(deployment);
  expect(problems).toEqual([expect.stringContaining('model_comparison.json could not be put beside it')]);
  expect(fake.store.runs.get(runId)?.status).toBe('FINISHED');
});

test('a run without its metrics is not taken for a whole one', async () => {
  const fake = await startFakeMlflow();
  fake.faults.add({ path: /log-batch/, does: 'status', status: 403 });
  const { runId, problems } = await createRunLog(openMlflowClient(fake.url)).logRun(deployment);
  expect(problems).toEqual([expect.stringContaining('its metrics could not be logged')]);
  expect(fake.store.runs.get(runId)?.status).toBe('FAILED');
});
