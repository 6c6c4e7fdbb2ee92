import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Emulator } from '../support/gcs/emulator.ts';
import { builtProgram, openTerminal } from '../support/terminal.ts';
import { filesPerVersion, makeBenchRegistry } from './make-registry.ts';
import { runCommand } from './run-command.ts';
import { benchBucket, createSyncPrograms, ownName } from './sync-programs.ts';

/** How far the console had come after how long and how many requests. */
export type OpenMoment = { readonly ms: number; readonly requests: number };

/** Who brought the versions into the bucket: this program, or the original's copying of plain files. */
export type Filling = 'by lastgood' | 'by the original';

/** What opening a bucket for the first time on a machine cost. */
export type FirstOpenFigures = {
  /** The model and its first versions are on the screen. */
  readonly firstPage: OpenMoment;
  /** All versions are counted on the screen. */
  readonly everything: OpenMoment;
  /** The record of each version is here: nothing is said to be on its way any more. */
  readonly allRecords: OpenMoment;
};

const size = { columns: 120, rows: 40 };
const timeLimitMs = 300_000;

/** Opens the console, with no copy of the bucket on this machine, on that many versions, with a network this slow. */
export async function measureFirstOpen(
  emulator: Emulator,
  filling: Filling,
  versionCount: number,
  latencyMs: number,
): Promise<FirstOpenFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'lastgood-bench-open-'));
  const url = `gs://${benchBucket}/open`;
  try {
    await fill(emulator, filling, join(folder, 'registry'), url, versionCount);
    emulator.forgetRequests();
    emulator.setLatency(latencyMs);
    return await watchOpening(emulator, url, join(folder, 'copy'), versionCount);
  } finally {
    emulator.setLatency(0);
    for (const { name } of emulator.listObjects(benchBucket)) emulator.removeObject(benchBucket, name);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fill(
  emulator: Emulator,
  filling: Filling,
  folder: string,
  url: string,
  versionCount: number,
): Promise<void> {
  makeBenchRegistry(folder, versionCount);
  if (filling === 'by lastgood') {
    const own = createSyncPrograms(emulator, join(folder, '../home')).find(({ name }) => name === ownName);
    if (own !== undefined) await runCommand(own.sync(folder, url));
    return;
  }
  for (let number = 1; number <= versionCount; number += 1) {
    for (const file of filesPerVersion) {
      const name = `frontshift-rag_v${number}/${file}`;
      emulator.putObject(benchBucket, `open/${name}`, readFileSync(join(folder, name)));
    }
  }
}

async function watchOpening(
  emulator: Emulator,
  url: string,
  copy: string,
  versionCount: number,
): Promise<FirstOpenFigures> {
  const startedAt = performance.now();
  const now = (): OpenMoment => ({
    ms: performance.now() - startedAt,
    requests: emulator.requests.length,
  });
  const program = openTerminal(
    builtProgram('--registry', url, '--cache', copy, '--transport', 'sdk', '--actor', 'bench'),
    { ...size, env: { STORAGE_EMULATOR_HOST: emulator.httpEndpoint } },
  );
  try {
    await program.waitFor(/frontshift-rag/, timeLimitMs);
    const firstPage = now();
    await program.waitFor(lines => countShown(lines) === versionCount, timeLimitMs);
    const everything = now();
    await program.waitFor(lines => !/Arriving from/.test(lines.join('\n')), timeLimitMs);
    return { firstPage, everything, allRecords: now() };
  } finally {
    await program.close();
  }
}

/** The number of versions the panel tells of the model. */
function countShown(lines: readonly string[]): number {
  return Number(/frontshift-rag, (\d+) versions/.exec(lines.join('\n'))?.[1]);
}
