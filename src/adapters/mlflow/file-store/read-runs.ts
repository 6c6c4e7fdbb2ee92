import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MlflowRun } from '../entities.ts';
import { findFolders, listExperiments } from './find-runs.ts';
import { readRun } from './read-run.ts';

/** Longest stretch of reading without giving other work a turn, in milliseconds. One run is never cut in two. */
const sliceMs = 8;

/**
 * Runs by id, those of deleted experiments too; those that are not there are left out. Rejects with the signal's reason.
 * @param root absolute path of the store
 * @param now milliseconds since the epoch
 */
export async function readRuns(
  root: string,
  runIds: readonly string[],
  now: () => number,
  signal: AbortSignal | undefined,
): Promise<readonly MlflowRun[]> {
  const runs: MlflowRun[] = [];
  if (runIds.length === 0) return runs;
  let sliceEndsAt = performance.now() + sliceMs;
  for (const [runId, found] of findFolders(listExperiments(root), new Set(runIds))) {
    const run = readRun(runId, found, now());
    if (run !== undefined) runs.push(run);
    if (performance.now() < sliceEndsAt) continue;
    await nextTurn();
    signal?.throwIfAborted();
    sliceEndsAt = performance.now() + sliceMs;
  }
  return runs;
}
