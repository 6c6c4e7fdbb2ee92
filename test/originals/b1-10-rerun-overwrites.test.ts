import { expect, test } from 'vitest';
import { scaleMetrics } from '../support/s1-files.ts';
import { createS1Project } from '../support/s1-project.ts';

/** A rerun wrote over deployment_info.json, and nothing remembered what had been decided before. */
test('B1.10: every decision is kept, in the order they were made', async () => {
  const project = createS1Project();
  await project.deploy();
  project.train('run-2');
  project.evaluate(scaleMetrics(0.5));
  await project.deploy();
  project.configure({ min_improvement_threshold: 'much' });
  await project.deploy();
  const history = project
    .readText('deployment_history.jsonl')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as unknown);
  expect(history).toMatchObject([
    { decision: { outcome: 'deploy' }, done: { registeredVersion: 'v1', promotedTo: 'latest' } },
    { decision: { outcome: 'skip', best: { version: 'v1' } }, done: { registeredVersion: null } },
    { decision: null, problem: { code: 'invalid-configuration' } },
  ]);
  const log = project.readText('deployment_logs.txt').trimEnd().split('\n');
  expect(log.filter(line => line.includes('Decision: '))).toHaveLength(2);
  for (const line of log)
    expect(line).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+\+00:00 - lastgood - (INFO|WARNING|ERROR) - \S/);
});

test('B1.10: three weights of .33 count as a third each', async () => {
  const project = createS1Project();
  project.configure({ weighted_scoring: { weights: { bleu1: 0.33, bleu2: 0.33, bleu3: 0.33 } } });
  const run = await project.run('decide', ['--model', 'bot', '--json']);
  expect(run.json()).toMatchObject({
    weightSum: expect.closeTo(0.99, 12),
    score: expect.closeTo((0.3713 + 0.2622 + 0.2035) / 3, 12),
  });
});
