import type { ObjectFacts } from '../../../core/ports/object-store.ts';
import { nameEntry } from './bucket-history.ts';
import { parseObjectName } from './classify-object.ts';
import { installFetched } from './fetch-and-install.ts';
import { atOnce, fetchBytes } from './fetch-bytes.ts';
import type { RefreshRun } from './refresh-run.ts';
import { runLimited } from './run-limited.ts';

/** Where an entry of a history stands. */
type Position = { readonly model: string; readonly generation: number };

/**
 * Takes entries of histories, in the order of their names. One whose predecessor is not here waits: a page that comes later may bring it,
 * or tell that the histories parted there.
 */
export async function takeEntries(run: RefreshRun, entries: readonly ObjectFacts[]): Promise<void> {
  const coming = new Set<string>();
  const ready: ObjectFacts[] = [];
  for (const facts of entries) {
    const at = locate(facts);
    const before = at && nameEntry(at.model, at.generation - 1);
    if (at?.generation === 1 || (before && (run.copies.has(before) || coming.has(before)))) {
      coming.add(facts.name);
      ready.push(facts);
    } else run.laterEntries.push(facts);
  }
  await installEntries(run, ready);
}

/** Takes the entries that waited, once all of the bucket was listed; those behind a parting of the histories stay in the bucket. */
export async function takeLaterEntries(run: RefreshRun): Promise<void> {
  await installEntries(
    run,
    run.laterEntries.sort((one, other) => (one.name < other.name ? -1 : 1)),
  );
}

/** Takes the entries of a model that waited behind one which was not the bucket's and is now. @throws UnavailableError */
export async function takeEntriesAgain(run: RefreshRun, model: string): Promise<void> {
  run.forks.delete(model);
  const own = [...run.entries.values()].filter(
    facts => locate(facts)?.model === model && run.context.seen.find(facts.name)?.copy === undefined,
  );
  await installEntries(
    run,
    own.sort((one, other) => (one.name < other.name ? -1 : 1)),
  );
}

/** Notes that an entry is another one here than in the bucket. */
export function noteFork({ forks }: RefreshRun, { model, generation }: Position): void {
  forks.set(model, Math.min(generation, forks.get(model) ?? generation));
}

/** All at once they are fetched; one after the other they appear, so that a reader never sees a gap. */
async function installEntries(run: RefreshRun, entries: readonly ObjectFacts[]): Promise<void> {
  for (let start = 0; start < entries.length; start += atOnce) {
    const some = entries.slice(start, start + atOnce).filter(facts => !isBehindFork(run, facts));
    const fetched = new Map<string, Uint8Array>();
    await runLimited(some, atOnce, async facts => {
      const bytes = await fetchBytes(run.context.store, facts, run.signal);
      if (bytes !== undefined) fetched.set(facts.name, bytes);
    });
    for (const facts of some) {
      const bytes = fetched.get(facts.name);
      if (bytes !== undefined && !isBehindFork(run, facts)) await installEntry(run, facts, bytes);
    }
  }
}

async function installEntry(run: RefreshRun, facts: ObjectFacts, bytes: Uint8Array): Promise<void> {
  const outcome = await installFetched(run, facts, bytes);
  if (outcome !== 'changed-here') {
    run.newEntries.push(facts.name);
    return;
  }
  const at = locate(facts);
  if (at !== undefined) noteFork(run, at);
  // Nothing stands in its place when it was written after another entry than the one here.
  if (run.copies.get(facts.name) === 'other') run.copies.delete(facts.name);
}

function isBehindFork({ forks }: RefreshRun, facts: ObjectFacts): boolean {
  const at = locate(facts);
  return at !== undefined && at.generation > (forks.get(at.model) ?? Number.POSITIVE_INFINITY);
}

function locate({ name }: ObjectFacts): Position | undefined {
  const parsed = parseObjectName(name);
  return parsed.is === 'history' ? parsed : undefined;
}
