import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { builtProgram } from '../support/terminal.ts';
import { runProgram } from './run-program.ts';

// Every package that is imported only when it is needed, from the bundle: its names may be others there.

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

test('what only a bucket needs is not loaded for a folder', () => {
  const folder = dirname(builtProgram()[1] ?? '');
  const loaded = new Map<string, string>();
  const load = (name: string): void => {
    if (loaded.has(name)) return;
    const text = readFileSync(join(folder, name), 'utf8');
    loaded.set(name, text);
    for (const [, path = ''] of text.matchAll(/^import [^(]*?from "(\.[^"]+)"|^import "(\.[^"]+)"/gm))
      load(join(dirname(name), path));
  };
  load('main.js');
  expect(loaded.size).toBeGreaterThan(1);
  const heavy =
    /from "(?:node:)?https?"|node_modules\/(?:@google-cloud|execa|gaxios)\/|function createMirrorRegistry/;
  expect([...loaded].filter(([, text]) => heavy.test(text)).map(([name]) => name)).toEqual([]);
});
