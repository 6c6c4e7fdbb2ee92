import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { installTools } from '../services/installable-tools.ts';
import { type MlflowServer, startMlflowServer } from '../services/mlflow-server.ts';
import { hasTool, tools } from '../services/tools.ts';
import { builtProgram, openTerminal } from '../support/terminal.ts';
import { fillMlflow, nameBenchModel, type RegistrySize } from './fill-mlflow.ts';
import { runCommand } from './run-command.ts';
import { median } from './statistics.ts';

const size: RegistrySize = { models: 2000, versionsPerModel: 5 };
const rounds = 3;
const searcher = fileURLToPath(new URL('./search-mlflow.py', import.meta.url));
const searcherAnswer = z.object({ models: z.number(), versions: z.number(), seconds: z.number() });
const timeLimitMs = 120_000;

/** What one way to read it all cost. Times in milliseconds. */
type Reading = { readonly ms: number; readonly callsMs?: number; readonly requests: number };

/** What the console had shown after how long. */
type Opening = { readonly firstRowsMs: number; readonly allMs: number; readonly requests: number };

/**
 * A large registry on a real MLflow server: our `models` beside MLflow's own client, which asks for the same with its largest pages. Both
 * start anew for each reading, ours without anything it has read before.
 */
export async function benchMlflow(): Promise<void> {
  installTools(['mlflow']);
  if (!hasTool(tools.mlflow)) {
    console.log('\nMLflow is not installed: nothing is measured');
    return;
  }
  const server = await startMlflowServer();
  const folder = mkdtempSync(join(tmpdir(), 'lastgood-bench-mlflow-'));
  try {
    fillMlflow(server.database, size);
    const theirs: Reading[] = [];
    const ours: Reading[] = [];
    const again: Reading[] = [];
    const openings: Opening[] = [];
    for (let round = -1; round < rounds; round += 1) {
      const cache = join(folder, `cache-${round}`);
      const readings = {
        theirs: await readTheirWay(server),
        ours: await readOurWay(server, cache),
        again: await readOurWay(server, cache),
        opening: await openOurConsole(server, join(folder, `console-${round}`)),
      };
      // The first of each only warms the caches.
      if (round < 0) continue;
      theirs.push(readings.theirs);
      ours.push(readings.ours);
      again.push(readings.again);
      openings.push(readings.opening);
    }
    print({ theirs, ours, again, openings });
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await server.stop();
  }
}

/** What an act asked of the server. */
async function countRequests<Result>(
  server: MlflowServer,
  act: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly requests: number }> {
  const before = (await server.listRequests()).length;
  const result = await act();
  return { result, requests: (await server.listRequests()).length - before };
}

async function readTheirWay(server: MlflowServer): Promise<Reading> {
  const argv = [server.python, searcher, server.url];
  const { result, requests } = await countRequests(server, () => runCommand({ argv, variables: {} }));
  const answer = searcherAnswer.parse(JSON.parse(result.output.trim().split('\n').at(-1) ?? ''));
  if (answer.models !== size.models) throw new Error(`MLflow's client found ${answer.models} models`);
  return { ms: result.ms, callsMs: answer.seconds * 1000, requests };
}

async function readOurWay(server: MlflowServer, cache: string): Promise<Reading> {
  const argv = builtProgram('models', '--json', '--registry', server.url, '--cache', cache);
  const { result, requests } = await countRequests(server, () => runCommand({ argv, variables: {} }));
  if (!result.output.includes(nameBenchModel(size.models - 1))) throw new Error('models left a model out');
  return { ms: result.ms, requests };
}

/** Opens the console where nothing was read before, and waits for rows, and until nothing more is on its way. */
async function openOurConsole(server: MlflowServer, cache: string): Promise<Opening> {
  const { result, requests } = await countRequests(server, async () => {
    const startedAt = performance.now();
    const argv = builtProgram('--registry', server.url, '--cache', cache, '--actor', 'bench');
    const program = openTerminal(argv, { columns: 120, rows: 40 });
    try {
      await program.waitFor(/model-0\d{4}/, timeLimitMs);
      const firstRowsMs = performance.now() - startedAt;
      const giveUpAt = startedAt + timeLimitMs;
      const last = nameBenchModel(size.models - 1);
      // The end of the list moves on as pages come.
      while (!program.screen().some(line => line.includes(last))) {
        if (performance.now() > giveUpAt) throw new Error(`${last} was not shown`);
        await program.press('G');
      }
      return { firstRowsMs, allMs: performance.now() - startedAt };
    } finally {
      await program.close();
    }
  });
  return { ...result, requests };
}

type Figures = {
  readonly theirs: readonly Reading[];
  readonly ours: readonly Reading[];
  readonly again: readonly Reading[];
  readonly openings: readonly Opening[];
};

function print({ theirs, ours, again, openings }: Figures): void {
  const theirMs = median(theirs.map(({ ms }) => ms));
  const callsMs = median(theirs.map(({ callsMs: ms = 0 }) => ms));
  const ourMs = median(ours.map(({ ms }) => ms));
  const rows: readonly (readonly [string, string])[] = [
    ["MLflow's client, its calls", `${callsMs.toFixed(0)} ms, ${countOf(theirs)} requests`],
    ["MLflow's client, the process", `${theirMs.toFixed(0)} ms`],
    ['models --json', `${ourMs.toFixed(0)} ms, ${countOf(ours)} requests`],
    ['models --json again', `${median(again.map(({ ms }) => ms)).toFixed(0)} ms, ${countOf(again)} requests`],
    ['models ÷ its calls', (ourMs / callsMs).toFixed(2)],
    ['models ÷ its process', (ourMs / theirMs).toFixed(2)],
    ['console: first rows', `${median(openings.map(({ firstRowsMs }) => firstRowsMs)).toFixed(0)} ms`],
    [
      'console: the last row',
      `${median(openings.map(({ allMs }) => allMs)).toFixed(0)} ms, ${countOf(openings)} requests`,
    ],
  ];
  console.log(`\n${size.models} models × ${size.versionsPerModel} versions on an MLflow server`);
  for (const [name, value] of rows) console.log(`  ${name.padEnd(30)}${value}`);
}

function countOf(readings: readonly { readonly requests: number }[]): number {
  return median(readings.map(({ requests }) => requests));
}
