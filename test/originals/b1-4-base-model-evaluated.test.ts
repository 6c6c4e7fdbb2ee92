import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentedMetrics } from '../support/metric-readings.ts';
import { createS1Machine } from '../support/mlflow/s1-machine.ts';
import { createS1Project } from '../support/s1-project.ts';
import { takeSnapshot } from '../support/snapshot.ts';

/** Where the fine-tuned model could not be loaded, the base model was evaluated and its scores deployed the other. */
test.each([
  ['the location says it is not fine-tuned', { fine_tuned: false }, {}, 'fine_tuned is false'],
  ['the location does not say whether it is', { fine_tuned: undefined }, {}, 'fine_tuned is null'],
  ['"true" is a text', { fine_tuned: 'true' }, {}, 'fine_tuned is text ("true")'],
  ['the location names no run', { mlflow_run_id: undefined }, {}, 'has no mlflow_run_id'],
  ['the metrics name another run', {}, { mlflow_run_id: 'run-0' }, 'run-0'],
  ['the metrics name another model', {}, { model_name: 'TinyLlama' }, 'TinyLlama'],
  ['the metrics say they are of the base model', {}, { fine_tuned: false }, 'fine_tuned is false'],
])('B1.4: when %s, nothing is deployed', async (_, location, metrics, words) => {
  const project = createS1Project();
  project.train('run-1', location);
  project.evaluate({ ...documentedMetrics, ...metrics });
  const before = takeSnapshot(project.registry);
  for (const argv of [[], ['--force-deploy', '--reason', 'INC-7']]) {
    const run = await project.deploy(argv);
    expect(run.code).toBe(1);
    expect(run.out).toContain(words);
    expect(project.readResult('deployment_info.json')).toMatchObject({
      should_deploy: false,
      lastgood: { verdict: 'ERROR' },
    });
  }
  expect(takeSnapshot(project.registry)).toEqual(before);
});

test('B1.4: metrics that name the run and the model of the location are taken', async () => {
  const project = createS1Project();
  project.evaluate({ ...documentedMetrics, mlflow_run_id: 'run-1', model_name: 'EleutherAI/gpt-neo-125m' });
  expect((await project.run('decide', ['--check'])).code).toBe(0);
});

test('B1.4: nothing is registered on a server for a model that is not said to be fine-tuned', async () => {
  const machine = await createS1Machine();
  const location = join(machine.folder, 'results/fine_tuned_model_location.json');
  const said = JSON.parse(readFileSync(location, 'utf8')) as object;
  writeFileSync(location, JSON.stringify({ ...said, fine_tuned: false }));
  expect((await machine.deploy()).code).toBe(1);
  expect(machine.fake.store.models.size).toBe(0);
});
