/**
 * `npm run bench`: what starting, listing and moving cost, beside a bare Node and a plain read of the same files in the same run; and what
 * a bucket costs, beside other programs. `npm run bench -- bucket` for one part: gate, folder, bucket, lineage or mlflow.
 * Figures are of this machine and this moment: compare rows of one run, not runs.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtProgram } from '../support/terminal.ts';
import { benchBuckets } from './bench-bucket.ts';
import { benchLineage } from './bench-lineage.ts';
import { benchMlflow } from './bench-mlflow.ts';
import { filesPerVersion, makeBenchRegistry } from './make-registry.ts';
import { makeBenchResults } from './make-results.ts';
import { measureCommands } from './measure-command.ts';
import { type ConsoleFigures, measureConsole } from './measure-console.ts';

const versionCounts = [10, 1000, 10_000];
const sliceCount = 50_000;
const runs = 7;
const keys = 10_000;

/** Reads the same files as plainly as can be, in a process of its own, as a listing is. */
function plainRead(root: string, names: readonly string[]): readonly string[] {
  const script = `
    const fs = require('node:fs');
    for (const entry of fs.readdirSync(${JSON.stringify(root)}, { withFileTypes: true })) {
      if (!entry.isDirectory()) continue;
      for (const name of ${JSON.stringify(names)}) JSON.parse(fs.readFileSync(${JSON.stringify(root)} + '/' + entry.name + '/' + name, 'utf8'));
    }`;
  return [process.execPath, '-e', script];
}

async function benchOne(versionCount: number): Promise<void> {
  const root = join(mkdtempSync(join(tmpdir(), 'lastgood-bench-')), 'models_registry');
  try {
    makeBenchRegistry(root, versionCount);
    const times = measureCommands(
      {
        'node -e 0': [process.execPath, '-e', '0'],
        'read metadata': plainRead(root, ['metadata.json']),
        'read all files': plainRead(root, filesPerVersion),
        'models --json': builtProgram('models', '--json', '--registry', root),
        'versions --json': builtProgram('versions', 'frontshift-rag', '--json', '--registry', root),
      },
      runs,
    );
    const figures = await measureConsole(root, runs, versionCount === 1000 ? keys : 1000);
    print(versionCount, times, figures);
  } finally {
    rmSync(join(root, '..'), { recursive: true, force: true });
  }
}

function print(versionCount: number, times: Readonly<Record<string, number>>, figures: ConsoleFigures): void {
  const bare = times['node -e 0'] ?? 1;
  const rows: readonly (readonly [string, string])[] = [
    ...Object.entries(times).map(([name, ms]): [string, string] => [
      name,
      `${ms.toFixed(0)} ms  (${(ms / bare).toFixed(1)} x bare node)`,
    ]),
    ['models ÷ read metadata', ratio(times['models --json'], times['read metadata'])],
    ['versions ÷ read metadata', ratio(times['versions --json'], times['read metadata'])],
    ['versions ÷ read all files', ratio(times['versions --json'], times['read all files'])],
    ['console: first paint', `${figures.firstPaintMs.toFixed(0)} ms`],
    ['console: interactive', `${figures.interactiveMs.toFixed(0)} ms`],
    [
      'console: key to last byte',
      `p50 ${figures.keyMsP50.toFixed(1)} ms, p95 ${figures.keyMsP95.toFixed(1)} ms`,
    ],
    [
      'console: bytes',
      `move p50 ${figures.moveBytesP50}, scroll p95 ${figures.scrollBytesP95}, idle 2 s ${figures.idleBytes}`,
    ],
    [
      'console: memory',
      `start ${megabytes(figures.residentAtStart)}, after keys ${megabytes(figures.residentAfterKeys)}`,
    ],
  ];
  console.log(`\n${versionCount} versions × ${filesPerVersion.length} files`);
  for (const [name, value] of rows) console.log(`  ${name.padEnd(28)}${value}`);
}

function ratio(one: number | undefined, other: number | undefined): string {
  return ((one ?? 0) / (other ?? 1)).toFixed(2);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

/** Judging a results folder beside parsing its one large file, each in a process of its own. */
function benchGate(): void {
  const folder = mkdtempSync(join(tmpdir(), 'lastgood-bench-gate-'));
  try {
    const report = makeBenchResults(folder, sliceCount);
    const parse = `JSON.parse(require('node:fs').readFileSync(${JSON.stringify(report)}, 'utf8'))`;
    const times = measureCommands(
      {
        'node -e 0': [process.execPath, '-e', '0'],
        'parse the JSON': [process.execPath, '-e', parse],
        'gate --results': builtProgram('gate', '--results', folder, '--dry-run'),
      },
      runs,
    );
    console.log(`\n${sliceCount} slices`);
    for (const [name, ms] of Object.entries(times)) console.log(`  ${name.padEnd(28)}${ms.toFixed(0)} ms`);
    console.log(`  ${'gate ÷ parse'.padEnd(28)}${ratio(times['gate --results'], times['parse the JSON'])}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What `npm run bench -- NAME…` runs; everything without a name. */
const parts: Readonly<Record<string, () => void | Promise<void>>> = {
  gate: benchGate,
  folder: async () => {
    for (const versionCount of versionCounts) await benchOne(versionCount);
  },
  bucket: benchBuckets,
  lineage: benchLineage,
  mlflow: benchMlflow,
};
const names = process.argv.slice(2);
for (const [name, run] of Object.entries(parts)) if (names.length === 0 || names.includes(name)) await run();
