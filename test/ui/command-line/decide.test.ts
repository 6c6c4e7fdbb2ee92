import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decisionSchema } from '../../../src/ui/command-line/json/decision.ts';
import { documentedMetrics } from '../../support/metric-readings.ts';
import { s1Model, scaleMetrics } from '../../support/s1-files.ts';
import { createS1Project, type S1Project } from '../../support/s1-project.ts';
import { takeSnapshot } from '../../support/snapshot.ts';
import { runLastgood } from './command-line.ts';

async function createDeployed(): Promise<S1Project> {
  const project = createS1Project();
  await project.deploy();
  return project;
}

test('the documented example is printed with what it is made of', async () => {
  const { code, out } = await createS1Project().run('decide');
  expect(code).toBe(0);
  expect(out.split('\n')).toEqual([
    'ecommerce-chatbot, for latest',
    '',
    '  metric            weight  measured      adds',
    '  bleu1                10%  0.371300  0.037130  ###########',
    '  bleu2                15%  0.262200  0.039330  ############',
    '  bleu3                25%  0.203500  0.050875  ###############',
    '  bleu4                40%  0.160300  0.064120  ###################',
    '  rougeL_precision     10%  0.664100  0.066410  ####################',
    '  score                               0.257865',
    '',
    'Nothing was deployed before.',
    '',
    'Decision: deploy. The first model, with a score of 0.257865.',
    '',
  ]);
});

test('what was deployed is shown with its score, best first', async () => {
  const project = await createDeployed();
  project.train('run-2');
  project.evaluate(scaleMetrics(1.2));
  await project.deploy();
  const { out } = await project.run('decide');
  expect(out.split('\n').slice(10, 13)).toEqual([
    '  deployed before     score',
    '  v2               0.309438  live, best',
    '  v1               0.257865',
  ]);
  expect(out).toContain('Decision: skip. 0.309438 is no better than the best so far, v2 with 0.309438.');
});

describe('the exit code', () => {
  test.each([
    ['of a model to deploy', 1.2, [], 0],
    ['of a model to deploy, checked', 1.2, ['--check'], 0],
    ['of a model to skip', 0.9, [], 0],
    ['of a model to skip, checked', 0.9, ['--check'], 3],
    ['of a model to skip by force', 0.9, ['--check', '--force-deploy', '--reason', 'INC-1'], 0],
  ])('%s', async (_, factor, argv, code) => {
    const project = await createDeployed();
    project.evaluate(scaleMetrics(factor));
    expect((await project.run('decide', argv)).code).toBe(code);
  });

  test.each([
    ['a metric is missing', { bleu1: 0.3 }, 'bleu2 is not in metrics.json'],
    ['a metric is null', { ...documentedMetrics, bleu2: null }, 'bleu2 is null in metrics.json'],
    ['a metric is a text', { ...documentedMetrics, bleu2: '0.26' }, 'bleu2 is text ("0.26") in metrics.json'],
    [
      'a metric is a percentage',
      { ...documentedMetrics, bleu2: 26.2 },
      'bleu2 is 26.2, which is no ratio 0..1',
    ],
    ['the file is torn', '{"bleu1": 0.3', 'metrics.json cannot be used, it is torn'],
    ['a number is NaN', '{"bleu1": NaN}', 'bleu1 is NaN in metrics.json'],
    ['a number is infinite', '{"bleu1": 1e999}', 'bleu1 is Infinity in metrics.json'],
    ['the file is a list', '[]', 'metrics.json cannot be used'],
  ])('is 1 where %s, also for the first model', async (_, metrics, words) => {
    const project = createS1Project();
    project.evaluate(metrics);
    const run = await project.run('decide', ['--check']);
    expect(run).toMatchObject({ code: 1, out: expect.stringContaining(words) });
    expect(project.readResult('deployment_info.json')).toMatchObject({
      should_deploy: false,
      lastgood: { outcome: 'unknown' },
    });
  });

  test.each([
    ['--min-improvement-threshold', 'much'],
    ['--min-improvement-threshold', '-1'],
    ['--min-improvement-threshold', 'NaN'],
    ['--min-improvement-threshold', '1e999'],
    ['--force-deploy', '--check'],
    ['--config', '/nowhere.yaml'],
    ['--model', '../x'],
    ['--to', 'a/b'],
  ])('is 2 for %s %s, and the files do not say deploy', async (...argv) => {
    const project = createS1Project();
    await project.run('decide');
    expect((await project.run('decide', argv)).code).toBe(2);
    expect(project.readResult('deployment_info.json')).toMatchObject({ should_deploy: false });
  });
});

test.each(['file', 'file/below/it'])(
  'an --output-dir that is %s is a usage error that says so',
  async name => {
    const project = createS1Project();
    writeFileSync(join(project.root, 'file'), 'mine');
    for (const verb of ['decide', 'deployment_script']) {
      const run = await project.run(verb, ['--output-dir', join(project.root, name)]);
      expect(run).toMatchObject({
        code: 2,
        error: expect.stringContaining('file is a file: it must be a folder'),
      });
    }
  },
);

