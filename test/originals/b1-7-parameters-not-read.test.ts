import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createS1Machine, s1Experiment } from '../support/mlflow/s1-machine.ts';
import { s1Model, scaleMetrics } from '../support/s1-files.ts';
import { createS1Project } from '../support/s1-project.ts';

/** deployment.* of params.yaml was documented and never read. */
test('B1.7: weights, least improvement and model of params.yaml count', async () => {
  const project = createS1Project();
  project.configure({
    min_improvement_threshold: 0.5,
    model_registry_name: 'other-bot',
    weighted_scoring: { weights: { bleu1: 3, rougeL_precision: 1 } },
  });
  expect((await project.run('decide', ['--json'])).json()).toMatchObject({
    model: 'other-bot',
    minImprovement: 0.5,
    weightSum: 4,
    score: expect.closeTo((3 * 0.3713 + 0.6641) / 4, 12),
  });
  expect(project.readResult('deployment_info.json')['min_improvement_threshold']).toBe(0.5);
});

test('B1.7: the least improvement decides, and an option beats the file', async () => {
  const project = createS1Project();
  await project.deploy();
  project.configure({ min_improvement_threshold: 0.5 });
  project.train('run-2');
  project.evaluate(scaleMetrics(1.2));
  const named = ['--model', s1Model, '--check'];
  expect((await project.run('decide', named)).code).toBe(3);
  expect((await project.run('decide', [...named, '--min-improvement-threshold', '0.01'])).code).toBe(0);
});

test('B1.7: the params.yaml of the original is read whole', async () => {
  const project = createS1Project();
  writeFileSync(
    join(project.root, 'params.yaml'),
    [
      'sampling:',
      '  sample_size: 10',
      'deployment:',
      '  min_improvement_threshold: 0.001 # Minimum improvement required for deployment',
      '  model_registry_name: "ecommerce-chatbot"',
      '  huggingface:',
      '    model_id: "ORG/NAME"',
      '    push_to_hub: true',
      '    create_model_card: true',
      '  weighted_scoring:',
      '    weights:',
      '      bleu1: 0.10 # 10% - Basic vocabulary coverage',
      '      bleu2: 0.15',
      '      bleu3: 0.25',
      '      bleu4: 0.40',
      '      rougeL_precision: 0.10',
      'mlflow:',
      '  tracking_uri: "https://example.org/x.mlflow"',
      '',
    ].join('\n'),
  );
  expect((await project.run('decide', ['--json'])).json()).toMatchObject({
    model: 'ecommerce-chatbot',
    score: expect.closeTo(0.257865, 12),
  });
});

test.each([
  [
    'a text for a number',
    { min_improvement_threshold: '0.001' },
    'deployment.min_improvement_threshold is "0.001"',
  ],
  ['weights without a sum', { weighted_scoring: { weights: { bleu1: 0 } } }, 'The weights add up to 0'],
])('B1.7: %s in it is an error with its key, not a default', async (_, deployment, words) => {
  const project = createS1Project();
  project.configure(deployment);
  const run = await project.run('decide');
  expect(run).toMatchObject({ code: 2, error: expect.stringContaining(words) });
  expect(project.readResult('deployment_info.json')).toMatchObject({
    should_deploy: false,
    lastgood: { problem: { code: 'invalid-configuration' } },
  });
});

test('B1.7: server and experiment of params.yaml count, and the environment beats them', async () => {
  const machine = await createS1Machine();
  const server = { tracking_uri: machine.fake.url, experiment_name: 'of-the-file' };
  machine.configure({ model_registry_name: s1Model }, { mlflow: server });
  const argv = ['decide', ...machine.argv, '--log-run', '--registry', machine.fake.url];
  const byFile = await machine.runWith({ MLFLOW_TRACKING_URI: '' }, argv);
  expect(byFile.code, byFile.error).toBe(0);
  expect(machine.runsOf('of-the-file')).toHaveLength(1);
  machine.configure(
    { model_registry_name: s1Model },
    { mlflow: { ...server, tracking_uri: 'http://127.0.0.1:9' } },
  );
  const byEnvironment = await machine.runWith({ MLFLOW_EXPERIMENT_NAME: s1Experiment }, argv);
  expect(byEnvironment.code, byEnvironment.error).toBe(0);
  expect(machine.runsOf(s1Experiment)).toHaveLength(1);
  expect((await machine.decide('--log-run', 'named')).code).toBe(0);
  expect(machine.runsOf('named')).toHaveLength(1);
});

test('B1.7: a run without an experiment is refused before anything is decided', async () => {
  const machine = await createS1Machine();
  machine.configure({ model_registry_name: s1Model });
  const run = await machine.deploy('--log-run');
  expect(run).toMatchObject({ code: 2, error: expect.stringContaining('mlflow.experiment_name') });
  expect(machine.fake.store.models.size).toBe(0);
});
