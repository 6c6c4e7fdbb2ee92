import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FakeMlflow } from '../support/mlflow/fake-server.ts';
import { startFakeMlflow } from '../support/mlflow/start-fake-mlflow.ts';
import { runQuickly } from '../support/run-here.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** A server with two models, each with a version in Production. */
async function startServer(): Promise<FakeMlflow> {
  const fake = await startFakeMlflow();
  for (const name of ['churn', 'rag']) {
    fake.call('POST', 'mlflow/registered-models/create', { name });
    fake.call('POST', 'mlflow/model-versions/create', { name, source: 's3://bucket/1' });
    const move = { name, version: '1', stage: 'Production' };
    fake.call('POST', 'mlflow/model-versions/transition-stage', move);
  }
  return fake;
}

function pathsOf(fake: FakeMlflow): readonly string[] {
  return fake.log.map(({ path }) => path);
}

/** Every file below a folder, as one text. */
function readAll(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => `${entry.name}\n${readFileSync(join(entry.parentPath, entry.name), 'utf8')}`)
    .join('\n');
}

describe('a registry behind a server', () => {
  test('is opened by its address and by MLFLOW_TRACKING_URI, and says where it was read', async () => {
    const { url } = await startServer();
    const cwd = createTemporaryFolder();
    const byFlag = await runQuickly(['--registry', url, 'models', '--json'], { cwd });
    const { registry, models } = JSON.parse(byFlag.out);
    expect(registry).toMatchObject({
      kind: 'mlflow',
      place: url,
      source: { url, problem: null },
      mirror: null,
    });
    expect(models.map(({ model }: { model: string }) => model)).toEqual(['churn', 'rag']);
    const resolved = await runQuickly(['resolve', 'rag'], { cwd, env: { MLFLOW_TRACKING_URI: url } });
    expect(resolved).toMatchObject({ code: 0, out: 'v1\n' });
  });

  test('is asked for the one model that a verb names, and for all where it needs them', async () => {
    const fake = await startServer();
    const cwd = createTemporaryFolder();
    await runQuickly(['--registry', fake.url, 'versions', 'rag'], { cwd });
    expect(pathsOf(fake).join('\n')).not.toContain('churn');
    expect(pathsOf(fake).filter(path => path.startsWith('mlflow/registered-models/search'))).toEqual([]);
    await runQuickly(['--registry', fake.url, 'lineage', 'rag'], { cwd });
    expect(pathsOf(fake).filter(path => path.startsWith('mlflow/registered-models/search'))).toHaveLength(1);
  });

  test('that is down shows what was seen last, with its age, and takes no write', async () => {
    const fake = await startServer();
    const cwd = createTemporaryFolder();
    const run = (...argv: string[]) => runQuickly(['--registry', fake.url, ...argv], { cwd });
    const unseen = await runQuickly(['--registry', 'http://127.0.0.1:1', 'models'], { cwd });
    expect(unseen).toMatchObject({
      ...{
        code: 8,
        out: '',
        error: expect.stringContaining('Nothing of http://127.0.0.1:1 was seen here before'),
      },
    });
    await run('models');
    await fake.stop();
    const seen = await run('resolve', 'rag');
    expect(seen).toMatchObject({ code: 0, out: 'v1\n' });
    expect(seen.error).toContain('The server cannot be reached');
    expect(seen.error).toContain('what follows was seen just now');
    const written = await run(
      'unset',
      'rag',
      'Production',
      '--reason',
      'x',
      '--yes',
      '--confirm',
      'rag@Production',
    );
    expect(written).toMatchObject({ code: 8, out: '' });
  });

  test('is not asked offline, whoever says it', async () => {
    const fake = await startServer();
    const cwd = createTemporaryFolder();
    await runQuickly(['--registry', fake.url, 'models'], { cwd });
    const before = fake.log.length;
    const offline = await runQuickly(['--registry', fake.url, '--offline', 'resolve', 'rag'], { cwd });
    expect(offline).toMatchObject({ code: 0, out: 'v1\n' });
    expect(offline.error).toContain('Working offline');
    const written = await runQuickly(
      ['--registry', fake.url, 'hold', 'rag', 'v1', '--reason', 'x', '--yes'],
      {
        cwd,
        env: { LASTGOOD_OFFLINE: '1' },
      },
    );
    expect(written.code).toBe(8);
    expect(fake.log).toHaveLength(before);
  });

  test('has no other side, and says so', async () => {
    const { url } = await startServer();
    const synced = await runQuickly(['--registry', url, 'sync', 'status'], { cwd: createTemporaryFolder() });
    expect(synced).toMatchObject({ code: 2, error: expect.stringContaining('is a server') });
  });

  test('is examined by doctor, and one that is down is not in order', async () => {
    const fake = await startServer();
    const cwd = createTemporaryFolder();
    const doctor = () => runQuickly(['--registry', fake.url, 'doctor', '--dry-run'], { cwd });
    expect(await doctor()).toMatchObject({ code: 0, error: '' });
    await fake.stop();
    expect(await doctor()).toMatchObject({ code: 8, out: '' });
  });
});

