import { UnavailableError } from '../../core/errors/app-error.ts';
import type {
  BucketAddress,
  CallOptions,
  ObjectFacts,
  ObjectPage,
  ObjectQuery,
} from '../../core/ports/object-store.ts';
import { type Deadline, type TimeLimits, transferDeadline } from './deadline.ts';
import { describePlace } from './describe-object.ts';
import { type GrowingList, growList } from './growing-list.ts';
import { formatGsutilPattern } from './gsutil-address.ts';
import type { Gsutil } from './gsutil-command.ts';
import { createListingParser, MalformedListing } from './parse-listing.ts';

const pageLength = 1000;

/** How often those who wait for a page look whether it is there, in objects. */
const stepLength = 100;

/** Lists that are kept so that their next pages need no new list; the oldest goes first. */
const keptLists = 4;

/** What a list may weigh before it counts as slow: 40,000 objects that carry their own bytes. */
const listBytes = 64 * 1024 * 1024;

/** Lists a bucket by pages. gsutil lists everything at once, so pages are cut from what it has printed so far. */
export type GsutilLister = {
  list(query: ObjectQuery, options?: CallOptions): Promise<ObjectPage>;
  /** Ends lists that still come, and forgets those of which pages are left. */
  close(): void;
};

/** Pages are named by the last object of the page before, so that one whose list is forgotten is cut from a new list. */
export function createGsutilLister(gsutil: Gsutil): GsutilLister {
  const kept = new Map<string, GrowingList<ObjectFacts>>();
  return {
    list: async ({ pageToken, ...asked }, options) => {
      options?.signal?.throwIfAborted();
      const key = JSON.stringify([asked.prefix, asked.startAt]);
      const known = pageToken === undefined ? undefined : kept.get(key);
      kept.delete(key);
      const list = known ?? beginList(gsutil, asked);
      const page = await cutPage(list, pageToken, options?.signal);
      if (page.nextPageToken !== undefined) kept.set(key, list);
      for (const oldest of [...kept.keys()].slice(0, -keptLists)) kept.delete(oldest);
      return page;
    },
    close: () => {
      for (const list of kept.values()) list.stop(new Error('The bucket was closed.'));
      kept.clear();
    },
  };
}

/** Takes a listing from gsutil. */
export type ListingReceiver = {
  readonly receive: (output: AsyncIterable<Uint8Array>) => Promise<void>;
  /** Says that gsutil ended well, so that the listing has to be whole. */
  readonly finish: () => void;
};

/**
 * Reads what `gsutil ls -L` prints. Both functions throw an UnavailableError `answer-damaged` for what cannot be believed.
 * @param doing what is being done, in words that follow "Cannot"
 */
export function receiveListing(
  address: BucketAddress,
  doing: string,
  take: (facts: ObjectFacts) => void,
): ListingReceiver {
  const parser = createListingParser(address, take);
  return {
    receive: async output => {
      for await (const bytes of output) distrust(doing, () => parser.add(bytes));
    },
    finish: () => distrust(doing, () => parser.end()),
  };
}

function distrust(doing: string, read: () => void): void {
  try {
    read();
  } catch (thrown) {
    if (!(thrown instanceof MalformedListing)) throw thrown;
    const message = `Cannot ${doing}: what gsutil printed cannot be trusted: ${thrown.message}.`;
    const hint = 'Choose the transport sdk: gsutil cannot list names or metadata that hold line breaks.';
    throw new UnavailableError('answer-damaged', message, { hint });
  }
}

function beginList(gsutil: Gsutil, { prefix = '', startAt = '' }: ObjectQuery): GrowingList<ObjectFacts> {
  const doing = `list ${describePlace(gsutil.address)}`;
  const start = Buffer.from(startAt);
  return growList(stepLength, async (take, signal) => {
    const listing = receiveListing(gsutil.address, doing, facts => {
      if (facts.name !== '' && Buffer.compare(Buffer.from(facts.name), start) >= 0) take(facts);
    });
    const { means } = await gsutil.run({
      doing,
      arguments: ['-q', 'ls', '-L', formatGsutilPattern(gsutil.address, prefix)],
      receive: listing.receive,
      deadline: listDeadline(gsutil.limits),
      signal,
    });
    if (means === 'done') listing.finish();
  });
}

/** When nothing comes it is as late as a small answer may be; as long as something does, there is time. */
function listDeadline(limits: TimeLimits): Deadline {
  return { quietMs: limits.metadataMs, totalMs: transferDeadline(limits, listBytes).totalMs };
}

/** Whoever gives up waiting for a page, or is told that it failed, wants no more of the list. */
async function cutPage(
  list: GrowingList<ObjectFacts>,
  after: string | undefined,
  signal: AbortSignal | undefined,
): Promise<ObjectPage> {
  const findStart = (): number => (after === undefined ? 0 : findAfter(list.items, Buffer.from(after)));
  try {
    await list.wait(() => list.items.length > findStart() + pageLength, signal);
  } catch (thrown) {
    list.stop(thrown);
    throw thrown;
  }
  const start = findStart();
  const objects = list.items.slice(start, start + pageLength);
  const isLast = start + pageLength >= list.items.length;
  return { objects, nextPageToken: isLast ? undefined : objects.at(-1)?.name };
}

/** Index of the first object whose name comes after this one. */
function findAfter(objects: readonly ObjectFacts[], name: Uint8Array): number {
  let [low, high] = [0, objects.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (Buffer.compare(Buffer.from(objects[middle]?.name ?? ''), name) > 0) high = middle;
    else low = middle + 1;
  }
  return low;
}
