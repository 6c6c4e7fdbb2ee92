import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createPolicyShelf } from '../../../src/adapters/policies/create-policy-shelf.ts';
import { openRegistry, promote as promoteVersion } from '../../support/registry-rig.ts';
import { s1Model, scaleMetrics } from '../../support/s1-files.ts';
import { createS1Project, type S1Project } from '../../support/s1-project.ts';
import { takeSnapshot } from '../../support/snapshot.ts';
import { runLastgood } from './command-line.ts';

const force = ['--force-deploy', '--reason', 'INC-9'];

/** v1 and after it a better v2 were deployed; a third candidate is better still. */
async function createDeployed(): Promise<S1Project> {
  const project = createS1Project();
  await project.deploy();
  project.train('run-2');
  project.evaluate(scaleMetrics(1.2));
  await project.deploy();
  project.train('run-3');
  project.evaluate(scaleMetrics(1.4));
  return project;
}

/** Makes a file of a version say less than what was measured. */
function lower({ registry }: S1Project, version: string, file: string): void {
  const path = join(registry, `${s1Model}_${version}`, file);
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/("bleu4": ?)[\d.]+/g, '$10.000001'));
}

const alterations = [
  ['the record of what is live', 'v2', 'metadata.json', 'v2, which is live,'],
  ['the metrics of what is live', 'v2', 'metrics.json', 'v2, which is live,'],
  ['the record of what was deployed before', 'v1', 'metadata.json', 'v1'],
  ['the metrics of what was deployed before', 'v1', 'metrics.json', 'v1'],
] as const;

describe.each(alterations)('when %s was altered', (_, version, file, words) => {
  test('nothing is decided, and the version and the file are named', async () => {
    const project = await createDeployed();
    lower(project, version, file);
    const run = await project.run('decide');
    expect(run.code).toBe(1);
    expect(run.out).toContain(`Decision: unknown. The baseline cannot be read: ${words} has no score`);
    expect(run.out).toContain(`${file} is not the one that was registered`);
    expect(project.readResult('deployment_info.json')).toMatchObject({
      should_deploy: false,
      lastgood: { outcome: 'unknown', verdict: 'ERROR' },
    });
  });

  test('nothing is deployed, by force neither', async () => {
    const project = await createDeployed();
    lower(project, version, file);
    const before = takeSnapshot(project.registry);
    for (const argv of [[], force]) expect((await project.deploy(argv)).code).toBe(1);
    expect(takeSnapshot(project.registry)).toEqual(before);
  });
});

test('a record that is gone though its version is there is no record that may be left out', async () => {
  const project = await createDeployed();
  rmSync(join(project.registry, `${s1Model}_v1`, 'metadata.json'));
  const run = await project.run('decide');
  expect(run).toMatchObject({ code: 1, out: expect.stringContaining('v1 has no score (its metadata.json') });
});

test('a version that was rolled back sets no bar, altered or not', async () => {
  const project = await createDeployed();
  await runLastgood(project.registry, [
    ...['rollback', s1Model, '--to', 'v1', '--reason', 'INC-1', '--yes', '--confirm', `${s1Model}@latest`],
  ]);
  lower(project, 'v2', 'metadata.json');
  expect((await project.run('decide')).code).toBe(0);
});

test.each(['metadata.json', 'metrics.json'])(
  'a gate that compares with what is live does not pass when its %s was altered',
  async file => {
    const project = await createDeployed();
    await runLastgood(project.registry, [
      ...[
        'register',
        s1Model,
        '--metrics-path',
        join(project.root, 'results/evaluations/metrics.json'),
        '--yes',
      ],
    ]);
    lower(project, 'v2', file);
    const policy = join(project.root, 'both.json');
    const compare = { evidence: 'metrics', metric: 'bleu4', against: 'live', absolute: 0 };
    writeFileSync(
      policy,
      JSON.stringify({
        name: 'both',
        description: 'Compares with what is live in both ways.',
        metrics: { bleu4: { unit: 'ratio', direction: 'higher' } },
        evidence: { metrics: { format: 'summary', file: 'metrics.json' } },
        rules: [
          { noRegression: compare },
          { weightedScore: { evidence: 'metrics', weights: { bleu4: 1 }, improvement: 0.001 } },
        ],
      }),
    );
    const policies = createPolicyShelf({ policies: [], gates: [], workingFolder: project.root });
    const run = await runLastgood(
      project.registry,
      ['gate', s1Model, 'v3', '--policy', policy, '--yes', '--json'],
      { policies },
    );
    expect(run.code).toBe(3);
    const reason = expect.stringContaining(`${file} is not the one that was registered`);
    expect(run.json()).toMatchObject({
      report: {
        verdict: 'ERROR',
        rules: [
          { rule: 'noRegression', verdict: 'ERROR', reason },
          { rule: 'weightedScore', verdict: 'ERROR', reason },
        ],
      },
    });
  },
);

test('what another program registered has no digest to be held against, and counts', async () => {
  const project = createS1Project();
  await project.deploy();
  lower(project, 'v1', 'metadata.json');
  rmSync(join(project.registry, '.lastgood'), { recursive: true });
  await promoteVersion(openRegistry(project.registry), s1Model, 'v1');
  expect((await project.run('decide')).code).toBe(0);
});
