import type { ObjectFacts, ObjectPage, ObjectStore } from '../../../core/ports/object-store.ts';
import type { ReadOptions } from '../../../core/ports/registry.ts';
import { runLimited } from './run-limited.ts';

/**
 * Where a list of a large bucket is cut, so that its parts are listed at the same time: before them lie claims and kept evidence, which are
 * many and say nothing about what is live; then the history; then the versions.
 */
const cuts = ['.lastgood/history/', '.lastgood0'] as const;

/** How a bucket is listed. */
export type ListingOptions = Pick<ReadOptions, 'signal'> & {
  /**
   * Whether a page that came without custom metadata has to come with it. Left out, all of them do. Where most is known already a page
   * without it is a tenth as large.
   */
  readonly needsMetadata?: ((objects: readonly ObjectFacts[]) => boolean) | undefined;
  /** What has to be done before a page is judged or taken; pages are asked for meanwhile. Its failure is the list's. */
  readonly meanwhile?: Promise<void> | undefined;
};

function listPages(store: ObjectStore, options: ListingOptions): ObjectStore['list'] {
  const { needsMetadata, meanwhile = Promise.resolve() } = options;
  return async (query, call) => {
    const asked = needsMetadata === undefined ? query : { ...query, metadata: 'left-out' as const };
    const listed = store.list(asked, call);
    await allOrFirstFailure(listed, meanwhile);
    const page = await listed;
    return needsMetadata?.(page.objects) ? await store.list(query, call) : page;
  };
}

/**
 * Lists all objects, page by page; a bucket of less than a page costs one request. Pages of different parts may be taken at the same time,
 * pages of one part come in order of their names, each object once.
 * @param takePage is awaited before the next page of the same part is taken
 */
export async function listBucket(
  store: ObjectStore,
  takePage: (objects: readonly ObjectFacts[]) => Promise<void>,
  options: ListingOptions = {},
): Promise<void> {
  const { signal } = options;
  const list = listPages(store, options);
  const first = await list({}, { signal });
  const last = first.objects.at(-1)?.name ?? '';
  const ahead = first.nextPageToken === undefined ? [] : cuts.filter(cut => isBefore(last, cut));
  const parts = ahead.map((cut, index) => ({ startAt: cut, end: ahead[index + 1] }));
  // One part that fails stops the others: what they would bring is asked for again by the next read.
  const stop = new AbortController();
  const signals = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const readPart = async (
    part: Pick<Part, 'startAt' | 'end'>,
    page?: ObjectPage,
    take = takePage,
  ): Promise<void> => {
    try {
      const begin = page ?? (await list({ startAt: part.startAt }, { signal: signals }));
      await listPart(list, begin, { ...part, signal: signals, takePage: take });
    } catch (thrown) {
      stop.abort(thrown);
      throw thrown;
    }
  };
  // Versions are shown before the rest is asked for.
  const versions = parts.pop();
  const taken = Promise.withResolvers<void>();
  const takeAndTell = async (objects: readonly ObjectFacts[]): Promise<void> => {
    await takePage(objects);
    taken.resolve();
  };
  const versionsRead = versions && readPart(versions, undefined, takeAndTell).finally(taken.resolve);
  if (versions !== undefined) await taken.promise;
  const rest = parts.map(part => readPart(part));
  const reads = [versionsRead, readPart({ startAt: '', end: ahead[0] }, first), ...rest];
  // Everything has ended before the caller hears of the first failure: nothing is written behind its back.
  await Promise.allSettled(reads);
  await Promise.all(reads);
}

/** Objects of a part: a page, less what may have come in between since it was last listed. */
const knownPerPart = 980;

/** Parts that are listed at the same time. */
const partsAtOnce = 8;

/**
 * Lists all objects of a bucket that was listed before: cut at names that are known, all its pages are asked for at once. Pages may be taken
 * at the same time and in any order; what came in behind a known name is in the part of that name. Each object comes once.
 * @param known names, in any order
 */
export async function listKnownBucket(
  store: ObjectStore,
  takePage: (objects: readonly ObjectFacts[]) => Promise<void>,
  known: Iterable<string>,
  options: ListingOptions = {},
): Promise<void> {
  const names = [...known].sort();
  // The order of UTF-16 is nearly that of a bucket: parts that are a little unequal are as good, parts out of order are not.
  const starts = names.filter((_, index) => index > 0 && index % knownPerPart === 0).sort(compareNames);
  if (starts.length === 0 || store.listsWhole) return await listBucket(store, takePage, options);
  const { signal = new AbortController().signal } = options;
  const list = listPages(store, options);
  await runLimited(['', ...starts], partsAtOnce, async (startAt, index) => {
    const first = await list(startAt === '' ? {} : { startAt }, { signal });
    await listPart(list, first, { startAt, end: starts[index], signal, takePage });
  });
}

type Part = {
  readonly startAt: string;
  /** Names from this one on belong to the next part. */
  readonly end: string | undefined;
  readonly signal: AbortSignal;
  readonly takePage: (objects: readonly ObjectFacts[]) => Promise<void>;
};

/** The next page is asked for while one is taken. */
async function listPart(list: ObjectStore['list'], first: ObjectPage, part: Part): Promise<void> {
  const { startAt, end, signal, takePage } = part;
  let page: ObjectPage | undefined = first;
  while (page !== undefined) {
    const { objects, nextPageToken }: ObjectPage = page;
    const isWhole = end === undefined || isBefore(objects.at(-1)?.name ?? '', end);
    const own = isWhole ? objects : objects.filter(({ name }) => isBefore(name, end));
    const isLast = nextPageToken === undefined || own.length < objects.length;
    const query = startAt === '' ? {} : { startAt };
    const next = isLast ? undefined : list({ ...query, pageToken: nextPageToken }, { signal });
    page = await allOrFirstFailure(next, takePage(own));
  }
}

/** Both have ended before either failure is thrown. */
async function allOrFirstFailure(
  listed: Promise<ObjectPage> | undefined,
  other: Promise<void>,
): Promise<ObjectPage | undefined> {
  const [page, done] = await Promise.allSettled([listed, other]);
  if (done.status === 'rejected') throw done.reason;
  if (page.status === 'rejected') throw page.reason;
  return page.value;
}

/** In the order of UTF-8 bytes, in which a bucket lists. */
function isBefore(name: string, other: string): boolean {
  return compareNames(name, other) < 0;
}

/** Of characters below these the order is that of UTF-16, which costs no bytes to be made. */
const highUnit = /[\ud800-\uffff]/;

function compareNames(name: string, other: string): number {
  if (!highUnit.test(name) && !highUnit.test(other)) return name < other ? -1 : Number(name > other);
  return Buffer.compare(Buffer.from(name), Buffer.from(other));
}
