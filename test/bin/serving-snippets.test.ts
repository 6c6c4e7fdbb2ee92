import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCommandPath } from '../support/command-folder.ts';
import { buildS0Registry, listS0Versions } from '../support/s0-registry.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/serving.md'), 'utf8');

/** The code of a part of the page. */
function findSnippet(heading: string): string {
  const part = page.split(/^## /m).find(each => each.startsWith(`${heading}\n`)) ?? '';
  const code = /```\w+\n(.*?)```/s.exec(part)?.[1];
  if (code === undefined) throw new Error(`docs/serving.md has no code under ${heading}.`);
  return code;
}

/** A machine with a registry whose v2 is live, its weights, and lastgood as a command. */
function createMachine() {
  const folder = createTemporaryFolder();
  const registry = join(folder, 'models_registry');
  const weights = join(folder, 'model.gguf');
  writeFileSync(weights, 'weights');
  const versions = listS0Versions(3).map(version => ({
    ...version,
    weights: 'weights',
    weightsPath: weights,
  }));
  buildS0Registry(registry, {
    model: 'frontshift-rag',
    versions,
    latest: { form: 'symlink', version: 'v2' },
  });
  const env = {
    PATH: createCommandPath(folder),
    ...{ HOME: folder, MODEL_REGISTRY_DIR: registry, INTERVAL: '0.05', LASTGOOD_ACTOR: 'octocat' },
  };
  const run = (file: string, code: string, ...argv: readonly string[]) => {
    const path = join(folder, file);
    writeFileSync(path, code);
    const { stdout, stderr, status } = spawnSync(argv[0] ?? '', [...argv.slice(1), path], {
      cwd: folder,
      env,
      encoding: 'utf8',
    });
    return { out: stdout, error: stderr, code: status };
  };
  const lastgood = (...words: readonly string[]) =>
    spawnSync('lastgood', words, { env, cwd: folder, encoding: 'utf8' });
  return { folder, weights, env, run, lastgood };
}

/** Each language with what its snippet prints. */
const languages = [
  ['Shell', 'serve.sh', ['sh'], (weights: string) => `serving ${weights}\n`],
  ['Python', 'serve.py', ['python3'], (weights: string) => `v2 from ${weights}\n`],
  ['TypeScript', 'serve.ts', ['node'], (weights: string) => `v2 from ${weights}, generation 0\n`],
] as const;

describe('the snippets of docs/serving.md', () => {
  it.each(languages)('%s: loads what is live', (heading, file, argv, expected) => {
    const { run, weights } = createMachine();
    expect(run(file, findSnippet(heading), ...argv)).toEqual({ out: expected(weights), error: '', code: 0 });
  });

  it.each(languages)('%s: fails where nothing is live', (heading, file, argv) => {
    const { run, env, folder } = createMachine();
    env.MODEL_REGISTRY_DIR = join(folder, 'nowhere');
    const { out, code } = run(file, findSnippet(heading), ...argv);
    expect(out).not.toMatch(/serving|v2/);
    expect(code).not.toBe(0);
  });

  it.each(languages.slice(0, 2))(
    '%s: refuses weights with other bytes than were registered',
    (heading, file, argv) => {
      const { run, weights } = createMachine();
      writeFileSync(weights, 'something else');
      const { out, code } = run(file, findSnippet(heading), ...argv);
      expect(out).not.toMatch(/serving|v2/);
      expect(code).not.toBe(0);
    },
  );

  it('Following it: sees a rollback', async () => {
    const { folder, env, lastgood } = createMachine();
    const script = join(folder, 'follow.sh');
    writeFileSync(script, findSnippet('Following it'));
    const follower = spawn('sh', [script, '2'], { env, cwd: folder });
    onTestFinished(() => void follower.kill('SIGKILL'));
    let seen = '';
    const first = Promise.withResolvers<void>();
    follower.stdout.setEncoding('utf8').on('data', (text: string) => {
      seen += text;
      first.resolve();
    });
    const ended = new Promise(resolve => follower.on('close', resolve));
    await first.promise;
    expect(seen).toBe('v2\n');
    const moved = lastgood(
      ...['rollback', 'frontshift-rag', '--to', 'v1', '--reason', 'INC-1', '--no-verify'],
      ...['--yes', '--confirm', 'frontshift-rag@latest'],
    );
    expect({ status: moved.status }, moved.stderr).toEqual({ status: 0 });
    await ended;
    expect(seen).toBe('v2\nv1\n');
  });
});
