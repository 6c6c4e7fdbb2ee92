import { hash } from 'node:crypto';
import type { ObjectFacts, ObjectStore, ObjectWrite } from '../../../core/ports/object-store.ts';
import { generationKey, operationKey, sha256Key } from './mirror-context.ts';
import { packBody, unpackBody } from './packed-body.ts';
import { findShown } from './shown-generation.ts';

/** An object that follows a history: it is replaced, by what a later entry says only. */
export type FollowingObject = {
  /** Inside the prefix. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly contentType: ObjectWrite['contentType'];
  /** Where in the history it belongs: never goes back. */
  readonly generation: number;
  /** Of the entry it shows. */
  readonly operationId: string;
};

/**
 * How that ended. `moved`: the object is not any more what was seen: look again, first at the object, then at the history.
 * `ahead`: it shows a later entry than this one. `disputed`: it shows another entry of the same number, so one of them is not what was written.
 */
export type ReplaceOutcome = 'written' | 'already' | 'moved' | 'ahead' | 'disputed';

/**
 * Writes an object that follows a history over what was seen in its place. Who looks at the object before looking at the history
 * never puts an older state over a newer one: whoever made that state has replaced the object since, or will see this one. For the same
 * reason an object with the right bytes is written again when it was written for an earlier entry.
 * @param standing what stood there before the history was read; undefined when nothing did
 */
export async function replaceInBucket(
  store: ObjectStore,
  object: FollowingObject,
  standing: ObjectFacts | undefined,
): Promise<ReplaceOutcome> {
  const { name, bytes, contentType, generation, operationId } = object;
  const shown = (standing && findShown(standing)) ?? -1;
  if (shown > generation) return 'ahead';
  if (shown === generation && standing?.md5 === hash('md5', bytes)) return 'already';
  // What lastgood wrote for an entry of that number was written for another one than this.
  if (shown === generation && standing !== undefined && unpackBody(standing) !== undefined) return 'disputed';
  const written = await store.write({
    name,
    body: { from: 'bytes', bytes },
    expectGeneration: standing?.generation ?? '0',
    contentType,
    cacheControl: 'no-store',
    metadata: {
      [operationKey]: operationId,
      [generationKey]: String(generation),
      [sha256Key]: hash('sha256', bytes),
      ...packBody(bytes),
    },
  });
  return written.outcome === 'written' ? 'written' : 'moved';
}
