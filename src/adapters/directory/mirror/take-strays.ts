import type { ObjectFacts } from '../../../core/ports/object-store.ts';
import { entryLimitBytes } from '../../history/interpret-entry.ts';
import { nameHistoryFolder } from './bucket-history.ts';
import { parseObjectName } from './classify-object.ts';
import { type Histories, readHistories } from './expect-pointers.ts';
import { atOnce, fetchBytes } from './fetch-bytes.ts';
import type { RefreshRun } from './refresh-run.ts';
import { runLimited } from './run-limited.ts';
import { toSeenFacts } from './seen-objects.ts';
import { findShown } from './shown-generation.ts';
import { takePage } from './take-page.ts';
import { findMd5 } from './trust-seen.ts';

/**
 * Entries that were not listed although a pointer of the bucket shows them or later ones were: a list is not of one moment. Whoever moves
 * writes entry after entry and the pointer last, so that what is not there now is gone.
 * @throws UnavailableError
 */
export async function takeMissedEntries(run: RefreshRun): Promise<void> {
  const listed = new Map<string, { readonly count: number; readonly head: number }>();
  for (const name of run.entries.keys()) {
    const parsed = parseObjectName(name);
    if (parsed.is !== 'history') continue;
    const { count, head } = listed.get(parsed.model) ?? { count: 0, head: 0 };
    listed.set(parsed.model, { count: count + 1, head: Math.max(head, parsed.generation) });
  }
  const shown = await listShownByList(run);
  for (const model of new Set([...listed.keys(), ...shown.keys()])) {
    const { count, head } = listed.get(model) ?? { count: 0, head: 0 };
    const isWhole = count === head && (shown.get(model) ?? 0) <= head;
    if (!isWhole) await listHistoryAgain(run, model);
  }
}

/** The latest entry that the pointers of a model show, as they were listed. */
async function listShownByList(run: RefreshRun): Promise<ReadonlyMap<string, number>> {
  const shown = new Map<string, number>();
  for (const [place, listed] of run.pointers.entries()) {
    const parsed = parseObjectName(listed.name);
    if (parsed.is !== 'pointer' || parsed.model === undefined) continue;
    const facts = await complete(run, listed);
    run.pointers[place] = facts;
    shown.set(parsed.model, Math.max(findShown(facts) ?? 0, shown.get(parsed.model) ?? 0));
  }
  return shown;
}

async function listHistoryAgain(run: RefreshRun, model: string): Promise<void> {
  const prefix = nameHistoryFolder(model);
  let pageToken: string | undefined;
  do {
    const query = { prefix, ...(pageToken === undefined ? {} : { pageToken }) };
    const page = await run.context.store.list(query, { signal: run.signal });
    const missed = page.objects.filter(({ name }) => !run.listed.has(name));
    await takePage(run, missed);
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
}

/** Of an object that came without metadata and is another one than was seen, all that the bucket knows. */
async function complete({ context, signal }: RefreshRun, facts: ObjectFacts): Promise<ObjectFacts> {
  const before = context.seen.find(facts.name);
  const isKnown = before === undefined || before.facts.generation === facts.generation;
  if (isKnown || Object.keys(facts.metadata).length > 0) return facts;
  return (await context.store.find(facts.name, { signal })) ?? facts;
}

/**
 * Remembers what the bucket has in the place of entries that are not in the copy as they are there: parted, edited, out of line, or none at
 * all. Whoever judges the two histories needs both.
 * @throws UnavailableError
 */
export async function rememberStrays(run: RefreshRun): Promise<void> {
  const { cache, seen } = run.context;
  const strays = await listStrays(run, await readHistories(cache.history));
  await runLimited(strays, atOnce, async listed => {
    const facts = await complete(run, listed);
    if (facts.sizeBytes > entryLimitBytes) return;
    const bytes = await fetchBytes(run.context.store, facts, run.signal);
    const object = seen.find(facts.name);
    if (bytes === undefined || object === undefined) return;
    const current = toSeenFacts(facts);
    const now = object.replacedBy === undefined ? { facts: current } : { replacedBy: current };
    seen.note({ ...object, ...now, text: new TextDecoder().decode(bytes) });
  });
}

async function listStrays(
  { context: { cache, seen }, entries }: RefreshRun,
  histories: Histories,
): Promise<readonly ObjectFacts[]> {
  const copied = new Map<string, string>();
  for (const [model, read] of histories)
    for (const stored of read.entries)
      copied.set(`${model} ${stored.entry.generation}`, await findMd5(cache, stored));
  return [...entries.values()].filter(facts => {
    const parsed = parseObjectName(facts.name);
    const object = seen.find(facts.name);
    if (parsed.is !== 'history' || object === undefined || object.text !== undefined) return false;
    const current = object.replacedBy ?? object.facts;
    return (
      current.generation === facts.generation &&
      copied.get(`${parsed.model} ${parsed.generation}`) !== current.md5
    );
  });
}
