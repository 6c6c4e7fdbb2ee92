import { expect, test } from 'vitest';
import { loadVersions } from '../../src/core/session/load-model.ts';
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
