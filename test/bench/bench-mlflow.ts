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

/** What one way to read it cost. `callsMs`: without the start of the process. Times in milliseconds. */
type Reading = { readonly ms: number; readonly callsMs: number; readonly requests: number };

/** What the console had shown after how long. */
type Opening = { readonly firstRowsMs: number; readonly allMs: number; readonly requests: number };

/** Ways to read it, in the order of a round. */
const ways = ['their lists', 'their lists and runs', 'ours first', 'ours again'] as const;
type Way = (typeof ways)[number];

/**
 * A large registry on a real MLflow server: our `models` beside MLflow's own client, which asks for the same with its largest pages. Where
 * nothing was read before, ours reads the runs too, which the metrics of its list are from; the next time it has those that ended.
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
    const readings = new Map<Way, Reading[]>(ways.map(way => [way, []]));
    const openings: Opening[] = [];
    for (let round = -1; round < rounds; round += 1) {
      const cache = join(folder, `cache-${round}`);
      const read: Readonly<Record<Way, () => Promise<Reading>>> = {
        'their lists': () => readTheirWay(server, 'lists'),
        'their lists and runs': () => readTheirWay(server, 'lists-and-runs'),
        'ours first': () => readOurWay(server, cache),
        'ours again': () => readOurWay(server, cache),
      };
      for (const way of ways) {
        const reading = await read[way]();
        // The first of each only warms the caches.
        if (round >= 0) readings.get(way)?.push(reading);
      }
      const opening = await openOurConsole(server, join(folder, `console-${round}`));
      if (round >= 0) openings.push(opening);
    }
    print(way => readings.get(way) ?? [], openings);
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

async function readTheirWay(server: MlflowServer, what: 'lists' | 'lists-and-runs'): Promise<Reading> {
  const argv = [server.python, searcher, server.url, what];
  const { result, requests } = await countRequests(server, () => runCommand({ argv, variables: {} }));
  const answer = searcherAnswer.parse(JSON.parse(result.output.trim().split('\n').at(-1) ?? ''));
  if (answer.models !== size.models) throw new Error(`MLflow's client found ${answer.models} models`);
  return { ms: result.ms, callsMs: answer.seconds * 1000, requests };
}

async function readOurWay(server: MlflowServer, cache: string): Promise<Reading> {
  const argv = builtProgram('models', '--json', '--registry', server.url, '--cache', cache);
  const { result, requests } = await countRequests(server, () => runCommand({ argv, variables: {} }));
  if (!result.output.includes(nameBenchModel(size.models - 1))) throw new Error('models left a model out');
  return { ms: result.ms, callsMs: result.ms, requests };
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

function print(readingsOf: (way: Way) => readonly Reading[], openings: readonly Opening[]): void {
  const msOf = (way: Way): number => median(readingsOf(way).map(({ ms }) => ms));
  const callsMsOf = (way: Way): number => median(readingsOf(way).map(({ callsMs }) => callsMs));
  const compare = (ours: Way, theirs: Way): string =>
    `${(msOf(ours) / callsMsOf(theirs)).toFixed(2)} x its calls, ${(msOf(ours) / msOf(theirs)).toFixed(2)} x its process`;
  const describe = (way: Way): string => {
    const requests = median(readingsOf(way).map(each => each.requests));
    return `${msOf(way).toFixed(0)} ms, ${requests} requests`;
  };
  const describeTheirs = (way: Way): string =>
    `${describe(way)}, its calls alone ${callsMsOf(way).toFixed(0)} ms`;
  const rows: readonly (readonly [string, string])[] = [
    ["MLflow's client: lists", describeTheirs('their lists')],
    ["MLflow's client: and runs", describeTheirs('their lists and runs')],
    ['models --json, first', describe('ours first')],
    ['models --json, again', describe('ours again')],
    ['first ÷ lists and runs', compare('ours first', 'their lists and runs')],
    ['again ÷ lists', compare('ours again', 'their lists')],
    ['console: first rows', `${median(openings.map(({ firstRowsMs }) => firstRowsMs)).toFixed(0)} ms`],
    [
      'console: the last row',
      `${median(openings.map(({ allMs }) => allMs)).toFixed(0)} ms, ${median(openings.map(({ requests }) => requests))} requests`,
    ],
  ];
  console.log(`\n${size.models} models × ${size.versionsPerModel} versions on an MLflow server`);
  for (const [name, value] of rows) console.log(`  ${name.padEnd(28)}${value}`);
}
