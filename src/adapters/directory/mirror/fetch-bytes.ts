import type { ObjectFacts, ObjectStore } from '../../../core/ports/object-store.ts';
import { unpackBody } from './packed-body.ts';

/** Objects up to this size are kept in the copy without being asked for; larger ones come with a pull. */
export const smallLimitBytes = 8 * 1024 * 1024;

/** How many small objects are fetched, or files written, at the same time. */
export const atOnce = 32;

/** The bytes of a small object that was listed: out of its metadata or by one request; undefined when it is gone or another one by now. */
export async function fetchBytes(
  store: ObjectStore,
  known: ObjectFacts,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | undefined> {
  signal?.throwIfAborted();
  return unpackBody(known) ?? (await store.read(known.name, smallLimitBytes, { known, signal }))?.bytes;
}
