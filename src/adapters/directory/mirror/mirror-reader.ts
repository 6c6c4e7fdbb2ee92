import { toAppError } from '../../../core/errors/app-error.ts';
import { compareSides } from '../../../core/mirror/compare-sides.ts';
import type { Difference } from '../../../core/mirror/difference.ts';
import { planTransfers } from '../../../core/mirror/plan-transfers.ts';
import type { Sides } from '../../../core/mirror/sides.ts';
import type { Mirror, MirrorCondition, RefreshReport } from '../../../core/ports/mirror.ts';
import type { CallOptions, ObjectStore } from '../../../core/ports/object-store.ts';
import type { ReadOptions } from '../../../core/ports/registry.ts';
import { findSourceProblem } from '../../source/find-source-problem.ts';
import { shareRead } from '../../source/share-read.ts';
import { type Arrivals, createArrivals } from './arrivals.ts';
import { readHistories } from './expect-pointers.ts';
import { findSides } from './find-sides.ts';
import { createHastyStore } from './hasty-store.ts';
import type { MirrorContext } from './mirror-context.ts';
import { readBucketHistory } from './read-bucket-history.ts';
import { refreshMirror } from './refresh.ts';
import { scanCopies } from './scan-copies.ts';

/** What reading a bucket needs. */
export type MirrorReaderOptions = {
  /** `gs://bucket/prefix`. */
  readonly url: string;
  /** Absolute path of the copy. */
  readonly root: string;
  /** Opens what is remembered of the bucket; called at the first use. */
  readonly open: () => Promise<MirrorContext>;
  /** The bucket for who only looks, whose waiting is nobody's budget; the one that is opened when left out. */
  readonly storeToLook?: ObjectStore | undefined;
  /** Finds out whether a write that was forbidden would be allowed now. */
  readonly askAgain?: ((options: CallOptions) => Promise<void>) | undefined;
  /** Told of what is listed and not here yet; nobody is told when left out. */
  readonly arrivals?: Arrivals | undefined;
  /** Why the bucket took no write. */
  readonly findWriteProblem?: () => MirrorCondition['writeProblem'];
};

/** The bucket behind a copy, for who looks and for who is about to write. */
export type MirrorReader = Mirror & {
  /** As `refresh`, and does not give up before the bucket does: for writes, which are worth waiting for. */
  readonly catchUp: (options?: ReadOptions) => Promise<RefreshReport>;
  /** In what the two sides differed when this process last read the bucket to its end; undefined: it never did. */
  readonly getSides: () => Sides | undefined;
};

/** Who only looks hears soon that a bucket cannot be reached. Milliseconds. */
const lookingBudgetMs = 8000;

/** The bucket behind a copy, for reading. Creating it touches nothing. @see Mirror */
export function createMirrorReader(options: MirrorReaderOptions): MirrorReader {
  const { arrivals = createArrivals() } = options;
  let problem: MirrorCondition['problem'];
  let seenAt: string | undefined;
  let differences: readonly Difference[] = [];
  let isRefreshing = false;
  let isRead = false;
  let listed = 0;
  let isHasty = true;
  let sidesRead: Sides | undefined;
  const open = async (): Promise<MirrorContext> => {
    const context = await options.open();
    seenAt = context.seen.seenAt;
    return context;
  };
  const refresh = async (readOptions: ReadOptions): Promise<RefreshReport> => {
    isRefreshing = true;
    listed = 0;
    const onProgress = (done: number, total: number): void => {
      listed = done;
      readOptions.onProgress?.(done, total);
    };
    const budget = isHasty ? 'hasty' : 'whole';
    try {
      const context = await open();
      const store = budget === 'hasty' ? makeHasty(options.storeToLook ?? context.store) : context.store;
      const hurried = { ...context, store };
      const { sides, ...report } = await refreshMirror(hurried, { ...readOptions, onProgress }, arrivals);
      sidesRead = sides;
      seenAt = context.seen.seenAt;
      differences = report.differences;
      problem = undefined;
      isRead = true;
      await options.askAgain?.({ signal: readOptions.signal, budgetMs: lookingBudgetMs });
      return report;
    } catch (thrown) {
      const found = findSourceProblem(thrown, readOptions.signal);
      if (found !== undefined) {
        problem = found;
        // How both sides stood when the bucket was last read is known without it.
        if (sidesRead === undefined && seenAt !== undefined)
          differences = await open().then(recall, () => differences);
      }
      throw thrown;
    } finally {
      isRefreshing = false;
    }
  };
  const share = shareRead(refresh);
  const begin = (haste: boolean, readOptions?: ReadOptions): Promise<RefreshReport> => {
    if (!isRefreshing) isHasty = haste;
    return share(readOptions);
  };
  return {
    getCondition: () => ({
      url: options.url,
      cache: options.root,
      seenAt,
      problem,
      isRefreshing,
      listed: isRefreshing ? listed : 0,
      isRead,
      writeProblem: options.findWriteProblem?.(),
      differences,
    }),
    getSides: () => sidesRead,
    refresh: readOptions => begin(true, readOptions),
    catchUp: async readOptions => {
      const isMet = isRefreshing && isHasty;
      try {
        return await begin(false, readOptions);
      } catch (thrown) {
        const gaveUpSoon =
          isMet && !readOptions?.signal?.aborted && toAppError(thrown).code === 'network-failed';
        if (gaveUpSoon) return await begin(false, readOptions);
        throw thrown;
      }
    },
    describeTransfers: async (direction, { prune = false, copy = 'as-it-is' } = {}) => {
      const sides =
        copy === 'as-read' && sidesRead !== undefined ? sidesRead : await lookAtSides(await open());
      return planTransfers(sides, { direction, prune });
    },
    readBucketHistory: async (model, readOptions) =>
      await readBucketHistory(makeHasty(options.storeToLook ?? (await open()).store), model, readOptions),
  };
}

function makeHasty(store: ObjectStore): ObjectStore {
  return createHastyStore(store, lookingBudgetMs);
}

/** The differences by what was last seen; none when not even the copy can be read. */
async function recall(context: MirrorContext): Promise<readonly Difference[]> {
  return await lookAtSides(context).then(compareSides, () => []);
}

async function lookAtSides(context: MirrorContext): Promise<Sides> {
  const { places, history } = context.cache;
  return await findSides(context, await scanCopies(places.root, undefined), await readHistories(history));
}
