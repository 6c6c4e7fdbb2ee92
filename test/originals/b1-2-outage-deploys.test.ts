import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createS1Machine, s1Experiment } from '../support/mlflow/s1-machine.ts';
import { s1Model, scaleMetrics } from '../support/s1-files.ts';
import { createS1Project } from '../support/s1-project.ts';
import { takeSnapshot } from '../support/snapshot.ts';

/** Whatever went wrong while the history was read counted as "no history", and so as the first model. */
test.each([
  [
    'the live version cannot be read',
    (registry: string) => writeFileSync(join(registry, `${s1Model}_v1/metadata.json`), '{"model_na'),
  ],
  [
    'the live version is gone',
    (registry: string) => rmSync(join(registry, `${s1Model}_v1`), { recursive: true }),
  ],
  [
    'the history is damaged',
    (registry: string) => writeFileSync(join(registry, `.lastgood/history/${s1Model}/00000001.json`), '{}'),
  ],
])('B1.2: when %s, nothing is deployed and it is no skip either', async (_, damage) => {
  const project = createS1Project();
  await project.deploy();
  damage(project.registry);
  project.train('run-2');
  project.evaluate(scaleMetrics(1.5));
  const before = takeSnapshot(project.registry);
  expect((await project.deploy()).code).toBe(1);
  expect(project.readResult('deployment_info.json')).toMatchObject({
    should_deploy: false,
    lastgood: {
      outcome: 'unknown',
      verdict: 'ERROR',
      reason: expect.stringContaining('The baseline cannot be read'),
    },
  });
  expect(takeSnapshot(project.registry)).toEqual(before);
});

test.each([
  ['names a version that is gone', (path: string) => writeFileSync(path, `${s1Model}_v7`)],
  ['is a folder', (path: string) => mkdirSync(path)],
])('B1.2: before there is a history, a latest that %s is no empty registry', async (_, place) => {
  const project = createS1Project();
  place(join(project.registry, 'latest'));
  const run = await project.run('decide', ['--json']);
  expect(run.code).toBe(1);
  expect(run.json()).toMatchObject({ outcome: 'unknown', verdict: 'ERROR' });
});

test('B1.2: a latest that names another model does not stand in the way of a new one', async () => {
  const project = createS1Project();
  writeFileSync(join(project.registry, 'latest'), 'other_v7');
  expect((await project.run('decide')).code).toBe(0);
});

test.each([[[]], [['--first']]])(
  'B1.2: a registry that does not exist is the first only with --first: %j',
  async argv => {
    const project = createS1Project();
    rmSync(project.registry, { recursive: true });
    const run = await project.run('decide', argv);
    expect(run.code).toBe(argv.length === 0 ? 1 : 0);
    expect(project.readResult('deployment_info.json')).toMatchObject(
      argv.length === 0
        ? { should_deploy: false, lastgood: { problem: { code: 'registry-not-found' } } }
        : { should_deploy: true },
    );
  },
);

test('B1.2: what an earlier run decided does not stay when a later one fails', async () => {
  const project = createS1Project();
  await project.run('decide');
  expect(project.readResult('deployment_info.json')).toMatchObject({ should_deploy: true });
  writeFileSync(join(project.root, 'params.yaml'), 'deployment: [');
  expect((await project.run('decide')).code).not.toBe(0);
  expect(project.readResult('deployment_info.json')).toMatchObject({ should_deploy: false });
  expect(project.readResult('model_comparison.json')).toMatchObject({ current_score: null, is_best: false });
});

test.each([
  ['refuses', { does: 'status', status: 403 }],
  ['answers with a web page', { does: 'page' }],
] as const)('B1.2: a server that %s when its runs are asked for is no empty history', async (_, fault) => {
  const machine = await createS1Machine();
  await machine.client.createExperiment(s1Experiment);
  machine.fake.faults.add({ ...fault, path: /runs\/search/, times: Number.POSITIVE_INFINITY });
  const run = await machine.deploy('--history-runs', s1Experiment);
  expect(run.code, run.error).toBe(1);
  expect(machine.fake.store.models.size).toBe(0);
  expect(machine.readResult('deployment_info.json')).toMatchObject({
    should_deploy: false,
    lastgood: {
      ...{ outcome: 'unknown', verdict: 'ERROR' },
      reason: expect.stringContaining(`The runs of ${s1Experiment} cannot be read`),
    },
  });
});

test('B1.2: an experiment that is not there is the first only with --first, and an empty one is', async () => {
  const machine = await createS1Machine();
  const refused = await machine.decide('--history-runs', s1Experiment, '--json');
  expect(refused.code).toBe(1);
  expect(refused.json()).toMatchObject({ error: { code: 'experiment-not-found' } });
  expect((await machine.decide('--history-runs', s1Experiment, '--first', '--check')).code).toBe(0);
  await machine.client.createExperiment(s1Experiment);
  expect((await machine.decide('--history-runs', s1Experiment, '--check')).code).toBe(0);
});

test('B1.2: a server that is down is no empty registry', async () => {
  const machine = await createS1Machine();
  await machine.fake.stop();
  expect((await machine.deploy('--first')).code).toBe(8);
  expect(machine.readResult('deployment_info.json')).toMatchObject({
    ...{ should_deploy: false, mlflow_registered: false },
    lastgood: { problem: { code: 'network-failed' } },
  });
});
