import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { runProgram, runShell } from './run-program.ts';

test('the version is that of the package', async () => {
  const { code, out } = await runProgram(['--version'], { cwd: createTemporaryFolder() });
  expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^lastgood \d+\.\d+\.\d+\n$/) });
});

test('a bare lastgood with nothing found shows the sample, and leaves nothing behind', async () => {
  const cwd = createTemporaryFolder();
  const { code, out } = await runProgram([], { cwd, env: { TMPDIR: cwd } });
  expect(code).toBe(0);
  expect(out).toMatch(/^SAMPLE \(directory at .*frontshift-rag/s);
  expect(out).toContain(cwd);
  expect(readdirSync(cwd).filter(name => name.startsWith('lastgood'))).toEqual([]);
});

test('no verb ever opens the sample', async () => {
  const cwd = createTemporaryFolder();
  const { code, out, error } = await runProgram(['models'], { cwd });
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(error).toContain('No registry was named and none was found here.');
});

test('a bare lastgood opens models_registry when it is there, and a project file above it', async () => {
  const cwd = createTemporaryFolder();
  mkdirSync(join(cwd, 'models_registry'));
  expect((await runProgram([], { cwd })).out).toContain(
    `models_registry (directory at ${cwd}/models_registry)`,
  );
  mkdirSync(join(cwd, 'other'));
  writeFileSync(join(cwd, 'lastgood.config.yaml'), 'registries: [{ name: production, path: other }]');
  expect((await runProgram([], { cwd })).out).toContain(`production (directory at ${cwd}/other)`);
});

test('a place that cannot be opened is an error and not the sample', async () => {
  const cwd = createTemporaryFolder();
  const bare = await runProgram([], { cwd, env: { MODEL_REGISTRY_DIR: 'gone' } });
  expect(bare).toMatchObject({ code: 1, out: '', error: expect.stringContaining(`no folder ${cwd}/gone`) });
  const bucket = await runProgram(['models'], { cwd, env: { MODEL_REGISTRY_DIR: 'gs:/bucket' } });
  expect(bucket).toMatchObject({ code: 2, error: expect.stringContaining('needs two slashes after gs:') });
  expect(readdirSync(cwd)).toEqual([]);
});

test('several registries without a default must be told apart', async () => {
  const cwd = createTemporaryFolder();
  mkdirSync(join(cwd, 'a'));
  mkdirSync(join(cwd, 'b'));
  writeFileSync(join(cwd, 'lastgood.config.yaml'), 'registries: [{name: a, path: a}, {name: b, path: b}]');
  expect(await runProgram(['models'], { cwd })).toMatchObject({
    code: 2,
    error: expect.stringContaining('a, b'),
  });
  const chosen = await runProgram(['models', '--registry', 'b'], { cwd });
  expect(chosen).toMatchObject({ code: 0, out: expect.stringContaining(`b (directory at ${cwd}/b)`) });
});

test('a wrong configuration is told by file, line and column, as JSON too', async () => {
  const cwd = createTemporaryFolder();
  writeFileSync(join(cwd, 'lastgood.config.yaml'), 'theme: dark\nreadOnyl: true\n');
  const { code, out, error } = await runProgram(['models', '--json'], { cwd });
  expect(code).toBe(2);
  expect(error).toContain(`${cwd}/lastgood.config.yaml:2:1: unknown setting readOnyl.`);
  expect(JSON.parse(out)).toMatchObject({ error: { code: 'invalid-configuration', data: { line: 2 } } });
});

test('read-only of the project stops a write and says who switched it on', async () => {
  const cwd = createTemporaryFolder();
  mkdirSync(join(cwd, 'models_registry'));
  writeFileSync(join(cwd, 'lastgood.config.yaml'), 'readOnly: true');
  const { code, error } = await runProgram(['register', 'rag', '--yes'], {
    cwd,
    env: { LASTGOOD_READ_ONLY: '0' },
  });
  expect(code).toBe(8);
  expect(error).toContain(`readOnly is set in ${cwd}/lastgood.config.yaml`);
  expect(readdirSync(join(cwd, 'models_registry'))).toEqual([]);
});

test('a reader that goes away ends nothing and is no failure', async () => {
  const cwd = createTemporaryFolder();
  const piped = await runShell('lastgood | head -n 1', { cwd });
  expect(piped).toMatchObject({ code: 0, error: '', out: expect.stringMatching(/^SAMPLE[^\n]*\n$/) });
  expect(await runShell('lastgood | true', { cwd })).toMatchObject({ code: 0, error: '' });
});

test('output that is lost for want of space is a failure', async () => {
  const cwd = createTemporaryFolder();
  mkdirSync(join(cwd, 'models_registry'));
  const { code, error } = await runShell('lastgood models > /dev/full', { cwd });
  expect(code).toBe(8);
  expect(error).toContain('The output could not be written: ENOSPC');
});

test('a working folder that was removed is told in words', async () => {
  const cwd = createTemporaryFolder();
  const { code, error } = await runShell('mkdir gone; cd gone; rmdir ../gone; lastgood models', { cwd });
  expect(code).toBe(8);
  expect(error).toContain('The working folder does not exist any more.');
});
