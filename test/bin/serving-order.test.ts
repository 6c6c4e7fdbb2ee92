import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createMlflowMachine, type MlflowMachine } from '../support/mlflow/mlflow-machine.ts';
import { buildS0Registry, rolledBackOnce } from '../support/s0-registry.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { runProgram } from './run-program.ts';

/** A folder as transformers leaves a model. */
function addLocalModel(folder: string, files: Readonly<Record<string, string>> = usualFiles): string {
  const path = join(folder, 'final_model');
  mkdirSync(path, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

const usualFiles = { 'config.json': '{}', 'model.safetensors': 'weights' };

async function resolve(machine: MlflowMachine, ...argv: readonly string[]) {
  return await machine.run('resolve', 'fakes', '--json', ...argv);
}

test('what is in Production is served, though something newer is in Staging', async () => {
  const machine = await createMlflowMachine();
  await machine.addVersions('fakes', 'Production', 'Staging');
  const run = await resolve(machine);
  expect(run.json()).toMatchObject({
    source: 'alias',
    alias: 'Production',
    version: 'v1',
    uri: 'models:/fakes/1',
  });
  expect(run.error).toBe('');
});

test('without anything in Production what is in Staging is served, and that is said', async () => {
  const machine = await createMlflowMachine();
  await machine.addVersions('fakes', 'None', 'Staging');
  const run = await resolve(machine, '--fallback', addLocalModel(machine.folder));
  expect(run).toMatchObject({ code: 0, error: 'Nothing is in Production: Staging is v2.\n' });
  expect(run.json()).toMatchObject({ alias: 'Staging', reason: 'Nothing is in Production: Staging is v2.' });
});

test('a server without stages serves what is under its usual alias', async () => {
  const machine = await createMlflowMachine({ flavour: { stages: 'no' } });
  await machine.addVersions('fakes', 'None', 'None');
  await machine.client.setAlias({ model: 'fakes', version: '1' }, 'champion');
  expect((await resolve(machine)).json()).toMatchObject({ alias: 'champion', version: 'v1' });
});

test('an alias that is named is served alone', async () => {
  const machine = await createMlflowMachine();
  await machine.addVersions('fakes', 'Staging');
  const run = await resolve(machine, '--alias', 'Production');
  expect(run.code).toBe(1);
  expect(run.json()).toMatchObject({ error: { code: 'alias-not-found' } });
});

test('the local model is served when nothing is live, and the path is all that stdout has', async () => {
  const machine = await createMlflowMachine();
  await machine.addVersions('fakes', 'None');
  const path = addLocalModel(machine.folder);
  const plain = await machine.run('resolve', 'fakes', '--fallback', 'final_model');
  expect(plain).toMatchObject({ code: 0, out: `${path}\n`, error: expect.stringContaining('Warning: ') });
  expect((await resolve(machine, '--fallback', path)).json()).toMatchObject({
    source: 'fallback',
    reason: expect.stringContaining('Nothing is live under Production or Staging of fakes'),
    ...{ weightsPath: path, version: null, uri: null },
  });
});

test('a server that is down is answered from what was read last, with its age', async () => {
  const machine = await createMlflowMachine();
  await machine.addVersions('fakes', 'Production');
  expect((await resolve(machine)).json()).toMatchObject({ asOf: null });
  await machine.fake.stop();
  const run = await resolve(machine, '--fallback', addLocalModel(machine.folder));
  expect(run.code, run.error).toBe(0);
  expect(run.json()).toMatchObject({
    ...{ source: 'alias', version: 'v1', uri: 'models:/fakes/1' },
    asOf: expect.stringMatching(/^\d{4}-/),
    reason: expect.stringContaining('That was read'),
  });
  expect(run.error).toContain('what follows was seen');
});

test('a server that is down and was never read: the local model is served, or the command ends with 8', async () => {
  const machine = await createMlflowMachine();
  await machine.fake.stop();
  expect((await resolve(machine)).code).toBe(8);
  const path = addLocalModel(machine.folder);
  const run = await resolve(machine, '--fallback', path);
  expect(run.code, run.error).toBe(0);
  expect(run.json()).toMatchObject({ source: 'fallback', weightsPath: path });
  expect(run.error).toContain(machine.fake.url);
});

test.each([
  ['that is not there', undefined],
  ['without weights', { 'config.json': '{}' }],
  ['whose weights are empty', { 'model.safetensors': '' }],
])('a fallback %s is warned of while it is not needed, and refused when it is', async (_, files) => {
  const machine = await createMlflowMachine();
  await machine.addVersions('fakes', 'Production');
  const path = files === undefined ? join(machine.folder, 'nowhere') : addLocalModel(machine.folder, files);
  const fine = await resolve(machine, '--fallback', path);
  expect(fine).toMatchObject({
    code: 0,
    error: expect.stringContaining('could not be served if it were needed'),
  });
  await machine.client.moveToStage({ model: 'fakes', version: '1' }, 'None', false);
  const run = await resolve(machine, '--fallback', path);
  expect(run.code).toBe(1);
  expect(run.json()).toMatchObject({ error: { code: 'alias-not-found' } });
});

test('a folder registry falls back too, when it is gone and when nothing is live', async () => {
  const folder = createTemporaryFolder();
  const path = addLocalModel(folder, { MLmodel: 'flavors: {}' });
  const argv = ['resolve', 'rag', '--json', '--fallback', path];
  for (const registry of ['gone', 'empty']) {
    if (registry === 'empty') mkdirSync(join(folder, registry));
    const run = await runProgram([...argv, '--registry', `./${registry}`], { cwd: folder });
    expect(run.code, run.error).toBe(0);
    expect(JSON.parse(run.out)).toMatchObject({ source: 'fallback', weightsPath: path });
  }
});

test('what is live and cannot be trusted is not passed over for the fallback', async () => {
  const folder = createTemporaryFolder();
  const registry = join(folder, 'models_registry');
  buildS0Registry(registry, rolledBackOnce);
  const { model } = rolledBackOnce;
  const where = { cwd: folder };
  const version = (await runProgram(['resolve', model], where)).out.trim();
  writeFileSync(join(registry, `${model}_${version}`, 'metadata.json'), '{"model');
  const run = await runProgram(['resolve', model, '--fallback', addLocalModel(folder)], where);
  expect(run).toMatchObject({ code: 6, out: '' });
});

test('a registry that nobody named is no reason to fall back', async () => {
  const folder = createTemporaryFolder();
  const run = await runProgram(['resolve', 'rag', '--fallback', addLocalModel(folder)], { cwd: folder });
  expect(run.code).toBe(2);
});
