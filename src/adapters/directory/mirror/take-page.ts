import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ObjectFacts } from '../../../core/ports/object-store.ts';
import { withFileErrors } from '../../files/file-errors.ts';
import { formatVersionFolder } from '../layout.ts';
import { adoptRegistryFile, registryFileName } from './bucket-registry-file.ts';
import { type CopiedName, isCopied, parseObjectName } from './classify-object.ts';
import { fetchAndInstall } from './fetch-and-install.ts';
import { atOnce, smallLimitBytes } from './fetch-bytes.ts';
import { judgeCopy } from './judge-copy.ts';
import { makeCopyFolders } from './make-folders.ts';
import { noteListed } from './note-listed.ts';
import { unpackBody } from './packed-body.ts';
import { noteText, readText } from './read-text.ts';
import type { RefreshRun } from './refresh-run.ts';
import { runLimited } from './run-limited.ts';
import { findScanned } from './scan-copies.ts';
import type { SeenObject } from './seen-objects.ts';
import { noteFork, takeEntries } from './take-entries.ts';
import { commitName } from './upload-version.ts';

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
 * they begin to exist. What carries its own bytes costs no request and is put here now; of the rest only entries are fetched now: a
 * record that has to be fetched is told of as on its way, and waits until it is known which matters most.
 */
export async function takePage(run: RefreshRun, objects: readonly ObjectFacts[]): Promise<void> {
  const wanted: Wanted = { siblings: [], metadata: [], history: [] };
  for (const [index, facts] of objects.entries()) {
    if (index % objectsPerTurn === objectsPerTurn - 1) await nextTurn();
    await sortObject(run, facts, wanted);
  }
  run.arrivals.announce();
  await takeEntries(run, wanted.history);
  await runLimited(wanted.siblings, atOnce, facts => fetchAndInstall(run, facts));
  await runLimited(wanted.metadata, atOnce, async facts => {
    await fetchAndInstall(run, facts);
    const parsed = parseObjectName(facts.name);
    if (parsed.is === 'metadata') run.arrivals.settle(parsed);
  });
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
  if (parsed.is === 'history') run.entries.set(facts.name, facts);
  if (!isCopied(parsed)) return;
  const isTaken = await isWanted(run, parsed, object, facts);
  noteArriving(run, parsed, facts, isTaken);
  if (!isTaken) return;
  if (parsed.is === 'history') wanted.history.push(facts);
  else if (parsed.is === 'log') run.logs.push(facts);
  else if (unpackBody(facts) !== undefined)
    (parsed.is === 'metadata' ? wanted.metadata : wanted.siblings).push(facts);
  else (parsed.is === 'metadata' ? run.records : run.later).push(facts);
}

/** Of a version whose record is not here, the files that are listed: who watches sees them before they are here. */
function noteArriving(run: RefreshRun, parsed: CopiedName, facts: ObjectFacts, isTaken: boolean): void {
  if (!('version' in parsed)) return;
  if (parsed.is === 'metadata') {
    if (isTaken) run.arrivals.noteRecord(parsed, facts);
  } else if (!hasRecord(run, parsed)) run.arrivals.noteFile(parsed, facts);
}

function hasRecord(
  { copies }: RefreshRun,
  { model, version }: { readonly model: string; readonly version: string },
): boolean {
  return findScanned(copies, `${formatVersionFolder(model, version)}/${commitName}`) !== undefined;
}

async function adopt(run: RefreshRun, facts: ObjectFacts): Promise<void> {
  const text = await readText(run, facts);
  if (text === undefined) return;
  const { cache } = run.context;
  await withFileErrors('prepare the copy', cache.places.root, () =>
    makeCopyFolders(cache.fileSystem, cache.places),
  );
  const folder = run.context.seen.seenAt === undefined ? 'any' : 'known-copy';
  const adopted = await adoptRegistryFile(cache, new TextEncoder().encode(text), folder);
  if (adopted === 'remade') run.remade.push(registryFileName);
  noteText(run, facts, text);
}

async function isWanted(
  run: RefreshRun,
  parsed: CopiedName,
  object: SeenObject,
  facts: ObjectFacts,
): Promise<boolean> {
  if (object.isDamaged || facts.sizeBytes > smallLimitBytes) return false;
  const copy = findScanned(run.copies, facts.name);
  if (copy === undefined) return !(await isPutAway(run, parsed, object));
  if (object.copy === undefined) {
    const state = await judgeCopy(run.context, object, copy);
    if (parsed.is === 'history') {
      if (state === 'same') run.newEntries.push(facts.name);
      else noteFork(run, parsed);
    }
    return false;
  }
  // Everything else never changes once it was written: what replaced it is reported, and not taken.
  return parsed.is === 'gate' && object.replacedBy !== undefined;
}

/** A version that was archived and whose copy was deleted here since it was brought: a pull brings it again, a push may take it away. */
async function isPutAway(run: RefreshRun, parsed: CopiedName, object: SeenObject): Promise<boolean> {
  if (object.copy === undefined || !('version' in parsed)) return false;
  return (await run.listRetired()).has(formatVersionFolder(parsed.model, parsed.version));
}
