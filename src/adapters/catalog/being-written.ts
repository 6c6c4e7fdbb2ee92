import { setTimeout } from 'node:timers/promises';
import type { CatalogReading } from './catalog-content.ts';
import type { CatalogReadingContext } from './catalog-context.ts';

/** S2 writes its file in place: half a file that was changed within this long may be whole in a moment. */
const settledAfterMs = 2000;

const pauseMs = 50;

/** Longest wait for a file that is written over and over: a little more than it takes to settle. */
const maxPauses = 60;

type BeingRead = Pick<CatalogReadingContext, 'catalogFile' | 'fileSystem' | 'places' | 'now'>;

/** Whether a reading is of half a file that somebody may still be writing. Rejects with Node's error. */
export async function isBeingWritten(context: BeingRead, reading: CatalogReading): Promise<boolean> {
  if (reading.found !== 'unusable' || !reading.isCutOff) return false;
  const facts = await context.fileSystem.findFacts(context.places.file);
  return facts !== undefined && Math.abs(context.now() - facts.modifiedAtMs) < settledAfterMs;
}

/** Gives whoever writes the file time to go on. Rejects with the signal's reason. */
export async function pauseForWriter(signal?: AbortSignal): Promise<void> {
  await setTimeout(pauseMs, undefined, signal === undefined ? {} : { signal });
}

/**
 * What the file of models says, once it is whole or has not been changed for a while. One that is still being written is told as such: it
 * is not torn yet. Rejects with Node's error, or the signal's reason.
 */
export async function readSettled(context: BeingRead, signal?: AbortSignal): Promise<CatalogReading> {
  for (let pauses = 0; ; pauses += 1) {
    const { value: reading } = await context.catalogFile.read();
    if (!(await isBeingWritten(context, reading))) return reading;
    if (pauses === maxPauses) return describeUnfinished(context.places.fileName);
    await pauseForWriter(signal);
  }
}

function describeUnfinished(name: string): CatalogReading {
  const problem = `${name} is being written by another program.`;
  const hint = 'Try again in a moment; nothing was changed.';
  return { found: 'unusable', isCutOff: false, unwritable: { code: 'unreadable-file', problem, hint } };
}