test('a params.yaml that cannot be read is a usage error that says where', async () => {
  const project = createS1Project();
  writeFileSync(join(project.root, 'params.yaml'), 'deployment:\n  weights: [\n  a: 1\n');
  for (const verb of ['decide', 'deployment_script']) {
    const run = await project.run(verb);
    expect(run).toMatchObject({ code: 2, error: expect.stringContaining('params.yaml') });
    expect(run.error).toContain('line 3, column 3');
    expect(project.readResult('deployment_info.json')).toMatchObject({
      should_deploy: false,
      lastgood: { problem: { code: 'invalid-configuration' } },
    });
  }
});

test('a location that cannot be read is named beside the metrics that are missing', async () => {
  const project = createS1Project();
  project.evaluate({ bleu1: 0.3, bleu2: 0.2, bleu3: null });
  writeFileSync(join(project.root, 'results/fine_tuned_model_location.json'), '{"torn');
  const run = await project.run('decide');
  expect(run.code).toBe(1);
  for (const name of [
    'bleu3 is null',
    'bleu4 is not',
    'rougeL_precision is not',
    'fine_tuned_model_location',
  ])
    expect(run.out).toContain(name);
});

test('an improvement within the spread of repeat runs is not conclusive', async () => {
  const project = await createDeployed();
  project.evaluate(scaleMetrics(1.02));
  for (const [run, factor] of [
    ['1', 0.99],
    ['2', 1.04],
  ] as const) {
    const folder = join(project.root, 'results/evaluations/runs', run);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'metrics.json'), JSON.stringify(scaleMetrics(factor)));
  }
  const run = await project.run('decide', ['--check', '--json']);
  expect(run.code).toBe(3);
  expect(run.json()).toMatchObject({
    verdict: 'INCONCLUSIVE',
    outcome: 'skip',
    noiseBand: expect.closeTo(0.05 * 0.257865, 9),
  });
});

describe('of a version that is registered', () => {
  const ask = (project: S1Project, ...argv: readonly string[]) =>
    runLastgood(project.registry, ['decide', s1Model, ...argv]);

  test('the decision is the one of the screen, and no file is written', async () => {
    const project = await createDeployed();
    const before = takeSnapshot(project.root);
    const run = await ask(project, '1');
    expect(run).toMatchObject({ code: 0, error: expect.stringContaining('by the usual weights') });
    expect(run.out.split('\n')[0]).toBe(`${s1Model} v1, for latest`);
    expect(run.out).toContain('Decision: deploy. The first model, with a score of 0.257865.');
    expect(takeSnapshot(project.root)).toEqual(before);
  });

  test('it is compared with what was deployed, and --check tells a skip apart', async () => {
    const project = await createDeployed();
    const metrics = join(project.root, 'metrics.json');
    writeFileSync(metrics, JSON.stringify(scaleMetrics(0.5)));
    await runLastgood(project.registry, ['register', s1Model, '--metrics-path', metrics, '--yes']);
    expect((await ask(project, 'v2')).code).toBe(0);
    const run = await ask(project, 'v2', '--check', '--json');
    expect(run.code).toBe(3);
    const document = decisionSchema.parse(run.json());
    expect(document).toMatchObject({ model: s1Model, outcome: 'skip', runId: null, best: { version: 'v1' } });
  });

  test.each([
    [[], 'Nothing says which version'],
    [['v1', '--evaluation-results', 'x'], '--evaluation-results'],
    [['v1', '--force-deploy', '--first', '--reason', 'x'], '--force-deploy, --first, --reason'],
  ])('%j is a usage error', async (argv, words) => {
    const project = await createDeployed();
    expect(await ask(project, ...argv)).toMatchObject({ code: 2, error: expect.stringContaining(words) });
  });
});

test('the document has the schema it names', async () => {
  const project = await createDeployed();
  for (const factor of [0.9, 1.2]) {
    project.evaluate(scaleMetrics(factor));
    expect(decisionSchema.parse((await project.run('decide', ['--json'])).json())).toBeDefined();
  }
  project.evaluate('{');
  expect(decisionSchema.parse((await project.run('decide', ['--json'])).json())).toBeDefined();
});

test('nothing of the registry changes, and the files of a decision are the only new ones', async () => {
  const project = createS1Project();
  await project.run('decide');
  expect(readdirSync(project.registry)).toEqual([]);
  expect(readdirSync(join(project.root, 'results/deployment')).toSorted()).toEqual([
    'deployment_history.jsonl',
    'deployment_info.json',
    'deployment_logs.txt',
    'model_comparison.json',
  ]);
});

test('without parameters S1’s weights count, and that is said', async () => {
  const project = createS1Project();
  const results = join(project.root, 'results');
  const run = await runLastgood(project.registry, [
    ...['decide', '--model', s1Model, '--output-dir', join(results, 'deployment')],
    ...['--evaluation-results', join(results, 'evaluations/metrics.json')],
  ]);
  expect(run).toMatchObject({ code: 0, error: expect.stringContaining('There is no params.yaml') });
});
