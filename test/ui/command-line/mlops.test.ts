import { expect, test } from 'vitest';
import { openMlflowClient, openMlflowRegistry } from '../../support/mlflow/open-mlflow.ts';
import { startFakeMlflow } from '../../support/mlflow/start-fake-mlflow.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { runLastgood } from './command-line.ts';

/** A server with one version of `fakes` in each of the stages given. */
async function serve(...stages: readonly string[]) {
  const fake = await startFakeMlflow();
  const client = openMlflowClient(fake.url);
  const cache = createTemporaryFolder();
  await client.createModel('fakes');
  for (const stage of stages) {
    const { version } = await client.createVersion({
      ...{ model: 'fakes', source: 's3://models/fakes', runId: undefined, description: 'a detector' },
      tags: { framework: 'pytorch' },
    });
    if (stage !== 'None') await client.moveToStage({ model: 'fakes', version }, stage, false);
  }
  const openRegistry = () => openMlflowRegistry(fake.url, { cache });
  return {
    client,
    stages: () => (fake.store.models.get('fakes')?.versions ?? []).map(({ stage }) => stage),
    mlops: (...argv: readonly string[]) => runLastgood('', ['mlops', ...argv], { openRegistry }),
  };
}

const said = ['--yes', '--reason', 'INC-1'];

test('list_versions prints what the original does, and the aliases', async () => {
  const { client, mlops } = await serve('Production', 'None');
  await client.setAlias({ model: 'fakes', version: '2' }, 'champion');
  const { out } = await mlops('list_versions', 'fakes');
  const time = '\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z';
  expect(out).toMatch(
    new RegExp(
      [
        '^Versions for model: fakes',
        '={60}',
        'Version 1:\n {2}Stage: Production\n {2}Run ID: None',
        ` {2}Timestamp: ${time}\n {2}Description: a detector\n {2}Tags: framework=pytorch`,
        '-{40}',
        'Version 2:\n {2}Stage: None\n {2}Aliases: champion\n {2}Run ID: None',
      ].join('\n'),
    ),
  );
});

test('info shows the newest version, and what is in the stages', async () => {
  const { mlops } = await serve('Production', 'Staging', 'None');
  const { out } = await mlops('info', 'fakes');
  expect(out.split('\n')).toEqual(
    expect.arrayContaining(['Name: fakes', 'Version: 3', 'Stage: None', 'In Production: 1', 'In Staging: 2']),
  );
});

test('an older version that was in Production goes back there as a rollback, which needs a reason', async () => {
  const { mlops, stages } = await serve('None', 'None');
  for (const version of ['1', '2'])
    expect((await mlops('transition', 'fakes', version, 'Production', ...said)).code).toBe(0);
  const unsaid = await mlops(
    'transition',
    'fakes',
    '1',
    'Production',
    '--yes',
    '--confirm',
    'fakes@Production',
  );
  expect(unsaid.code).toBe(2);
  const run = await mlops('transition', 'fakes', '1', 'production', ...said);
  expect(run).toMatchObject({ code: 0, error: expect.stringContaining('this is a rollback') });
  expect(stages()).toEqual(['Production', 'Archived']);
  const again = await mlops('transition', 'fakes', '2', 'Production', ...said);
  expect(again.code, 'the version that was left is held').toBe(5);
});

test('the first version that goes on to Production leaves Staging in the same entry', async () => {
  const { mlops, stages } = await serve('Staging');
  const run = await mlops('promote', 'fakes', ...said);
  expect(run.out).toContain('promote: Production nothing to v1, Staging v1 to nothing');
  expect(stages()).toEqual(['Production']);
});

test('leaving Production empty asks for the name of the alias', async () => {
  const { mlops, stages } = await serve('Production');
  expect((await mlops('transition', 'fakes', '1', 'None', ...said)).code).toBe(2);
  expect(stages()).toEqual(['Production']);
  const run = await mlops('transition', 'fakes', '1', 'None', ...said, '--confirm', 'fakes@Production');
  expect(run.code, run.error).toBe(0);
  expect(stages()).toEqual(['None']);
});

test('what is in Production is not moved to Staging: nothing would be live', async () => {
  const { mlops, stages } = await serve('Production');
  const run = await mlops('transition', 'fakes', '1', 'Staging', ...said);
  expect(run).toMatchObject({ code: 1, error: expect.stringContaining('nothing would be live there') });
  expect(stages()).toEqual(['Production']);
});

test('a version in Staging is archived, and leaves Staging in the same entry', async () => {
  const { mlops, stages } = await serve('Production', 'Staging');
  const run = await mlops('archive', 'fakes', '2', ...said);
  expect(run.out).toContain('archive: Staging v2 to nothing, v2 becomes archived');
  expect(stages()).toEqual(['Production', 'Archived']);
});

test('what is as asked already is unchanged, and nobody claims to have done it', async () => {
  const { mlops } = await serve('Production', 'Archived');
  for (const argv of [
    ['transition', 'fakes', '1', 'Production'],
    ['archive', 'fakes', '2'],
  ]) {
    const run = await mlops(...argv, ...said);
    expect(run).toMatchObject({ code: 0, out: expect.stringMatching(/^unchanged: /) });
  }
});

test('a registry of another kind is refused', async () => {
  const run = await runLastgood(createTemporaryFolder(), ['mlops', 'info', 'fakes']);
  expect(run).toMatchObject({ code: 2, error: expect.stringContaining('mlops works on MLflow alone') });
});
