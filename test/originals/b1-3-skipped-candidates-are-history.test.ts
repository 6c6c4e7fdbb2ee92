import { expect, test } from 'vitest';
import { findLive, openRegistry, rollBack } from '../support/registry-rig.ts';
import { createS1Project, s1Model, scaleMetrics } from '../support/s1-project.ts';

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
