import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadVersions } from '../../src/core/session/load-model.ts';
import { createPublishingMachine } from '../support/hub/publishing-machine.ts';
import { documentedMetrics } from '../support/metric-readings.ts';
import { createS1Machine, s1Experiment } from '../support/mlflow/s1-machine.ts';
import { openRegistry } from '../support/registry-rig.ts';
import { s1Model } from '../support/s1-files.ts';
import { createS1Project } from '../support/s1-project.ts';

/** Card and description said BLEU-4 0.064, which is 0.40 times the 0.160 that was measured. */
test('B1.8: the comparison has the metrics as measured beside what they add to the score', async () => {
  const project = createS1Project();
  await project.run('decide');
  expect(project.readResult('model_comparison.json')).toMatchObject({
    current_contributions: { bleu4: expect.closeTo(0.06412, 12) },
    lastgood: { metrics: documentedMetrics },
  });
});

test('B1.8: the registry keeps what was measured, and none of the numbers the weights made of it', async () => {
  const project = createS1Project();
  project.evaluate({
    ...documentedMetrics,
    rouge1_recall: 0.5,
    weighted_score: 0.99,
    contribution_bleu4: 0.06412,
    note: 'text',
    rouge2_recall: null,
  });
  const run = await project.deploy();
  expect(run.error).toContain(
    'metrics.json has weighted_score 0.990000; by the weights in force its metrics give 0.257865',
  );
  const { versions } = await loadVersions(openRegistry(project.registry), s1Model, 'listing');
  expect(versions).toMatchObject([
    { whole: 'complete', record: { metrics: { ...documentedMetrics, rouge1_recall: 0.5 }, oddities: [] } },
  ]);
  const [version] = versions;
  const names = version?.whole === 'complete' ? Object.keys(version.record.metrics) : [];
  expect(names.toSorted()).toEqual([...Object.keys(documentedMetrics), 'rouge1_recall'].toSorted());
});

test('B1.8: on a server the version has what was measured, and the run calls the rest contributions', async () => {
  const machine = await createS1Machine();
  expect((await machine.deploy('--log-run')).code).toBe(0);
  const shown = await machine.run('show', s1Model, '1', '--json');
  expect(shown.json()['metrics']).toMatchObject(documentedMetrics);
  const [run] = machine.runsOf(s1Experiment);
  expect(run?.metrics.get('contribution_bleu4')?.value).toBeCloseTo(0.06412, 12);
  expect(run?.metrics.has('bleu4')).toBe(false);
});

test('B1.8: the model card has what was measured, digit for digit, in its table and for the hub', async () => {
  const machine = await createPublishingMachine();
  const evaluated = { ...documentedMetrics, weighted_score: 0.257865, contribution_bleu4: 0.06412 };
  const metrics = machine.write('metrics.json', JSON.stringify(evaluated));
  const weights = machine.write('merged/model.gguf', 'GGUF of v2');
  const registered = ['register', 'tiny-llm', '--model-path', weights, '--metrics-path', metrics, '--yes'];
  expect(await machine.run(...registered)).toMatchObject({ code: 0 });
  const published = ['publish', 'tiny-llm', 'v2', '--hub', 'acme/tiny-llm', '--license', 'mit', '--yes'];
  expect(await machine.run(...published)).toMatchObject({ code: 0 });
  const card = machine.read('README.md', 'v2') ?? '';
  for (const [name, value] of Object.entries(documentedMetrics))
    expect(card).toContain(`| ${name} | ${JSON.stringify(value)} |`);
  const [, front = ''] = card.split(/^---$/m);
  const told = parse(front)['model-index'][0].results[0].metrics;
  const values = Object.fromEntries(
    told.map(({ type, value }: { type: string; value: number }) => [type, value]),
  );
  expect(values).toMatchObject(documentedMetrics);
  expect(card).not.toContain('contribution');
  expect(card).not.toContain('0.0641');
});
