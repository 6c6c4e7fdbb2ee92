import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createS1Machine, s1Experiment } from '../support/mlflow/s1-machine.ts';
import { findLive, openRegistry } from '../support/registry-rig.ts';
import { s1Model, scaleMetrics } from '../support/s1-files.ts';
import { createS1Project } from '../support/s1-project.ts';

/** The score of a deployed model never reached the history, so that every model was the first and was deployed. */
test('B1.1: the second model is compared with the first, which was deployed', async () => {
  const project = createS1Project();
  const first = await project.deploy();
  expect(first).toMatchObject({ code: 0, error: expect.not.stringContaining('Warning: the files') });
  expect(project.readResult('model_comparison.json')).toMatchObject({
    historical_best_score: null,
    best_run_id: null,
    is_best: true,
    improvement: 0,
    improvement_percentage: 0,
  });
  project.train('run-2');
  project.evaluate(scaleMetrics(0.9));
  expect((await project.deploy()).code).toBe(0);
  expect(project.readResult('deployment_info.json')).toMatchObject({ should_deploy: false });
  expect(project.readResult('model_comparison.json')).toMatchObject({
    historical_best_score: expect.closeTo(0.257865, 12),
    best_run_id: 'v1',
    is_best: false,
  });
  expect(await findLive(openRegistry(project.registry), s1Model)).toBe('v1');
});

test('B1.1: a better second model is deployed in its place', async () => {
  const project = createS1Project();
  await project.deploy();
  project.train('run-2');
  project.evaluate(scaleMetrics(1.1));
  expect((await project.deploy()).code).toBe(0);
  expect(project.readResult('deployment_info.json')).toMatchObject({
    should_deploy: true,
    lastgood: { registeredVersion: 'v2', promotedTo: 'latest', problem: null },
  });
  expect(await findLive(openRegistry(project.registry), s1Model)).toBe('v2');
});

test('B1.1: on a server the second model is compared with the version in Production', async () => {
  const machine = await createS1Machine();
  const first = await machine.deploy();
  expect(first.code, first.error).toBe(0);
  expect(machine.stagesOf(s1Model)).toEqual(['Production']);
  await machine.train();
  machine.evaluate(scaleMetrics(0.9));
  expect((await machine.deploy()).code).toBe(0);
  expect(machine.readResult('model_comparison.json')).toMatchObject({
    historical_best_score: expect.closeTo(0.257865, 12),
    ...{ best_run_id: 'v1', is_best: false },
  });
  expect(machine.stagesOf(s1Model)).toEqual(['Production']);
  const elsewhere = { XDG_CACHE_HOME: join(machine.folder, 'another-machine') };
  const other = await machine.runWith(elsewhere, ['decide', ...machine.argv, '--check', '--json']);
  expect(other.code, other.error).toBe(3);
  expect(other.json()).toMatchObject({ best: { version: 'v1' } });
});

test('B1.1: a deployment that was logged is the history that the next one finds among the runs', async () => {
  const machine = await createS1Machine();
  const first = await machine.deploy('--log-run', '--history-runs', s1Experiment, '--first', '--json');
  expect(first.code, first.error).toBe(0);
  const [run] = machine.runsOf(s1Experiment);
  expect(run?.status).toBe('FINISHED');
  expect(run?.name).toMatch(/^deployment_\d{8}_\d{6}$/);
  const values = Object.fromEntries([...(run?.metrics ?? [])].map(([name, { value }]) => [name, value]));
  expect(values).toMatchObject({
    weighted_score: expect.closeTo(0.257865, 12),
    contribution_bleu4: expect.closeTo(0.06412, 12),
    ...{ is_best_model: 1, deployment_success: 1 },
  });
  expect(Object.fromEntries(run?.params ?? [])).toEqual({
    ...{ deployment_decision: 'deploy', huggingface_deployed: 'False', mlflow_model_version: '1' },
  });
  const kept = [...machine.fake.store.files].filter(([path]) => path.endsWith('/model_comparison.json'));
  expect(kept.map(([, bytes]) => JSON.parse(bytes.toString()))).toMatchObject([{ is_best: true }]);
  expect(machine.readResult('deployment_info.json')).toMatchObject({
    ...{ mlflow_registered: true, mlflow_model_version: '1', deployment_run_id: run?.runId },
    lastgood: { loggedRun: { url: machine.fake.url, experiment: s1Experiment, runId: run?.runId } },
  });
  await machine.train();
  machine.evaluate(scaleMetrics(0.9));
  const second = await machine.decide('--history-runs', s1Experiment, '--check', '--json');
  expect(second.code, second.error).toBe(3);
  expect(second.json()).toMatchObject({ outcome: 'skip', best: { version: run?.runId } });
});
