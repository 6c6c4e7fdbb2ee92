import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFakeHub } from '../support/hub/fake-hub.ts';
import { openDesk } from '../support/hub/publishing-machine.ts';
import { createS1Machine, s1Experiment } from '../support/mlflow/s1-machine.ts';
import { findLive, openRegistry } from '../support/registry-rig.ts';
import { s1Model, scaleMetrics } from '../support/s1-files.ts';
import { createS1Project, type S1Project } from '../support/s1-project.ts';
import { takeSnapshot } from '../support/snapshot.ts';

async function createWithBetterCandidate(): Promise<S1Project> {
  const project = createS1Project();
  await project.deploy();
  project.train('run-2');
  project.evaluate(scaleMetrics(1.2));
  return project;
}

/** Whatever failed after the decision was logged, and the script ended with "completed successfully" and 0. */
test.each([
  ['writing is switched off', ['--read-only'], 8, 'read-only'],
  ['the confirmation is another one', ['--confirm', 'something'], 2, 'confirmation-required'],
  ['the location of the model is not there', ['--model-artifact-path', '/nowhere.json'], 2, 'usage'],
])(
  'B1.5: when %s, the exit code and the files say so and the registry is as it was',
  async (_, argv, code, problem) => {
    const project = await createWithBetterCandidate();
    const before = takeSnapshot(project.registry);
    expect((await project.deploy(argv)).code).toBe(code);
    expect(project.readResult('deployment_info.json')).toMatchObject({
      mlflow_registered: false,
      lastgood: { problem: { code: problem }, registeredVersion: null, promotedTo: null },
    });
    expect(project.readText('deployment_logs.txt')).toContain(`ERROR - `);
    expect(takeSnapshot(project.registry)).toEqual(before);
  },
);

test('B1.5: a model that is held is not deployed, and nothing is registered for it', async () => {
  const project = await createWithBetterCandidate();
  await project.hold('INC-1');
  expect((await project.deploy()).code).toBe(5);
  expect(project.readResult('deployment_info.json')).toMatchObject({
    lastgood: {
      outcome: 'deploy',
      problem: { code: 'model-held' },
      registeredVersion: null,
      promotedTo: null,
    },
  });
});

test('B1.5: what was done before it failed is said', async () => {
  const project = await createWithBetterCandidate();
  rmSync(join(project.registry, 'latest'));
  mkdirSync(join(project.registry, 'latest'));
  const run = await project.deploy();
  expect(run.code).not.toBe(0);
  const info = project.readResult('deployment_info.json');
  const live = await findLive(openRegistry(project.registry), s1Model);
  expect(info).toMatchObject({
    lastgood: { problem: { code: 'pointer-blocked' }, promotedTo: live === 'v2' ? 'latest' : null },
  });
});

test('B1.5: what a server refuses is told by the exit code, the files and the run', async () => {
  const machine = await createS1Machine();
  machine.fake.faults.add({ path: /model-versions\/create/, does: 'status', status: 403 });
  const run = await machine.deploy('--log-run');
  expect(run.code, run.error).not.toBe(0);
  expect(machine.readResult('deployment_info.json')).toMatchObject({
    ...{ mlflow_registered: false, mlflow_model_version: null },
    lastgood: { problem: { code: 'access-denied' }, promotedTo: null },
  });
  const [logged] = machine.runsOf(s1Experiment);
  expect(logged?.status).toBe('FAILED');
  expect(logged?.metrics.get('deployment_success')?.value).toBe(0);
  expect(logged?.params.get('deployment_error')).toContain('403');
});

test('B1.5: a deployment that cannot be logged stays done, and the exit code says what was not', async () => {
  const machine = await createS1Machine();
  machine.fake.faults.add({ path: /runs\/create/, does: 'status', status: 403 });
  const run = await machine.deploy('--log-run');
  expect(run).toMatchObject({ code: 7, error: expect.stringContaining('the run was not logged') });
  expect(machine.stagesOf(s1Model)).toEqual(['Production']);
  expect(machine.readResult('deployment_info.json')).toMatchObject({
    mlflow_registered: true,
    lastgood: { promotedTo: 'Production', problem: null, loggedRun: null },
  });
});

test('B1.5: a publication that fails is told by the exit code, the files and the log, and is not live', async () => {
  const project = createS1Project();
  const hub = await openFakeHub();
  hub.faults.add({ path: /commit/, does: 'status', status: 403 });
  const model = join(project.root, 'model');
  mkdirSync(model);
  writeFileSync(join(model, 'model.safetensors'), 'weights of run-1');
  const argv = ['--hf-model-id', 'acme/chatbot', '--publish-weights', model, '--yes'];
  const confirmed = [...argv, '--confirm', `${s1Model}@latest`];
  const run = await project.run('deployment_script', confirmed, { desk: openDesk(hub) });
  expect(run).toMatchObject({ code: 7 });
  expect(project.readResult('deployment_info.json')).toMatchObject({
    huggingface_deployed: false,
    lastgood: { problem: { code: 'access-denied' }, registeredVersion: 'v1', promotedTo: null },
  });
  expect(project.readText('deployment_logs.txt')).toContain('ERROR - ');
  expect(await findLive(openRegistry(project.registry), s1Model)).toBeUndefined();
});
