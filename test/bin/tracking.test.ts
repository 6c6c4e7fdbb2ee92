import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { passingSummary, writeResults } from '../support/evidence-files.ts';
import { startFakeMlflow } from '../support/mlflow/start-fake-mlflow.ts';
import { createToldProject, sure } from '../support/notify/told-project.ts';
import { startFakeWandb } from '../support/wandb/fake-wandb.ts';

const key = '5ecretkey0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f';

const back = ['rollback', 'frontshift-rag', '--to', 'v1', '--reason', 'INC-42 wrong answers', ...sure];

/** S0's registry in a project that says nothing of tracking, and W&B's variables as S0 has them. */
async function createTracked(configuration = 'readOnly: false\n') {
  const wandb = await startFakeWandb(key);
  const project = await createToldProject(configuration);
  const variables = {
    WANDB_API_KEY: key,
    WANDB_PROJECT: 'FrontShiftAI',
    WANDB_ENTITY: 'acme',
    WANDB_BASE_URL: wandb.origin,
  };
  return { wandb, project, variables };
}

test("S0's variables alone keep a run of a rollback in W&B", async () => {
  const { wandb, project, variables } = await createTracked();
  expect(await project.runToTheEnd(back, variables)).toMatchObject({ code: 0 });
  const [[place, run] = []] = wandb.runs;
  expect(place).toMatch(/^acme\/FrontShiftAI\/[0-9a-f]{32}$/);
  expect(run).toMatchObject({
    ...{ displayName: 'Rolled back frontshift-rag@latest: v3 to v1', group: 'frontshift-rag' },
    ...{ jobType: 'rolled-back', state: 'finished' },
    config: { from: { value: 'v3' }, to: { value: 'v1' }, reason: { value: 'INC-42 wrong answers' } },
  });
  expect(JSON.parse((await project.run(['outbox', '--json'], variables)).out)).toMatchObject({ items: [] });
});

test('a verdict is kept with every number as it was measured, and its report', async () => {
  const { wandb, project, variables } = await createTracked(
    'tracking:\n  - { name: runs, wandb: acme/gates, on: [gated] }\n',
  );
  const results = join(project.root, 'results');
  writeResults(results, { main: { ...passingSummary, groundedness: 4.123456789012345 } });
  const argv = ['gate', 'frontshift-rag', 'v2', '--results', results, '--policy', 'rag', '--yes'];
  const judged = await project.runToTheEnd(argv, variables);
  expect(judged.code, judged.error).toBe(0);
  const [run] = wandb.runs.values();
  const report = JSON.parse(run?.files.get('gate.json') ?? '{}');
  const rule = report.rules.find(({ metric }: { readonly metric: string }) => metric === 'groundedness');
  expect(rule.value).toBe(4.123456789012345);
  expect(JSON.parse(run?.history[0] ?? '{}')).toMatchObject({ [rule.id]: 4.123456789012345 });
  expect(run).toMatchObject({ project: 'gates', jobType: 'gated', config: { gate: { value: 'PASS' } } });
});

describe('tracking never stands in the way', () => {
  test('without a key there is one short word, and the rollback is done', async () => {
    const { wandb, project, variables } = await createTracked();
    const done = await project.run(back, { ...variables, WANDB_API_KEY: '' });
    expect(done.code).toBe(0);
    const said = `${done.out}\n${done.error}`.split('\n').filter(line => line.includes('WANDB'));
    expect(said).toEqual([expect.stringContaining('Not told to wandb: WANDB_API_KEY is not set.')]);
    expect(wandb.requests).toEqual([]);
  });

  test('one that never answers is left alone after a few seconds', async () => {
    const { wandb, project, variables } = await createTracked();
    wandb.failNext({ fault: 'silent' });
    const startedMs = performance.now();
    expect((await project.run(back, variables)).code).toBe(0);
    expect(performance.now() - startedMs).toBeLessThan(20_000);
    expect(await project.run(['outbox', 'send'], variables)).toMatchObject({ code: 0 });
    expect(wandb.runs.size).toBe(1);
  });

  test.each([
    ['WANDB_MODE', 'disabled'],
    ['WANDB_MODE', 'offline'],
    ['WANDB_DISABLED', 'true'],
  ])('%s=%s switches it off, without a word', async (name, value) => {
    const { wandb, project, variables } = await createTracked();
    const done = await project.run(back, { ...variables, [name]: value });
    expect(done).toMatchObject({ code: 0, error: expect.not.stringContaining('wandb') });
    expect(wandb.requests).toEqual([]);
  });
});

describe('the key', () => {
  test('goes to no server that only a file of the project names', async () => {
    const { wandb, project, variables } = await createTracked();
    writeFileSync(join(project.root, '.env'), `WANDB_BASE_URL=${wandb.origin}\n`);
    const closed = { LASTGOOD_TOKEN_HOSTS: 'nobody.example.org', WANDB_BASE_URL: '' };
    const done = await project.run(back, { ...variables, ...closed });
    expect(done.code).toBe(0);
    expect(done.out + done.error).toContain('Not told to wandb: api.wandb.ai is given no login');
    expect(wandb.requests).toEqual([]);
  });

  test('goes nowhere unencrypted', async () => {
    const { project, variables } = await createTracked();
    const done = await project.run(back, { ...variables, WANDB_BASE_URL: 'http://wandb.example.org' });
    expect(done.out + done.error).toContain('WANDB_BASE_URL has no encryption');
  });

  test('stands in nothing that is written', async () => {
    const { wandb, project, variables } = await createTracked();
    wandb.failNext({ fault: 'status', status: 401, text: `{"message":"bad key ${key}"}` });
    const written = [
      await project.run(back, variables),
      await project.run(['outbox', '--all', '--json'], variables),
      await project.run(['doctor'], variables),
    ];
    expect(written[0]?.error).toContain('does not take the login');
    expect(JSON.stringify(written) + project.readAll()).not.toContain(key);
  });
});

describe('runs of MLflow', () => {
  test('stand in the experiment that is named, one for each event', async () => {
    const fake = await startFakeMlflow();
    const line = `{ name: history, mlflow: "${fake.url}", experiment: releases }`;
    const project = await createToldProject(`tracking:\n  - ${line}\n`);
    fake.faults.add({ method: 'POST', path: /runs\/create/, does: 'drop-after' });
    expect((await project.run(back)).code).toBe(0);
    expect((await project.run(['outbox', 'send'])).code).toBe(0);
    const [run, ...others] = fake.store.runs.values();
    expect(others).toEqual([]);
    expect(run).toMatchObject({ status: 'FINISHED', name: 'Rolled back frontshift-rag@latest: v3 to v1' });
    expect(run?.params.get('reason')).toBe('INC-42 wrong answers');
    expect(fake.store.experiments.map(({ name }) => name)).toContain('releases');
  });

  test('a name that stands in notify too is refused with where it stands', async () => {
    const both = 'notify:\n  - { name: x, slack: URL }\ntracking:\n  - { name: x, wandb: a/b }\n';
    const project = await createToldProject(both);
    const refused = await project.run(['models']);
    expect(refused.code).toBe(2);
    expect(refused.error).toContain('x is the name of a tracker here and of a channel in notify');
    expect(readFileSync(join(project.root, 'lastgood.config.yaml'), 'utf8')).toBe(both);
  });
});
