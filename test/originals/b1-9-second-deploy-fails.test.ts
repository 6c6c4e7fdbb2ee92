import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadModel } from '../../src/core/session/load-model.ts';
import { writeStoredModel } from '../support/mlflow/file-store.ts';
import { createS1Machine } from '../support/mlflow/s1-machine.ts';
import { openRegistry } from '../support/registry-rig.ts';
import { s1Model, scaleMetrics } from '../support/s1-files.ts';
import { createS1Project } from '../support/s1-project.ts';
import { takeSnapshot } from '../support/snapshot.ts';

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

test('B1.9: on a server the model that is there already gets its second version, tagged as S1 does', async () => {
  const machine = await createS1Machine();
  const runs: string[] = [];
  for (const factor of [1, 1.2]) {
    runs.push(await machine.train());
    machine.evaluate(scaleMetrics(factor));
    const run = await machine.deploy();
    expect(run.code, run.error).toBe(0);
  }
  expect(machine.stagesOf(s1Model)).toEqual(['Archived', 'Production']);
  const version = await machine.client.getVersion({ model: s1Model, version: '2' });
  expect(version).toMatchObject({ source: expect.stringMatching(`${runs[1]}.*/model$`), runId: runs[1] });
  expect(version?.tags).toMatchObject({
    is_best: 'True',
    weighted_score: expect.stringMatching(/^0\.3094/),
    improvement: expect.stringMatching(/^0\.0515/),
    deployment_timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.+\+00:00$/),
  });
});

/** What a store of files said was caught by nobody: of every family of failures the second deployment says what it is, and resumes. */
test.each([
  ['a resource that is there already', 400, 'RESOURCE_ALREADY_EXISTS'],
  ['a value that is refused', 400, 'INVALID_PARAMETER_VALUE'],
  ['a login that is refused', 403, 'PERMISSION_DENIED'],
  ['an error of the server', 500, 'INTERNAL_ERROR'],
])(
  'B1.9: a second deployment that meets %s fails, production stays, and the same again succeeds',
  async (_, status, errorCode) => {
    const machine = await createS1Machine();
    expect((await machine.deploy()).code).toBe(0);
    await machine.train();
    machine.evaluate(scaleMetrics(1.2));
    const path = /model-versions\/create/;
    machine.fake.faults.add({ path, does: 'status', status, errorCode, times: Number.POSITIVE_INFINITY });
    const failed = await machine.deploy();
    expect(failed.code, failed.error).toBeGreaterThan(0);
    expect(machine.stagesOf(s1Model)).toEqual(['Production']);
    machine.fake.faults.clear();
    const run = await machine.deploy();
    expect(run.code, run.error).toBe(0);
    expect(machine.stagesOf(s1Model)).toEqual(['Archived', 'Production']);
  },
);

test('B1.9: on a store of files, which MLflow writes and nobody else, the second deployment says so and leaves it as it was', async () => {
  const machine = await createS1Machine();
  const store = join(machine.folder, 'mlruns');
  writeStoredModel(store, { name: s1Model, versions: [{ number: 1, stage: 'Production', runId: null }] });
  const before = takeSnapshot(store);
  const argv = ['deploy', s1Model, '--weights', 's3://bucket/model', '--registry', `mlflow:${store}`];
  const confirmed = ['--skip-hf-push', '--yes', '--confirm', `${s1Model}@Production`];
  const run = await machine.runWith({ MLFLOW_TRACKING_URI: '' }, [...argv, ...confirmed]);
  expect(run.code, run.out).toBeGreaterThan(0);
  expect(run.error).toMatch(/lastgood: .*(read|store|server)/);
  expect(takeSnapshot(store)).toEqual(before);
});
