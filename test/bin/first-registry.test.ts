import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentedMetrics } from '../support/metric-readings.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { runProgram } from './run-program.ts';

const decide = ['decide', '--model', 'chat'];
const deploy = ['deployment_script', '--skip-hf-push', '--yes', '--confirm', 'ecommerce-chatbot@latest'];
const named = ['--registry', 'registry'];

/** A project of S1 in the working folder, without a registry. */
function createProject(): string {
  const cwd = createTemporaryFolder();
  mkdirSync(join(cwd, 'results/evaluations'), { recursive: true });
  writeFileSync(join(cwd, 'results/evaluations/metrics.json'), JSON.stringify(documentedMetrics));
  const location = { mlflow_run_id: 'run-1', model_name: 'EleutherAI/gpt-neo-125m', fine_tuned: true };
  writeFileSync(join(cwd, 'results/fine_tuned_model_location.json'), JSON.stringify(location));
  return cwd;
}

test.each([
  ['decide, a registry named', [...decide, ...named], 1],
  ['decide, none named', decide, 2],
  ['deployment_script, a registry named', [...deploy, ...named], 1],
  ['deployment_script, none named', deploy, 2],
])('a registry that does not exist is refused, and --first is offered: %s', async (_, argv, code) => {
  const cwd = createProject();
  const run = await runProgram(argv, { cwd });
  expect(run).toMatchObject({ code, error: expect.stringContaining('--first') });
  expect(existsSync(join(cwd, 'registry'))).toBe(false);
});

test('no other verb offers --first', async () => {
  const { code, error } = await runProgram(['models', ...named], { cwd: createProject() });
  expect({ code, error }).toEqual({ code: 1, error: expect.not.stringContaining('--first') });
});

test.each([
  ['a registry named', named],
  ['none named', []],
])('with --first it is taken for an empty one, and deciding makes none: %s', async (_, argv) => {
  const cwd = createProject();
  const run = await runProgram([...decide, '--first', ...argv], { cwd });
  expect(run).toMatchObject({ code: 0, out: expect.stringContaining('Decision: deploy. The first model') });
  expect(readdirSync(cwd)).toEqual(['results']);
});

test.each([
  ['a registry named', named, 'registry'],
  ['none named', [], 'models_registry'],
])('with --first the first deployment makes it: %s', async (_, argv, folder) => {
  const cwd = createProject();
  const dry = await runProgram([...deploy, '--first', '--dry-run', ...argv], { cwd });
  expect(dry).toMatchObject({ code: 0, error: expect.not.stringContaining('rror') });
  expect(readdirSync(cwd)).toEqual(['results']);
  const run = await runProgram([...deploy, '--first', ...argv], { cwd });
  expect(run).toMatchObject({ code: 0, out: expect.stringContaining('Decision: deploy. The first model') });
  const live = await runProgram(['show', 'ecommerce-chatbot', '--registry', folder, '--json'], { cwd });
  expect(JSON.parse(live.out)).toMatchObject({ schema: 'lastgood/model/1' });
  expect(readdirSync(join(cwd, folder))).toContain('ecommerce-chatbot_v1');
});

test('a link to something that is not mounted is no first registry', async () => {
  const cwd = createProject();
  symlinkSync('gone', join(cwd, 'registry'));
  const run = await runProgram([...decide, '--first', ...named], { cwd });
  expect(run).toMatchObject({ code: 1, error: expect.stringContaining('is mounted') });
});
