import { describe, expect, test } from 'vitest';
import { makeModel, stageElsewhere } from '../../support/mlflow/fake-registry.ts';
import type { Flavour } from '../../support/mlflow/flavour.ts';
import { plainFlavour } from '../../support/mlflow/flavour.ts';
import { openMlflowClient, openMlflowRegistry } from '../../support/mlflow/open-mlflow.ts';
import { startFakeMlflow } from '../../support/mlflow/start-fake-mlflow.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { runLastgood } from './command-line.ts';

/** A server with the model `rag` of so many versions, and a machine on it. */
async function serve(versions: number, flavour: Partial<Flavour> = {}) {
  const fake = await startFakeMlflow({ flavour: { ...plainFlavour, ...flavour } });
  makeModel(fake, 'rag', versions);
  const cache = createTemporaryFolder();
  const client = openMlflowClient(fake.url);
  const openRegistry = () => openMlflowRegistry(fake.url, { cache });
  const model = () => fake.store.models.get('rag');
  return {
    ...{ fake, client },
    alias: (name: string, version: string) => client.setAlias({ model: 'rag', version }, name),
    aliases: () => Object.fromEntries([...(model()?.aliases ?? [])].map(([name, at]) => [name, String(at)])),
    stages: () => (model()?.versions ?? []).map(({ stage }) => stage),
    run: (...argv: readonly string[]) => runLastgood('', argv, { openRegistry }),
  };
}

const said = ['--yes', '--reason', 'INC-1'];

describe('an alias with the name of a stage', () => {
  test('is shown besides the stage', async () => {
    const { alias, run, fake } = await serve(3);
    stageElsewhere(fake, 'rag', '3', 'Production');
    await alias('Production', '2');
    const { out } = await run('show', 'rag');
    expect(out).toContain(
      'the alias Production of MLflow (models:/rag@Production) is on v2, besides the stage',
    );
    expect((await run('resolve', 'rag', '--alias', 'Production')).out).toBe('v3\n');
    expect((await run('mlops', 'list_versions', 'rag')).out).toMatch(
      /Version 2:\n {2}Stage: None\n {2}Aliases: @Production/,
    );
  });

  test('keeps its version from cleanup and archive', async () => {
    const { alias, run, stages } = await serve(4);
    await alias('Production', '1');
    const cleaned = await run('cleanup', 'rag', '--keep', '1', '--yes');
    expect(cleaned.code, cleaned.out + cleaned.error).toBe(0);
    expect(stages()).toEqual(['None', 'Archived', 'Archived', 'None']);
    for (const verb of [['archive'], ['mlops', 'archive']]) {
      const refused = await run(...verb, 'rag', 'v1', '--yes', '--reason', 'old');
      expect(refused).toMatchObject({ code: 1, error: expect.stringContaining('models:/rag@Production') });
    }
    expect(stages()[0]).toBe('None');
  });

  test('keeps its version where that is in Staging too', async () => {
    const { alias, run, stages, fake } = await serve(2);
    stageElsewhere(fake, 'rag', '1', 'Staging');
    await alias('Staging', '1');
    const refused = await run('mlops', 'archive', 'rag', '1', '--yes', '--reason', 'old');
    expect(refused).toMatchObject({ code: 1, error: expect.stringContaining('models:/rag@Staging') });
    expect(stages()).toEqual(['Staging', 'None']);
  });
});

describe('a stage in other capitals', () => {
  test.each([
    ['production', 'Production'],
    ['STAGING', 'Staging'],
  ])('%s means the stage', async (name, stage) => {
    const { run, stages, aliases } = await serve(1);
    const moved = await run('promote', 'rag', 'v1', '--to', name, ...said, '--confirm', `rag@${stage}`);
    expect(moved.code, moved.error).toBe(0);
    expect(stages()).toEqual([stage]);
    expect(aliases()).toEqual({});
    expect((await run('resolve', 'rag', '--alias', name)).out).toBe('v1\n');
  });

  test('registering means it too', async () => {
    const { run, stages, aliases } = await serve(1);
    const made = await run('register', 'rag', '--model-path', 's3://b/2', '--to', 'staging', ...said);
    expect(made.code, made.error).toBe(0);
    expect([stages(), aliases()]).toEqual([['None', 'Staging'], {}]);
  });

  test.each([
    ['archived', 'lastgood mlops archive rag VERSION'],
    ['Archived', 'lastgood mlops archive rag VERSION'],
    ['none', 'lastgood mlops transition rag VERSION None'],
  ])('%s is no alias, and what to do instead is said', async (name, command) => {
    const { run, aliases } = await serve(1);
    const refused = await run('promote', 'rag', 'v1', '--to', name, ...said);
    expect(refused).toMatchObject({ code: 2, error: expect.stringContaining(command) });
    expect(aliases()).toEqual({});
  });

  test('is an alias like others where the server has no stages', async () => {
    const { run, aliases } = await serve(1, { stages: 'no' });
    const moved = await run(
      'promote',
      'rag',
      'v1',
      '--to',
      'production',
      ...said,
      '--confirm',
      'rag@production',
    );
    expect(moved.code, moved.error).toBe(0);
    expect(aliases()).toEqual({ production: '1' });
  });

  test('is the alias where the model has one of exactly that name', async () => {
    const { run, aliases, stages, alias } = await serve(2);
    await alias('production', '1');
    const moved = await run(
      'promote',
      'rag',
      'v2',
      '--to',
      'production',
      ...said,
      '--confirm',
      'rag@production',
    );
    expect(moved.code, moved.error).toBe(0);
    expect([aliases(), stages()]).toEqual([{ production: '2' }, ['None', 'None']]);
  });
});

describe("the server's own names of aliases", () => {
  test.each(['my_alias', '_x', '0day'])('%s is used like any other', async name => {
    const { alias, run, aliases } = await serve(2);
    await alias(name, '1');
    expect((await run('resolve', 'rag', '--alias', name)).out).toBe('v1\n');
    expect((await run('promote', 'rag', 'v2', '--to', name, ...said)).code).toBe(0);
    expect(aliases()).toEqual({ [name]: '2' });
    expect((await run('rollback', 'rag', '--alias', name, '--previous', ...said)).code).toBe(0);
    expect(aliases()).toEqual({ [name]: '1' });
    expect((await run('unset', 'rag', name, ...said)).code).toBe(0);
    expect(aliases()).toEqual({});
  });

  test('a new one follows the rule of the server', async () => {
    const { run, aliases } = await serve(1);
    expect((await run('promote', 'rag', 'v1', '--to', 'my_new', ...said)).code).toBe(0);
    expect(aliases()).toEqual({ my_new: '1' });
    for (const [name, why] of [
      ['v2', 'would read as a version'],
      ['Latest', 'is kept by MLflow'],
      ['a b', 'letters, digits, dashes and underscores'],
    ] as const) {
      const refused = await run('promote', 'rag', 'v1', '--to', name, ...said);
      expect(refused).toMatchObject({ code: 2, error: expect.stringContaining(why) });
    }
  });
});
