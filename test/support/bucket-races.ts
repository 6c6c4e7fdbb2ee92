import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { runDoctor } from '../../src/core/apply/run-doctor.ts';
import { loadModel } from '../../src/core/session/load-model.ts';
import type { Session } from '../../src/core/session/session.ts';
import { openBucketOfS0, readFromRegistry } from './buckets.ts';
import { checkMoves, type LoggedMove, type MoveEvent } from './check-moves.ts';
import { checkReads } from './check-reads.ts';
import type { Emulator, EmulatorOptions } from './gcs/emulator.ts';
import { openMachine, openReadMachine } from './mirror-machines.ts';
import { type MoversOptions, runMoverProcesses } from './movers.ts';
import { environmentOf, promote } from './registry-rig.ts';
import type { BucketEvent } from './run-bucket-moves.ts';
import { versionCount } from './run-moves.ts';

const mover = fileURLToPath(new URL('./bucket-move-process.ts', import.meta.url));
const memoryFolder = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** The aliases that are moved, by turns of the movers. */
export const movedAliases = ['latest', 'candidate'] as const;

/** A folder for copies, in memory where there is such a file system. Removed when the running test ends. */
export function createCaches(): string {
  const folder = mkdtempSync(join(memoryFolder, 'lastgood-races-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A bucket with enough versions to move among, whose two aliases stand on the first. */
export async function openMovedBucket(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await openBucketOfS0(versionCount, options);
  const { session } = await openReadMachine(emulator);
  for (const alias of movedAliases)
    expect(await promote(session, 'rag', 'v1', alias)).toMatchObject({ outcome: 'applied' });
  return emulator;
}

/** Everything that goes wrong with a network and a bucket, some of it with most requests of a second. */
export function addBadWeather(emulator: Emulator): void {
  const often = { times: Number.POSITIVE_INFINITY } as const;
  emulator.addFault({ ...often, kind: 'write', does: 'drop-after', probability: 0.04 });
  emulator.addFault({ ...often, kind: 'write', does: 'status-after', status: 503, probability: 0.03 });
  emulator.addFault({ ...often, kind: 'any', does: 'drop-before', probability: 0.02 });
  emulator.addFault({ ...often, kind: 'any', does: 'status', status: 429, probability: 0.02 });
  emulator.addFault({ ...often, kind: 'any', does: 'status', status: 503, probability: 0.02 });
  emulator.addFault({ ...often, kind: 'any', does: 'truncate', probability: 0.01 });
  emulator.addFault({ ...often, kind: 'write', does: 'stall-after', probability: 0.005 });
  emulator.addFault({ ...often, kind: 'any', does: 'stall', probability: 0.005 });
}

/** Movers on machines of which each has two; every other one moves the other alias. */
export async function raceInBucket(
  emulator: Emulator,
  options: MoversOptions,
): Promise<{
  readonly events: readonly BucketEvent[];
  readonly killed: number;
  readonly caches: readonly string[];
}> {
  const folder = createCaches();
  const cacheOf = (place: number): string => join(folder, `machine-${Math.ceil(place / 2)}`);
  const run = await runMoverProcesses<BucketEvent>(mover, options, ({ place, name, left }) => {
    const alias = aliasOf(place);
    return [emulator.httpEndpoint, cacheOf(place), alias, `${alias}-${name}`, String(left)];
  });
  emulator.clearFaults();
  const places = Array.from({ length: options.processes }, (_, index) => cacheOf(index + 1));
  return { ...run, caches: [...new Set(places)] };
}

function aliasOf(place: number): string {
  return movedAliases[place % 2] ?? movedAliases[0];
}

/**
 * What is wrong with the moves that were told of, held against the history that a machine reads which was not there before: per alias a
 * register that takes one move at a time, and reads that miss nothing.
 */
export async function judgeRace(
  emulator: Emulator,
  events: readonly BucketEvent[],
): Promise<readonly string[]> {
  const { session } = await openReadMachine(emulator);
  const logged = await listLogged(session);
  const perAlias = movedAliases.flatMap(alias => {
    const own = events.filter((event): event is MoveEvent => isMoveOf(event, alias));
    return checkMoves(
      own,
      logged.filter(move => move.alias === alias),
    );
  });
  return [...perAlias, ...checkReads(events, new Map(logged.map(move => [move.operation, move.generation])))];
}

function isMoveOf(event: BucketEvent, alias: string): boolean {
  return event.event !== 'read' && event.event !== 'read-began' && event.process.startsWith(`${alias}-`);
}

/** The moves behind the ones that set up the bucket, in their order. */
async function listLogged(session: Session): Promise<readonly (LoggedMove & { readonly alias: string })[]> {
  const { status } = await loadModel(session, 'rag');
  expect(status.chain.verdict).toBe('intact');
  return status.index.entries
    .filter(({ entry }) => movedAliases.some(alias => entry.actor.startsWith(`${alias}-`)))
    .flatMap(({ entry: { moves, operationId, generation } }) =>
      moves.map(({ alias, from, to }) => ({ alias, from, to, generation, operation: operationId })),
    );
}

/** Puts every machine in order as its next process would; then all of them, the bucket and its pointers agree. */
export async function settleMachines(emulator: Emulator, caches: readonly string[]): Promise<void> {
  for (const root of caches) {
    const findings = await runDoctor(environmentOf(openMachine(emulator, { root }).session));
    expect(findings.filter(({ state }) => state !== 'repaired')).toEqual([]);
  }
  const { session } = await openReadMachine(emulator);
  const { status } = await loadModel(session, 'rag');
  for (const alias of movedAliases) {
    const live = `rag_${status.recorded.aliases.get(alias)?.version}`;
    expect(readFromRegistry(emulator, `rag_${alias}`)).toBe(live);
    if (alias === 'latest') expect(readFromRegistry(emulator, 'latest')).toBe(live);
  }
  expect(session.registry.mirror?.reader.getCondition().differences).toEqual([]);
}
