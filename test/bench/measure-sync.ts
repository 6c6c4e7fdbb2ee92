import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Emulator } from '../support/gcs/emulator.ts';
import { addBenchVersion, filesPerVersion, makeBenchRegistry } from './make-registry.ts';
import { runCommand } from './run-command.ts';
import { median } from './statistics.ts';
import { benchBucket, createSyncPrograms, type SyncProgram } from './sync-programs.ts';

/** The same folder brought into a bucket three times: all of it, nothing new, one version more. */
export const syncSteps = ['all', 'nothing', 'one version'] as const;
export type SyncStep = (typeof syncSteps)[number];

/** What one step cost a program: the median time, and the requests of the last round. */
export type SyncCost = { readonly ms: number; readonly requests: Readonly<Record<string, number>> };

export type SyncFigures = {
  /** By name of the program; of bare uploads only the first step. */
  readonly costs: ReadonlyMap<string, ReadonlyMap<SyncStep, SyncCost>>;
  readonly notInstalled: readonly string[];
};

/** Measures every program that is installed on one emulator, in turn so that drift of the machine hits all alike. */
export async function measureSync(
  emulator: Emulator,
  versionCount: number,
  rounds: number,
): Promise<SyncFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'lastgood-bench-sync-'));
  try {
    const programs = createSyncPrograms(emulator, join(folder, 'home'));
    const installed = programs.filter(isInstalled);
    const taken = new Map(installed.map(({ name }) => [name, [] as ReadonlyMap<SyncStep, SyncCost>[]]));
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, program] of rotate(installed, round).entries()) {
        const place = join(folder, `registry-${round}-${index}`);
        const url = `gs://${benchBucket}/round-${round}-${index}`;
        taken.get(program.name)?.push(await measureSteps(emulator, program, { place, url, versionCount }));
        rmSync(place, { recursive: true });
        for (const { name } of emulator.listObjects(benchBucket)) emulator.removeObject(benchBucket, name);
      }
    }
    return {
      costs: new Map([...taken].map(([name, costs]) => [name, summarise(costs)])),
      notInstalled: programs.filter(program => !installed.includes(program)).map(({ name }) => name),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isInstalled({ probe: [file, ...argv] }: SyncProgram): boolean {
  return file === undefined || spawnSync(file, argv, { stdio: 'ignore' }).status === 0;
}

function rotate<Item>(items: readonly Item[], by: number): readonly Item[] {
  return [...items.slice(by % items.length), ...items.slice(0, by % items.length)];
}

type Course = { readonly place: string; readonly url: string; readonly versionCount: number };

async function measureSteps(
  emulator: Emulator,
  program: SyncProgram,
  { place, url, versionCount }: Course,
): Promise<ReadonlyMap<SyncStep, SyncCost>> {
  const costs = new Map<SyncStep, SyncCost>();
  makeBenchRegistry(place, versionCount);
  for (const step of program.does === 'upload' ? syncSteps.slice(0, 1) : syncSteps) {
    if (step === 'one version') addBenchVersion(place, versionCount + 1);
    settleFiles(place);
    emulator.forgetRequests();
    const { ms, output } = await runCommand(program.sync(place, url));
    costs.set(step, {
      ms: program.time === 'printed' ? Number(output) : ms,
      requests: countRequests(emulator),
    });
    requireUploaded(emulator, program.name, versionCount + (step === 'one version' ? 1 : 0));
  }
  return costs;
}

/** Whoever reads a new file first, or syncs one, pays for all that were just written. */
function settleFiles(folder: string): void {
  spawnSync('sync');
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) readFileSync(join(entry.parentPath, entry.name));
}

function countRequests(emulator: Emulator): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { kind } of emulator.requests) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** A program that did nothing would be the fastest. */
function requireUploaded(emulator: Emulator, name: string, versionCount: number): void {
  const found = emulator
    .listObjects(benchBucket)
    .filter(object => /\/frontshift-rag_v\d+\//.test(object.name));
  const wanted = versionCount * filesPerVersion.length;
  if (found.length !== wanted)
    throw new Error(`${name} left ${found.length} files of versions in the bucket instead of ${wanted}`);
}

function summarise(costs: readonly ReadonlyMap<SyncStep, SyncCost>[]): ReadonlyMap<SyncStep, SyncCost> {
  const steps = [...(costs.at(-1) ?? [])];
  return new Map(
    steps.map(([step, { requests }]) => [
      step,
      { ms: median(costs.flatMap(cost => cost.get(step)?.ms ?? [])), requests },
    ]),
  );
}
