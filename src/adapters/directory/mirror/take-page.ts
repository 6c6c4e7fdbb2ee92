import { hash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ObjectFacts } from '../../../core/ports/object-store.ts';
import { withFileErrors } from '../../files/file-errors.ts';
import { adoptRegistryFile } from './bucket-registry-file.ts';
import { type CopiedName, isCopied, parseObjectName } from './classify-object.ts';
import { atOnce, fetchBytes, smallLimitBytes } from './fetch-bytes.ts';
import { findCopy, installObject } from './install-object.ts';
import { judgeCopy } from './judge-copy.ts';
import { makeCopyFolders } from './make-folders.ts';
import { noteListed } from './note-listed.ts';
import { unpackBody } from './packed-body.ts';
import { placeObject } from './place-object.ts';
import { noteText, readText } from './read-text.ts';
import type { RefreshRun } from './refresh-run.ts';
import { runLimited } from './run-limited.ts';
import type { SeenObject } from './seen-objects.ts';

/** Objects looked at between two turns of other work. */
const objectsPerTurn = 500;

/** What a page brings that is not here, in the order in which it is put here. */
type Wanted = {
  readonly siblings: ObjectFacts[];
  readonly metadata: ObjectFacts[];
  readonly history: ObjectFacts[];
};

/**
 * Takes what a page of the list brings: entries of the history in their order, files of versions before the metadata.json with which
 * they begin to exist. What carries its own bytes costs no request; of the rest only what says which versions there are is fetched now.
 */
export async function takePage(run: RefreshRun, objects: readonly ObjectFacts[]): Promise<void> {
  const wanted: Wanted = { siblings: [], metadata: [], history: [] };
  for (const [index, facts] of objects.entries()) {
    if (index % objectsPerTurn === objectsPerTurn - 1) await nextTurn();
    await sortObject(run, facts, wanted);
  }
  await installEntries(run, wanted.history);
  await runLimited(wanted.siblings, atOnce, facts => fetchAndInstall(run, facts));
  await runLimited(wanted.metadata, atOnce, facts => fetchAndInstall(run, facts));
}

/** Fetches small objects and puts them into the copy. */
export async function fetchAndInstall(run: RefreshRun, facts: ObjectFacts): Promise<void> {
  const bytes = await fetchBytes(run.context.store, facts, run.signal);
  if (bytes !== undefined) await install(run, facts, bytes);
}

async function sortObject(run: RefreshRun, facts: ObjectFacts, wanted: Wanted): Promise<void> {
  const parsed = parseObjectName(facts.name);
  if (parsed.is === 'folder-mark') return;
  run.listed.add(facts.name);
  if (parsed.is === 'pointer' || parsed.is === 'pointer-copy') {
    run.pointers.push(facts);
    return;
  }
  if (parsed.is === 'registry-file') {
    await adopt(run, facts);
    return;
  }
  const object = noteListed(run.context.seen, facts);
  if (!isCopied(parsed) || !(await isWanted(run, parsed, object, facts))) return;
  if (parsed.is === 'history') wanted.history.push(facts);
  else if (parsed.is === 'metadata') wanted.metadata.push(facts);
  else if (parsed.is === 'log') run.logs.push(facts);
  else if (unpackBody(facts) !== undefined) wanted.siblings.push(facts);
  else run.later.push(facts);
}

async function adopt(run: RefreshRun, facts: ObjectFacts): Promise<void> {
  const text = await readText(run, facts);
  if (text === undefined) return;
  const { cache } = run.context;
  await withFileErrors('prepare the copy', cache.places.root, () =>
    makeCopyFolders(cache.fileSystem, cache.places),
  );
  await adoptRegistryFile(cache, new TextEncoder().encode(text));
  noteText(run, facts, text);
}

async function isWanted(
  run: RefreshRun,
  parsed: CopiedName,
  object: SeenObject,
  facts: ObjectFacts,
): Promise<boolean> {
  if (object.isDamaged || facts.sizeBytes > smallLimitBytes) return false;
  const copy = run.copies.get(facts.name);
  if (copy === undefined) return true;
  if (object.copy === undefined) {
    const state = await judgeCopy(run.context, object, copy);
    if (state === 'same' && parsed.is === 'history') run.newEntries.push(facts.name);
    return false;
  }
  // Everything else never changes once it was written: what replaced it is reported, and not taken.
  return parsed.is === 'gate' && object.replacedBy !== undefined;
}

/** All at once they are fetched; one after the other they appear, so that a reader never sees a gap. */
async function installEntries(run: RefreshRun, entries: readonly ObjectFacts[]): Promise<void> {
  for (let start = 0; start < entries.length; start += atOnce) {
    const some = entries.slice(start, start + atOnce);
    const fetched = new Map<string, Uint8Array>();
    await runLimited(some, atOnce, async facts => {
      const bytes = await fetchBytes(run.context.store, facts, run.signal);
      if (bytes !== undefined) fetched.set(facts.name, bytes);
    });
    for (const facts of some) {
      const bytes = fetched.get(facts.name);
      if (bytes === undefined) continue;
      await install(run, facts, bytes);
      run.newEntries.push(facts.name);
    }
  }
}

async function install(run: RefreshRun, facts: ObjectFacts, bytes: Uint8Array): Promise<void> {
  const { cache, seen } = run.context;
  const parsed = parseObjectName(facts.name);
  if (parsed.is === 'kept' && hash('sha256', bytes) !== parsed.sha256) {
    seen.note({ facts, copy: undefined, isDamaged: true });
    return;
  }
  const outcome = await installObject(run.context, facts, bytes);
  if (outcome === 'installed') run.counts.fetched += 1;
  const place = placeObject(cache.places.root, facts.name);
  const copy = place && (await findCopy(cache.fileSystem, place.path));
  run.copies.set(facts.name, copy ?? 'other');
}
