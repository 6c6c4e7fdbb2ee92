import { expect, test } from 'vitest';
import { loadModel } from '../../src/core/session/load-model.ts';
import { openRegistry } from '../support/registry-rig.ts';
import { createS1Project, s1Model, scaleMetrics } from '../support/s1-project.ts';

/** On a store of files the model that was there already was an exception nobody expected: only the first deployment registered. */
test('B1.9: the second and third version are registered on the same store', async () => {
  const project = createS1Project();
  for (const number of [1, 2, 3]) {
    project.train(`run-${number}`);
    project.evaluate(scaleMetrics(1 + number / 10));
    expect((await project.deploy()).code).toBe(0);
    expect(project.readResult('deployment_info.json')).toMatchObject({
      lastgood: { registeredVersion: `v${number}`, promotedTo: 'latest', problem: null },
    });
  }
  const { status } = await loadModel(openRegistry(project.registry), s1Model);
  expect(status.index.versions.map(version => version.version)).toEqual(['v1', 'v2', 'v3']);
});
