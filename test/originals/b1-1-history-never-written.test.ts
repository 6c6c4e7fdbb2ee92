import { expect, test } from 'vitest';
import { findLive, openRegistry } from '../support/registry-rig.ts';
import { createS1Project, s1Model, scaleMetrics } from '../support/s1-project.ts';

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
