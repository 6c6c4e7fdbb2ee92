import { hash } from 'node:crypto';
import type { ObjectFacts } from '../../../core/ports/object-store.ts';
import { parseObjectName } from './classify-object.ts';
import { fetchBytes } from './fetch-bytes.ts';
import { findCopy, type InstallOutcome, installObject } from './install-object.ts';
import { placeObject } from './place-object.ts';
import type { RefreshRun } from './refresh-run.ts';

/** Fetches a small object and puts it into the copy. */
export async function fetchAndInstall(run: RefreshRun, facts: ObjectFacts): Promise<void> {
  const bytes = await fetchBytes(run.context.store, facts, run.signal);
  if (bytes !== undefined) await installFetched(run, facts, bytes);
}

/** Puts what was fetched into the copy; kept evidence only when it is what its name says. */
export async function installFetched(
  run: RefreshRun,
  facts: ObjectFacts,
  bytes: Uint8Array,
): Promise<InstallOutcome | 'damaged'> {
  const { cache, seen } = run.context;
  const parsed = parseObjectName(facts.name);
  if (parsed.is === 'kept' && hash('sha256', bytes) !== parsed.sha256) {
    seen.note({ facts, copy: undefined, isDamaged: true });
    return 'damaged';
  }
  const outcome = await installObject(run.context, facts, bytes);
  if (outcome === 'installed') run.counts.fetched += 1;
  const place = placeObject(cache.places.root, facts.name);
  const copy = place && (await findCopy(cache.fileSystem, place.path));
  run.copies.set(facts.name, copy ?? 'other');
  return outcome;
}
