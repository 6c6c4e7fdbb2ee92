import { UnavailableError } from '../../../core/errors/app-error.ts';
import { compareSides } from '../../../core/mirror/compare-sides.ts';
import type { Sides } from '../../../core/mirror/sides.ts';
import type { RefreshReport } from '../../../core/ports/mirror.ts';
import type { ObjectFacts } from '../../../core/ports/object-store.ts';
import type { ReadOptions } from '../../../core/ports/registry.ts';
import { projectModel } from '../projections.ts';
import type { Arrivals } from './arrivals.ts';
import { isCopied, parseObjectName } from './classify-object.ts';
import { listRetired, readHistories } from './expect-pointers.ts';
import { fetchAndInstall } from './fetch-and-install.ts';
import { atOnce, smallLimitBytes } from './fetch-bytes.ts';
import { findSides } from './find-sides.ts';
import { healHistories } from './heal-histories.ts';
import { type ListingOptions, listKnownBucket } from './list-bucket.ts';
import { lookAtPointers } from './look-at-pointers.ts';
import type { MirrorContext } from './mirror-context.ts';
import type { RefreshRun } from './refresh-run.ts';
import { runLimited } from './run-limited.ts';
import { listSaidPointers } from './said-pointers.ts';
import { beginScan } from './scan-copies.ts';
import { takeLaterEntries } from './take-entries.ts';
import { takeAwayPointers, takeOverPointers } from './take-over-pointers.ts';
import { takePage } from './take-page.ts';
import { takeRecords } from './take-records.ts';
import { rememberStrays, takeMissedEntries } from './take-strays.ts';

/**
 * Reads the bucket to its end and brings the copy up to date, page by page: what is read first can be seen first. What was changed here by
 * hand, and what was replaced in the bucket although it never changes, is not touched and is in the answer. A read that fails leaves a
 * valid copy and the old time.
 * @param arrivals told of what is listed and not here yet
 * @throws UnavailableError; the signal's reason
 */
export async function refreshMirror(
  context: MirrorContext,
  options: ReadOptions,
  arrivals: Arrivals,
): Promise<RefreshReport & { readonly sides: Sides }> {
  const { cache, seen, store } = context;
  const known = new Set([...seen.list()].map(object => object.facts.name));
  const scan = await beginScan(cache.places.root, options.signal);
  const run: RefreshRun = {
    context,
    signal: options.signal,
    copies: scan.copies,
    listed: new Set(),
    pointers: [],
    logs: [],
    records: [],
    later: [],
    newEntries: [],
    entries: new Map(),
    laterEntries: [],
    forks: new Map(),
    gonePointers: [],
    listRetired: once(async () => listRetired(await readHistories(cache.history))),
    texts: new Map(),
    arrivals,
    remade: [],
    counts: { fetched: 0 },
  };
  arrivals.begin();
  const startedAt = new Date(cache.now()).toISOString();
  try {
    const take = async (objects: readonly ObjectFacts[]): Promise<void> => {
      await takePage(run, objects);
      options.onProgress?.(run.listed.size, run.listed.size);
    };
    const listing = { signal: options.signal, needsMetadata: judgeNeed(run), meanwhile: scan.finish() };
    await listKnownBucket(store, take, known, listing);
    await takeMissedEntries(run);
    await takeLaterEntries(run);
    await takeListed(run);
    await runLimited(run.logs, atOnce, facts => fetchAndInstall(run, facts));
    noteGone(run, known);
    await bringInLine(run);
    await runLimited(run.later, atOnce, facts => fetchAndInstall(run, facts));
    await rememberStrays(run);
    const judge = async (): Promise<Sides> =>
      await findSides(context, run.copies, await readHistories(cache.history));
    const found = await judge();
    const sides = (await healHistories(run, found.histories)) ? await judge() : found;
    await seen.save(startedAt);
    arrivals.end();
    const differences = compareSides(sides);
    const { listed, counts, remade } = run;
    return { objects: listed.size, fetched: counts.fetched, remade, differences, sides };
  } catch (thrown) {
    // What they move was perhaps not projected: the next read takes them for new.
    for (const name of run.newEntries) forgetCopy(run, name);
    // The failure that led here is what the caller must hear of; what is not remembered is read again.
    await seen.save().catch(() => undefined);
    throw thrown;
  }
}

