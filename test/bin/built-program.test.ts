import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { builtProgram } from '../support/terminal.ts';
import { runProgram } from './run-program.ts';

// Every package that is imported only when it is needed, from the bundle: its names may be others there.

/** What shows that a heavy package, or what speaks to a bucket, is in a file. */
const heavyMarks = [
  ...['ExecaError = class', 'GaxiosError = class', '__require("https")', 'google-cloud/storage'],
  ...['function createMirrorRegistry', 'function createMlflowRegistry', 'react-reconciler'],
];

function createPlace(): string {
  const cwd = createTemporaryFolder();
  mkdirSync(join(cwd, 'registry'));
  mkdirSync(join(cwd, 'results'));
  writeFileSync(join(cwd, 'weights'), 'weights');
  writeFileSync(join(cwd, 'results/summary.json'), '{"f1": 0.9}');
  writeFileSync(join(cwd, 'results/bias_report.json'), '{}');
  return cwd;
}

test('a pipeline configuration in YAML is registered', async () => {
  const cwd = createPlace();
  writeFileSync(join(cwd, 'p.yaml'), 'pipeline:\n  top_k: 5\n');
  const words = ['--model-path', 'weights', '--pipeline-config', 'p.yaml', '--registry', 'registry', '--yes'];
  const { code, error } = await runProgram(['register', 'foo', ...words], { cwd });
  expect({ code, error }).toEqual({ code: 0, error: expect.not.stringContaining('usable YAML') });
  const metadata = readFileSync(join(cwd, 'registry/foo_v1/metadata.json'), 'utf8');
  expect(JSON.parse(metadata)).toMatchObject({ pipeline_config: { top_k: 5 } });
});

test('the gate status that compute_quality_gate wrote is read', async () => {
  const cwd = createPlace();
  writeFileSync(join(cwd, 'results/quality_gate.txt'), 'FAIL');
  const words = ['--model-name', 'foo', '--model-path', 'weights', '--results-dir', 'results'];
  const { code, error } = await runProgram(['deploy_model', ...words, '--registry-dir', 'registry'], { cwd });
  expect({ code, error }).toEqual({ code: 3, error: expect.stringContaining('gate') });
  expect(readdirSync(join(cwd, 'registry'))).toEqual([]);
});

test('a project file is checked and its fault is told', async () => {
  const cwd = createPlace();
  writeFileSync(join(cwd, 'lastgood.config.yaml'), 'registries: [{ name: one, path: registry }]');
  expect(await runProgram(['models'], { cwd })).toMatchObject({
    code: 0,
    out: expect.stringContaining('one'),
  });
  writeFileSync(join(cwd, 'lastgood.config.yaml'), 'registries: 7');
  expect(await runProgram(['models'], { cwd })).toMatchObject({
    code: 2,
    error: expect.stringContaining('registries'),
  });
});

test('who acts is asked of git', async () => {
  const cwd = createPlace();
  writeFileSync(join(cwd, '.gitconfig'), '[user]\n  email = mona@example.org\n');
  const words = ['--model-path', 'weights', '--registry', 'registry', '--yes'];
  const { code, out } = await runProgram(['register', 'foo', ...words], { cwd, env: { LASTGOOD_ACTOR: '' } });
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('mona@example.org') });
});

test('what only a bucket or the console needs is not loaded with every command, and that is one file', () => {
  const folder = dirname(builtProgram()[1] ?? '');
  const main = readFileSync(join(folder, 'main.js'), 'utf8');
  expect(main).not.toMatch(/^import [^(]*"\./m);
  const chunks = readdirSync(join(folder, 'chunks')).map(name =>
    readFileSync(join(folder, 'chunks', name), 'utf8'),
  );
  for (const mark of heavyMarks) {
    expect(chunks.some(text => text.includes(mark))).toBe(true);
    expect(main).not.toContain(mark);
  }
});
