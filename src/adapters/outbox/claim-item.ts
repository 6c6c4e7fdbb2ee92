import type { OperationOwner } from '../../core/operation/operation-record.ts';
import { removeIfThere } from '../files/durable-write.ts';
import { findErrno } from '../files/file-errors.ts';
import { describeOwner, judgeOwner } from '../files/process-owner.ts';
import { readJsonObject } from '../files/read-json.ts';
import { claimPath, listClaims, type OutboxPlace, privateFile } from './outbox-place.ts';

/** How long a process of which nothing can be known, on another machine for one, may have an item, in milliseconds. */
const unknownOwnerMs = 10 * 60_000;

/** An item that this process has. */
export type Claim = {
  /** Whether a process that is gone had it before: it may have told it. */
  readonly follows: 'nobody' | 'a-process-that-is-gone';
  /** Lets it go. Rejects with Node's error. */
  readonly release: () => Promise<void>;
};

/**
 * Takes an item by a file that only one process can create: the first free number after the claims of processes that are gone. Undefined
 * when another process has it. Rejects with Node's error.
 */
export async function claimItem(place: OutboxPlace, id: string): Promise<Claim | undefined> {
  const claims = await listClaims(place, id);
  const last = claims.at(-1);
  if (last !== undefined && !(await isGone(place, id, last))) return undefined;
  const own = (last ?? 0) + 1;
  const bytes = new TextEncoder().encode(`${JSON.stringify(describeOwner())}\n`);
  try {
    await place.fileSystem.createFile(claimPath(place, id, own), bytes, privateFile);
  } catch (thrown) {
    if (findErrno(thrown) === 'EEXIST') return undefined;
    throw thrown;
  }
  return {
    follows: last === undefined ? 'nobody' : 'a-process-that-is-gone',
    release: async () => {
      // The own one last: while it stands nobody else begins.
      for (const number of [...claims, own])
        await removeIfThere(place.fileSystem, claimPath(place, id, number));
    },
  };
}

async function isGone(place: OutboxPlace, id: string, number: number): Promise<boolean> {
  const path = claimPath(place, id, number);
  const reading = await readJsonObject(place.fileSystem, path, { limitBytes: 4096 });
  const owner = reading.ok ? (reading.value as unknown as OperationOwner) : undefined;
  const isKnown = typeof owner?.host === 'string' && typeof owner.processId === 'number';
  const state = isKnown ? judgeOwner(owner) : 'elsewhere';
  if (state !== 'elsewhere') return state === 'gone';
  const facts = await place.fileSystem.findFacts(path);
  return facts === undefined || place.now() - facts.modifiedAtMs > unknownOwnerMs;
}