function forgetCopy({ context: { seen } }: RefreshRun, name: string): void {
  const object = seen.find(name);
  if (object !== undefined) seen.note({ facts: object.facts, copy: undefined });
}

/** What is live and which versions there are is known now: that is told, and the records that are not here follow. */
async function takeListed(run: RefreshRun): Promise<void> {
  const { cache, seen } = run.context;
  const histories = await readHistories(cache.history);
  const isFirst = seen.seenAt === undefined;
  const said = isFirst ? await lookAtPointers(run, listModels(run), histories) : listSaidPointers(seen);
  run.arrivals.noteListed(said ?? new Map());
  run.arrivals.announce();
  await takeRecords(run, histories, said ?? new Map());
}

function listModels({ context: { seen } }: RefreshRun): ReadonlySet<string> {
  const models = new Set<string>();
  for (const { facts } of seen.list()) {
    const parsed = parseObjectName(facts.name);
    if (parsed.is === 'metadata' || parsed.is === 'version-file' || parsed.is === 'claim')
      models.add(parsed.model);
  }
  return models;
}

function once<Result>(ask: () => Promise<Result>): () => Promise<Result> {
  let answer: Promise<Result> | undefined;
  return () => {
    answer ??= ask();
    return answer;
  };
}

/** Objects from which on a list that is known whole is worth leaving out what they carry: a page. */
const largeBucket = 1000;

/** Objects of a page that are asked for one by one; for more of them the page is asked for again. */
const fewObjects = 8;

/** Whether a page that came without metadata has to be listed with it; undefined where nothing is left out. */
function judgeNeed({ context: { seen }, copies }: RefreshRun): ListingOptions['needsMetadata'] {
  if (seen.seenAt === undefined || [...seen.list()].length <= largeBucket) return undefined;
  const isUnknown = ({ name, generation, sizeBytes, metadata }: ObjectFacts): boolean => {
    if (Object.keys(metadata).length > 0 || sizeBytes > smallLimitBytes) return false;
    const object = seen.find(name);
    if ((object?.replacedBy ?? object?.facts)?.generation !== generation) return true;
    return isCopied(parseObjectName(name)) && !copies.has(name);
  };
  return objects => objects.filter(isUnknown).length > fewObjects;
}

/** What the bucket had and has no more. Without a copy there is nothing to remember, but for what a pointer said and what a version had. */
function noteGone(run: RefreshRun, known: ReadonlySet<string>): void {
  const { seen } = run.context;
  const { listed } = run;
  for (const name of known) {
    const object = seen.find(name);
    if (listed.has(name) || object === undefined || object.isGone) continue;
    const isPointer = object.text !== undefined && parseObjectName(name).is.startsWith('pointer');
    // Of a version it stays known what belongs to it.
    const isPart = parseObjectName(name).is === 'version-file';
    if (object.copy === undefined && !isPointer && !isPart) seen.forget(name);
    else seen.note({ ...object, isGone: true });
    if (isPointer) run.gonePointers.push(name);
  }
}

/** Pointers, verdicts and logs of the copy, as the history or else the bucket says. */
async function bringInLine(run: RefreshRun): Promise<void> {
  const { cache } = run.context;
  const changed = new Set<string>();
  for (const name of run.newEntries) {
    const parsed = parseObjectName(name);
    if (parsed.is === 'history') changed.add(parsed.model);
  }
  for (const model of changed) {
    const outcomes = await projectModel(cache, model, { signal: run.signal });
    run.signal?.throwIfAborted();
    const failed = outcomes.find(({ outcome }) => outcome === 'failed');
    if (failed !== undefined)
      throw new UnavailableError('file-system-failed', failed.problem ?? 'A pointer could not be written.');
  }
  if (run.pointers.length + run.gonePointers.length === 0) return;
  const histories = await readHistories(cache.history);
  await takeAwayPointers(run, histories);
  await takeOverPointers(run, listModels(run), histories);
}
