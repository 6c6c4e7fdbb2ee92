import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { Stranger } from '../../../core/registry/registry-index.ts';
import type { MlflowContent } from '../origin.ts';
import type { StoreFolder } from './list-folder.ts';
import { readModel } from './read-model.ts';

/** Longest stretch of reading without giving other work a turn, in milliseconds. One model is never cut in two. */
const sliceMs = 8;

/** How many models are told at once at most. */
const pageModels = 200;

/** How long a program that writes is given before what it left is read again, as MLflow's own reader does. */
const retryPausesMs = [100, 200] as const;

/** How models are read. */
export type ReadModels = {
  /** The folder of all models. */
  readonly models: StoreFolder;
  /** Names in it. */
  readonly names: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
  /** Hears of the models in pages while more is read. */
  readonly onPage: (page: readonly MlflowContent[]) => void;
};

/**
 * Reads models and tells them page by page; those that another program seems to write are read again after a moment, and told last.
 * What could not be read of them is the result. Rejects with the signal's reason.
 */
export async function readAllModels({ names, ...wanted }: ReadModels): Promise<readonly Stranger[]> {
  const strangers: Stranger[] = [];
  let waiting = names;
  for (const pauseMs of retryPausesMs) {
    waiting = await readPages({ ...wanted, names: waiting }, strangers, 'leave-fresh');
    if (waiting.length === 0) return strangers;
    await waitForWriter(pauseMs, wanted.signal);
  }
  await readPages({ ...wanted, names: waiting }, strangers, 'take-all');
  return strangers;
}

async function waitForWriter(pauseMs: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await pause(pauseMs, undefined, signal === undefined ? {} : { signal });
  } catch (thrown) {
    signal?.throwIfAborted();
    throw thrown;
  }
}

/** Reads models as they are now; the names of those that were left for later because somebody seems to write them. */
async function readPages(
  { models, names, now, signal, onPage }: ReadModels,
  strangers: Stranger[],
  fresh: 'leave-fresh' | 'take-all',
): Promise<readonly string[]> {
  const left: string[] = [];
  const page: MlflowContent[] = [];
  let sliceEndsAt = performance.now() + sliceMs;
  for (const name of names) {
    const stored = readModel(models, name, now());
    if (stored.isFresh && fresh === 'leave-fresh') left.push(name);
    else {
      strangers.push(...stored.strangers);
      if (stored.content !== undefined) page.push(stored.content);
    }
    if (page.length >= pageModels) onPage(page.splice(0));
    signal?.throwIfAborted();
    if (performance.now() < sliceEndsAt) continue;
    await nextTurn();
    sliceEndsAt = performance.now() + sliceMs;
  }
  if (page.length > 0) onPage(page);
  return left;
}
