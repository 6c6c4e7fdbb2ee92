import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const run = promisify(execFile);
const project = resolve(import.meta.dirname, '../..');

/** A project of somebody else's with the packed package in it, and nothing else. */
async function installPackage(): Promise<string> {
  const folder = createTemporaryFolder();
  // What test/support/build-once.ts has built is packed: `prepare` need not build it again.
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const { stdout } = await run('npm', pack, { cwd: project });
  const [packed] = JSON.parse(stdout) as readonly { readonly filename: string }[];
  const home = join(folder, 'node_modules/lastgood');
  await mkdir(home, { recursive: true });
  await run('tar', ['-xzf', join(folder, packed?.filename ?? ''), '-C', home, '--strip-components=1']);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module', private: true }));
  return folder;
}

/** The TypeScript of docs/api.md, in order. */
async function readExamples(): Promise<readonly string[]> {
  const page = await readFile(join(project, 'docs/api.md'), 'utf8');
  return [...page.matchAll(/```ts\n(.*?)```/gs)].map(match => match[1] ?? '');
}

const driver = `
import { trainModel } from './example-1.ts';
import { tour } from './example-2.ts';

const config = { baseModel: 'Qwen2.5-Coder-7B', framework: 'unsloth', samples: 223, epochs: 3 };
const train = (accuracy: number, datasets: readonly string[], parentVersion?: string) =>
  trainModel('training/registry.json', 'majora', { ...config, datasets, parentVersion }, async () => ({
    loraPath: '/models/majora-lora',
    gitCommit: 'abc123def456',
    metrics: { accuracy },
  }));
const first = await train(0.85, ['oracle', 'toolbench']);
const second = await train(0.87, ['oracle', 'additional'], first);
const seen: readonly string[] = [\`registered: \${first}, \${second}\`, ...(await tour('training/registry.json'))];
console.log(seen.join('\\n'));
`;

describe('the packed package', () => {
  it('is imported by a program: the examples of docs/api.md compile against its types and run', {
    timeout: 120_000,
  }, async () => {
    const folder = await installPackage();
    const examples = await readExamples();
    expect(examples).toHaveLength(2);
    for (const [place, example] of examples.entries())
      await writeFile(join(folder, `example-${place + 1}.ts`), example);
    await writeFile(join(folder, 'run.ts'), driver);
    const types = { target: 'ES2024', lib: ['ES2024', 'DOM'], module: 'NodeNext', types: [], strict: true };
    const checks = { noEmit: true, allowImportingTsExtensions: true, noUncheckedIndexedAccess: true };
    const tsconfig = { compilerOptions: { ...types, ...checks }, include: ['*.ts'] };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
    await run(join(project, 'node_modules/.bin/tsc'), ['-p', folder]);

    const home = join(folder, 'home');
    await mkdir(home);
    const { stdout } = await run(process.execPath, ['run.ts'], {
      cwd: folder,
      env: { PATH: process.env['PATH'], HOME: home },
    });
    expect(stdout.trimEnd().split('\n')).toEqual([
      'registered: v1, v2',
      'latest: v2, accuracy 0.87',
      'v1: draft',
      'v2: draft',
      'accuracy: v1=0.85, v2=0.87, better',
      "confirmation-required (exit 2): Give { confirm: 'majora@deployed' }.",
      'applied: Roll back majora deployed: v2 to v1',
      'live: v1',
      'majora@deployed: v1',
      'majora version tree:',
      '└── v1',
      '    └── v2',
      'v2 comes from: v1',
      'v2: oracle, additional',
      'v1: oracle, toolbench',
      'best: v2',
      'majora: 2 versions',
    ]);
  });

  it('declares exactly what it exports', async () => {
    const declared = await readFile(join(project, 'dist/api.d.ts'), 'utf8');
    const names = [...declared.matchAll(/^export declare const (\w+)/gm)].map(match => match[1]);
    const exported = Object.keys(await import(join(project, 'dist/api.js')));
    expect(exported.sort()).toEqual(names.sort());
  });

  it('still gives the command line', async () => {
    const folder = await installPackage();
    await mkdir(join(folder, 'node_modules/.bin'));
    await symlink('../lastgood/dist/lastgood.js', join(folder, 'node_modules/.bin/lastgood'));
    const { stdout } = await run(join(folder, 'node_modules/.bin/lastgood'), ['--version'], { cwd: folder });
    expect(stdout).toMatch(/^lastgood \d/);
  });
});
