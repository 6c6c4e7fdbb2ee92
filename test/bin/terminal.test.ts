import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { builtProgram, openTerminal, type TerminalOptions } from '../support/terminal.ts';
import { runProgram } from './run-program.ts';

function open(argv: readonly string[], cwd: string, options: TerminalOptions = {}) {
  const env = {
    HOME: cwd,
    XDG_CONFIG_HOME: undefined,
    LANG: 'C.UTF-8',
    LASTGOOD_ACTOR: 'tester',
    ...options.env,
  };
  const program = openTerminal(builtProgram(...argv), { ...options, cwd, env });
  onTestFinished(program.close);
  return program;
}

/** A registry with one model and one version. Its folder. */
async function createRegistry(): Promise<string> {
  const cwd = createTemporaryFolder();
  mkdirSync(join(cwd, 'models_registry'));
  expect(await runProgram(['register', 'rag', '--yes'], { cwd })).toMatchObject({ code: 0 });
  return cwd;
}

test('a bare lastgood opens the console on the sample', async () => {
  const program = open([], createTemporaryFolder(), { columns: 100 });
  await program.waitFor('frontshift-rag');
  expect(program.screen()[0]).toContain('SAMPLE');
  await program.press('q');
  expect(await program.exit).toMatchObject({ code: 0 });
});

test('a wrong configuration is printed on the terminal as it was before', async () => {
  const cwd = createTemporaryFolder();
  const program = open([], cwd, { env: { LASTGOOD_THEME: 'pink' } });
  await program.waitFor('LASTGOOD_THEME: "pink" is none of dark, light, mono.');
  expect(await program.exit).toMatchObject({ code: 2 });
  expect(program.output()).toContain('\u001b[?1049l');
});

test('a question is asked, and the typed line is the answer', async () => {
  const cwd = await createRegistry();
  const program = open(['promote', 'rag', 'v1', '--reason', 'first'], cwd);
  await program.waitFor('rag@latest');
  program.type('rag@latest\r');
  expect(await program.exit).toMatchObject({ code: 0 });
  expect((await runProgram(['resolve', 'rag'], { cwd })).out).toContain('v1');
});

test.each([
  ['ctrl-c', 130],
  ['SIGTERM', 143],
] as const)('%s at a question writes nothing and exits with %i', async (how, code) => {
  const cwd = await createRegistry();
  const program = open(['promote', 'rag', 'v1', '--reason', 'first'], cwd);
  await program.waitFor('rag@latest');
  if (how === 'SIGTERM') program.sendSignal(how);
  else await program.press(how);
  expect(await program.exit).toMatchObject({ code });
  expect(await runProgram(['resolve', 'rag'], { cwd })).toMatchObject({ code: 1 });
});