describe('the login', () => {
  const token = 'geheim-token';

  test('of an address goes to its server, and into no output and no file', async () => {
    const fake = await startServer();
    fake.login = { username: 'me', password: 'geheim' };
    const cwd = createTemporaryFolder();
    const named = fake.url.replace('//', '//me:geheim@');
    const listed = await runQuickly(['--registry', named, 'models'], { cwd });
    expect(listed).toMatchObject({ code: 0 });
    const planned = await runQuickly(
      ['--registry', named, 'unset', 'rag', 'Production', '--reason', 'x', '--dry-run'],
      {
        cwd,
      },
    );
    expect(planned.code).toBe(0);
    fake.login = { username: 'me', password: 'another' };
    const refused = await runQuickly(['--registry', named, 'models'], { cwd });
    const said = JSON.stringify([listed, planned, refused]);
    expect(said).toContain(fake.url);
    expect(`${said}\n${readAll(cwd)}`).not.toContain('geheim');
  });

  test('of the environment goes to a server on this machine that a project file names', async () => {
    const fake = await startServer();
    fake.login = { token };
    const cwd = createTemporaryFolder();
    writeFileSync(
      join(cwd, 'lastgood.config.yaml'),
      `registries: [{ name: ours, kind: mlflow, url: "${fake.url}" }]\n`,
    );
    const env = { MLFLOW_TRACKING_TOKEN: token };
    expect(await runQuickly(['models'], { cwd, env })).toMatchObject({ code: 0, error: '' });
    writeFileSync(
      join(cwd, 'lastgood.config.yaml'),
      `tokenHosts: []\nregistries: [{ name: ours, url: "${fake.url}" }]\n`,
    );
    const closed = await runQuickly(['show', 'new'], { cwd, env });
    expect(closed.error).toContain('is given no login: tokenHosts is set in');
    expect(fake.log.at(-1)?.authorization).toBeUndefined();
  });

  // Linux takes 0.0.0.0 for this machine; to us it is a host like any other.
  const asOther = ({ port }: FakeMlflow): string => `http://0.0.0.0:${port}`;

  test('goes to no host that only a project file or a .env names', async () => {
    const fake = await startServer();
    const url = asOther(fake);
    const byFile = createTemporaryFolder();
    writeFileSync(join(byFile, 'lastgood.config.yaml'), `registries: [{ name: ours, url: "${url}" }]\n`);
    const byDotEnv = createTemporaryFolder();
    writeFileSync(join(byDotEnv, '.env'), `MLFLOW_TRACKING_URI=${url}\n`);
    const env = { MLFLOW_TRACKING_TOKEN: token };
    for (const cwd of [byFile, byDotEnv]) {
      expect(await runQuickly(['models'], { cwd, env })).toMatchObject({ code: 0, error: '' });
    }
    expect(fake.log.length).toBeGreaterThan(0);
    expect(fake.log.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
    fake.login = { token };
    const refused = await runQuickly(['models'], { cwd: byDotEnv, env });
    expect(refused.error).toContain('is given no login: only .env names it, which others write');
    const own = { ...env, MLFLOW_TRACKING_URI: url };
    expect(await runQuickly(['models'], { cwd: byFile, env: own })).toMatchObject({ code: 0 });
  });

  test('that can be read on the way is warned of', async () => {
    const fake = await startServer();
    const env = { MLFLOW_TRACKING_TOKEN: token };
    const argv = ['--registry', asOther(fake), 'models'];
    const listed = await runQuickly(argv, { cwd: createTemporaryFolder(), env });
    expect(listed).toMatchObject({ code: 0, error: expect.stringContaining('unencrypted') });
    expect(fake.log.at(-1)?.authorization).toBe(`Bearer ${token}`);
    expect(await runQuickly(argv, { cwd: createTemporaryFolder() })).toMatchObject({ code: 0, error: '' });
  });

  test('of ~/.mlflow/credentials is used where the environment has none', async () => {
    const fake = await startServer();
    fake.login = { username: 'ada', password: 'pw' };
    const cwd = createTemporaryFolder();
    mkdirSync(join(cwd, '.mlflow'));
    const text = '[mlflow]\nmlflow_tracking_username = ada\nmlflow_tracking_password = pw\n';
    writeFileSync(join(cwd, '.mlflow/credentials'), text);
    expect(await runQuickly(['--registry', fake.url, 'models'], { cwd })).toMatchObject({
      code: 0,
      error: '',
    });
  });
});
