import { expect, test } from 'vitest';
import { addRun } from '../support/mlflow/add-run.ts';
import { createS1Machine, s1Experiment } from '../support/mlflow/s1-machine.ts';
import { findLive, openRegistry, rollBack } from '../support/registry-rig.ts';
import { s1Model, scaleMetrics } from '../support/s1-files.ts';
import { createS1Project } from '../support/s1-project.ts';

/** With a history that holds every evaluation, ten small steps are refused one by one, though together they are large. */
test('B1.3: a step is measured against what is deployed, not against what was skipped', async () => {
  const project = createS1Project();
  await project.deploy();
  const outcomes: unknown[] = [];
  for (const [number, factor] of [1.002, 1.0035, 1.0039, 1.0045].entries()) {
    project.train(`run-${number + 2}`);
    project.evaluate(scaleMetrics(factor));
    expect((await project.deploy()).code).toBe(0);
    outcomes.push(project.readResult('deployment_info.json')['should_deploy']);
  }
  expect(outcomes).toEqual([false, false, true, false]);
  expect(await findLive(openRegistry(project.registry), s1Model)).toBe('v2');
});

test('B1.3: the candidate itself is no history, however often it is evaluated', async () => {
  const project = createS1Project();
  for (const _ of [1, 2]) expect((await project.run('decide', ['--check'])).code).toBe(0);
  expect((await project.deploy()).code).toBe(0);
});

test('B1.3: a version that was rolled back sets no bar', async () => {
  const project = createS1Project();
  await project.deploy();
  project.train('run-2');
  project.evaluate(scaleMetrics(2));
  await project.deploy();
  await rollBack(openRegistry(project.registry), s1Model, 'v1');
  project.train('run-3');
  project.evaluate(scaleMetrics(1.5));
  expect((await project.run('decide', ['--check'])).code).toBe(0);
  expect(project.readResult('model_comparison.json')).toMatchObject({ best_run_id: 'v1', is_best: true });
});

test('B1.3: among runs neither the candidate, nor its evaluation, nor what was skipped sets a bar', async () => {
  const machine = await createS1Machine();
  const history = ['--history-runs', s1Experiment, '--log-run'];
  expect((await machine.deploy(...history, '--first')).code).toBe(0);
  for (const factor of [1.002, 1.0035]) {
    await machine.train();
    machine.evaluate(scaleMetrics(factor));
    expect((await machine.deploy(...history)).code).toBe(0);
  }
  const logged = machine.runsOf(s1Experiment).map(run => run.metrics.get('deployment_success')?.value);
  expect(logged).toEqual([1, 0, 0]);
  const runId = await machine.train();
  machine.evaluate(scaleMetrics(1.0045));
  const measured = { metrics: { weighted_score: 0.99 } };
  await addRun(machine.client, s1Experiment, { ...measured, tags: { 'mlflow.parentRunId': runId } });
  await addRun(machine.client, s1Experiment, { ...measured, end: 'FAILED' });
  expect((await machine.deploy(...history)).code).toBe(0);
  expect(machine.stagesOf(s1Model)).toEqual(['Archived', 'Production']);
});

test('B1.3: the same model is not deployed a second time, whether runs or versions are the history', async () => {
  const machine = await createS1Machine();
  const history = ['--history-runs', s1Experiment, '--log-run'];
  expect((await machine.deploy(...history, '--first')).code).toBe(0);
  expect((await machine.deploy(...history)).code).toBe(0);
  expect((await machine.deploy('--log-run')).code).toBe(0);
  expect(machine.stagesOf(s1Model)).toEqual(['Production']);
  const logged = machine.runsOf(s1Experiment).map(run => run.metrics.get('deployment_success')?.value);
  expect(logged).toEqual([1, 0, 0]);
});
