import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createPolicyShelf, createUnboundShelf } from '../../../src/adapters/policies/create-policy-shelf.ts';
import { loadModel } from '../../../src/core/session/load-model.ts';
import { deploymentSchema } from '../../../src/ui/command-line/json/deployment.ts';
import { findLive, openRegistry, promote } from '../../support/registry-rig.ts';
import { s1Model, scaleMetrics } from '../../support/s1-files.ts';
import { createS1Project } from '../../support/s1-project.ts';
import { takeSnapshot } from '../../support/snapshot.ts';
import { runLastgood } from './command-line.ts';

const force = ['--force-deploy', '--reason', 'INC-9'];

test('a dry run prints the plan and writes nothing, no file either', async () => {
  const project = createS1Project();
  const before = takeSnapshot(project.root);
  const run = await project.deploy(['--dry-run']);
  expect(run).toMatchObject({
    code: 0,
    out: expect.stringContaining('Deploy ecommerce-chatbot as the next version to latest'),
  });
  expect(takeSnapshot(project.root)).toEqual(before);
});

test('by force a lower one is deployed, with its reason and a mark for ever', async () => {
  const project = createS1Project();
  await project.deploy();
  project.train('run-2');
  project.evaluate(scaleMetrics(0.5));
  expect((await project.deploy(force)).code).toBe(0);
  expect(project.readResult('deployment_info.json')).toMatchObject({
    should_deploy: true,
    force_deploy: true,
    lastgood: { verdict: 'FAIL', outcome: 'deploy', promotedTo: 'latest' },
  });
  const { status } = await loadModel(openRegistry(project.registry), s1Model);
  expect(status.effective.aliases.get('latest')).toMatchObject({
    version: 'v2',
    reason: 'INC-9',
    gate: { overridden: true },
  });
});

test('without metrics of its own nothing is deployed, by force neither', async () => {
  const project = createS1Project();
  project.evaluate({ bleu1: 0.5 });
  const run = await project.deploy(force);
  expect(run).toMatchObject({ code: 1, error: expect.stringContaining('--force-deploy does not count') });
});

test('the version knows its run, its base model and its parameters', async () => {
  const project = createS1Project();
  await project.deploy();
  const [version] = await openRegistry(project.registry).registry.reader.loadVersions(
    s1Model,
    ['v1'],
    'listing',
  );
  expect(version).toMatchObject({
    record: {
      notes:
        'MLflow run run-1, tracked at https://example.org/chatbot.mlflow, fine-tuned from EleutherAI/gpt-neo-125m, trained 20260521_100704',
      configuration: { 'deployment.min_improvement_threshold': '0.001' },
    },
  });
  const names = version?.whole === 'complete' ? version.record.artifacts.map(({ name }) => name) : [];
  expect(names).toEqual(
    expect.arrayContaining(['runs:/run-1/model', 'metrics.json', 'fine_tuned_model_location.json']),
  );
});

test('what somebody else deploys while this one is being confirmed is not overwritten', async () => {
  const project = createS1Project();
  await project.deploy();
  const better = join(project.root, 'metrics.json');
  writeFileSync(better, JSON.stringify(scaleMetrics(1.1)));
  await runLastgood(project.registry, ['register', s1Model, '--metrics-path', better, '--yes']);
  project.train('run-3');
  project.evaluate(scaleMetrics(1.05));
  const run = await project.run('deployment_script', ['--skip-hf-push'], {
    answers: async () => {
      await promote(openRegistry(project.registry), s1Model, 'v2');
      return `${s1Model}@latest`;
    },
  });
  expect(run.code).toBe(4);
  expect(await findLive(openRegistry(project.registry), s1Model)).toBe('v2');
  expect(project.readResult('deployment_info.json')).toMatchObject({ lastgood: { promotedTo: null } });
});

test('a version that is registered is not promoted once somebody has deployed a better one', async () => {
  const project = createS1Project();
  await project.deploy();
  const better = join(project.root, 'metrics.json');
  writeFileSync(better, JSON.stringify(scaleMetrics(1.1)));
  await runLastgood(project.registry, ['register', s1Model, '--metrics-path', better, '--yes']);
  project.evaluate(scaleMetrics(1.05));
  let isPromoted = false;
  const findBound = async (): Promise<undefined> => {
    if (isPromoted || !existsSync(join(project.registry, `${s1Model}_v3`))) return;
    isPromoted = true;
    await promote(openRegistry(project.registry), s1Model, 'v2');
  };
  const run = await project.deploy([], { policies: { ...createUnboundShelf(), findBound } });
  expect(run).toMatchObject({ code: 4, out: expect.stringContaining('What is deployed has changed since') });
  expect(await findLive(openRegistry(project.registry), s1Model)).toBe('v2');
  expect(project.readResult('deployment_info.json')).toMatchObject({
    lastgood: { registeredVersion: 'v3', promotedTo: null, problem: { code: 'moved-meanwhile' } },
  });
});

test('metrics that are written anew while it is being confirmed are not promoted by the old decision', async () => {
  const project = createS1Project();
  const run = await project.run('deployment_script', ['--skip-hf-push'], {
    answers: () => {
      project.evaluate(scaleMetrics(0.1));
      return `${s1Model}@latest`;
    },
  });
  expect(run).toMatchObject({ code: 6, out: expect.stringContaining('metrics.json was written anew') });
  expect(await findLive(openRegistry(project.registry), s1Model)).toBeUndefined();
});

test('where a policy is bound to the alias, its verdict on the same metrics is recorded', async () => {
  const project = createS1Project();
  const policies = createPolicyShelf({
    policies: [],
    gates: [{ model: '*', alias: 'latest', policy: 'weighted-bleu', thresholds: {}, file: 'here', line: 1 }],
    workingFolder: project.root,
  });
  expect((await project.deploy([], { policies })).code).toBe(0);
  const { status } = await loadModel(openRegistry(project.registry), s1Model);
  expect(status.effective.aliases.get('latest')).toMatchObject({
    version: 'v1',
    gate: { verdict: 'PASS', overridden: false },
  });
});

test('the document has the schema it names, deployed or not', async () => {
  const project = createS1Project();
  for (const outcome of ['deploy', 'skip']) {
    const run = await project.deploy(['--json']);
    const document = deploymentSchema.parse(run.json());
    expect(document.decision.outcome).toBe(outcome);
    expect(document.promotion === null).toBe(outcome === 'skip');
  }
  expect(existsSync(join(project.registry, `${s1Model}_v2`))).toBe(false);
});
