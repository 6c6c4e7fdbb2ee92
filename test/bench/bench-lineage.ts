import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtProgram, openTerminal } from '../support/terminal.ts';
import { bytesOfKeyName } from '../support/terminal-keys.ts';
import { type CatalogFiles, makeBenchCatalog } from './make-catalog.ts';
import { measureCommands } from './measure-command.ts';
import { measureKeys } from './measure-console.ts';
import { median, quantile } from './statistics.ts';

const versionCount = 5000;
const runs = 9;
const size = { columns: 120, rows: 40 };

/**
 * A large catalogue: listing it, its tree and a promotion in it, and scrolling in the tree. What is compared are whole commands, from the
 * start of the process to its end: ours beside a bare Node that reads the same file or files and parses them with `JSON.parse`.
 */
export async function benchLineage(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lastgood-bench-lineage-'));
  try {
    const files = makeBenchCatalog(folder, versionCount);
    const at = ['--registry', files.registry];
    const written = makeBenchCatalog(join(folder, 'written'), versionCount);
    const times = measureCommands(
      {
        'node -e 0': [process.execPath, '-e', '0'],
        'parse registry.json': parseOf([files.registry]),
        'parse both files': parseOf([files.registry, files.lineage]),
        'models --json': builtProgram('models', '--json', ...at),
        'versions majora --json': builtProgram('versions', 'majora', '--json', ...at),
        'lineage majora --tree': builtProgram('lineage', 'majora', '--tree', ...at),
        'lineage majora --json': builtProgram('lineage', 'majora', '--json', ...at),
        'promote v1998': promoteIn(written, 'v1998'),
        'promote v1999': promoteIn(written, 'v1999'),
      },
      runs,
    );
    const ratios = {
      'models ÷ parse': ratio(times['models --json'], times['parse registry.json']),
      'versions ÷ parse': ratio(times['versions majora --json'], times['parse registry.json']),
      'tree ÷ parse both': ratio(times['lineage majora --tree'], times['parse both files']),
    };
    console.log(`\n${versionCount} versions in one catalogue`);
    for (const [name, ms] of Object.entries(times)) console.log(`  ${name.padEnd(28)}${ms.toFixed(0)} ms`);
    for (const [name, text] of Object.entries(ratios)) console.log(`  ${name.padEnd(28)}${text}`);
    for (const line of await measureTree(files)) console.log(`  ${line}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Two of them in turn always have something to change. */
function promoteIn({ registry }: CatalogFiles, version: string): readonly string[] {
  const confirmed = ['--reason', 'bench', '--yes', '--confirm', 'majora@deployed', '--actor', 'bench'];
  return builtProgram('promote', 'majora', version, ...confirmed, '--registry', registry);
}

/** Reads and parses the files as plainly as can be. */
function parseOf(paths: readonly string[]): readonly string[] {
  const script = `for (const path of ${JSON.stringify(paths)}) JSON.parse(require('node:fs').readFileSync(path, 'utf8'))`;
  return [process.execPath, '-e', script];
}

/** Opens the tree in the console and works in it, at its start and far down. */
async function measureTree(files: CatalogFiles): Promise<readonly string[]> {
  const program = openTerminal(builtProgram('--registry', files.registry, '--actor', 'bench'), size);
  try {
    await program.waitFor('majora');
    await program.press('enter');
    await program.waitFor(lines => lines.some(line => /^>\s+v\d+/.test(line)), 30_000);
    const askedAt = performance.now();
    await program.press('l');
    await program.waitFor(lines => lines.some(line => /^>.* v\d+/.test(line) && line.includes('[')), 30_000);
    const openMs = performance.now() - askedAt;
    const [down, up] = ['ctrl-d', 'ctrl-u'].map(bytesOfKeyName);
    // It opens on the newest version, which is the last row.
    const pressed = [
      ...(await measureKeys(program, ['k', 'j'], 40)),
      ...(await measureKeys(program, [up ?? '', down ?? ''], 40)),
    ];
    await program.press('g');
    await program.waitFor(lines => lines.some(line => /^>.* v1$/.test(line.trimEnd())), 30_000);
    const atTop = [
      ...(await measureKeys(program, ['j', 'k'], 40)),
      ...(await measureKeys(program, [down ?? '', up ?? ''], 40)),
    ];
    const times = [...pressed, ...atTop].map(key => key.ms);
    return [
      `${'console: l to tree'.padEnd(28)}${openMs.toFixed(0)} ms`,
      `${'console: key to last byte'.padEnd(28)}p50 ${median(times).toFixed(1)} ms, p95 ${quantile(times, 0.95).toFixed(1)} ms`,
      `${'console: bytes'.padEnd(28)}p50 ${median([...pressed, ...atTop].map(key => key.bytes))}`,
    ];
  } finally {
    await program.close();
  }
}

function ratio(one: number | undefined, other: number | undefined): string {
  return ((one ?? 0) / (other ?? 1)).toFixed(2);
}
