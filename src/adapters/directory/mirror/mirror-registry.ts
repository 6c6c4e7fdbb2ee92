import type { EntryDraft } from '../../../core/history/entry-draft.ts';
import type { Step } from '../../../core/plan/step.ts';
import type { Mirror } from '../../../core/ports/mirror.ts';
import type { ObjectStore } from '../../../core/ports/object-store.ts';
import type { Registry, RegistryReader } from '../../../core/ports/registry.ts';
import type { ModelIndex, RegistryIndex } from '../../../core/registry/registry-index.ts';
import { withFileErrors } from '../../files/file-errors.ts';
import { createPacedTelling } from '../../source/paced-telling.ts';
import { refreshRegularly } from '../../source/refresh-regularly.ts';
import {
  createDirectoryRegistry,
  type DirectoryRegistryOptions,
  openDirectoryContext,
} from '../directory-registry.ts';
import { formatVersionFolder } from '../layout.ts';
import { projectModel } from '../projections.ts';
import { stageVersion } from '../stage-version.ts';
import { createArrivals } from './arrivals.ts';
import { createBucketHistory } from './bucket-history.ts';
import { ensureBucketRegistry } from './bucket-registry-file.ts';
import { claimInBucket, finishClaimed } from './claim-in-bucket.ts';
import { installObject } from './install-object.ts';
import { keepInBucket, nameKept } from './keep-in-bucket.ts';
import { listCoveredPointers } from './list-covered-pointers.ts';
import { lookAtLive } from './look-at-live.ts';
import { makeCopyFolders } from './make-folders.ts';
import type { MirrorContext } from './mirror-context.ts';
import { createMirrorReader } from './mirror-reader.ts';
import { createMirrorWriter } from './mirror-writer.ts';
import { noteRefusal } from './note-refusal.ts';
import { openSeenObjects } from './open-seen-objects.ts';
import { address, type ProjectContext, projectBucket } from './project-bucket.ts';
import { rememberWrites } from './remember-writes.ts';
import { listSaidPointers } from './said-pointers.ts';
import { shareBudget } from './share-budget.ts';
import { addArriving, markArriving } from './show-arriving.ts';
import { showMirrored } from './show-mirrored.ts';
import { tellDisagreements } from './tell-disagreements.ts';
import { tellElsewhere, tellWhatIsMissing } from './tell-elsewhere.ts';
import { tellStale } from './tell-stale.ts';
import { trustSeen } from './trust-seen.ts';

/** What a registry in a bucket needs from outside. */
export type MirrorRegistryOptions = DirectoryRegistryOptions & {
  /** `gs://bucket/prefix`, for people and for plans. */
  readonly url: string;
  readonly store: ObjectStore;
  /** How often the bucket is read while somebody watches, in milliseconds; half a minute when left out. */
  readonly refreshEveryMs?: number | undefined;
};

const usualRefreshEveryMs = 30_000;

/** How often who watches is told of changes at most, in milliseconds. */
const tellEveryMs = 500;

/** How long a bucket that cannot be reached holds up an act in all, in milliseconds. */
const usualBudgetMs = 60_000;

/**
 * A directory registry in a bucket, with a copy in a folder of this machine (`root`, made at the first need). It is read from the copy,
 * as it was when the bucket was last read; every write is made in the bucket first, under the condition that nobody else has made it,
 * and then in the copy. Creating it touches nothing.
 */
export function createMirrorRegistry(options: MirrorRegistryOptions): Registry {
  const { url, root } = options;
  const local = { ...options, missingRoot: 'empty' } as const;
  const files = openDirectoryContext(local);
  const openSeen = openOnce(() => openSeenObjects(files, url));
  const cache = { ...files, history: trustSeen(files.history, files, openSeen) };
  const { reader, writer } = createDirectoryRegistry(local, cache);
  const { store: bucket, findWriteProblem, askAgain } = noteRefusal(options.store);
  const patience = shareBudget(bucket, { budgetMs: usualBudgetMs, nowMs: options.now });
  const { store, settle } = rememberWrites(patience.store, cache, openSeen);
  const open = async (): Promise<MirrorContext> => ({ cache, store, url, seen: await openSeen() });
  const history = createBucketHistory({
    store,
    copy: cache.history,
    takeOver: async (facts, bytes) => await installObject(await open(), facts, bytes),
    // The links of the copy are a convenience for other programs on this machine: the next read of the bucket makes them too.
    onNews: async model => void (await projectModel(cache, model, {}).catch(() => [])),
  });
  const openToWrite = async (): Promise<ProjectContext> => {
    const context = await open();
    await withFileErrors('prepare the copy', root, () => makeCopyFolders(cache.fileSystem, cache.places));
    return { ...context, history };
  };
  // By what was last read of the bucket: planning asks for it and waits for nothing.
  let covered: ReadonlySet<string> = new Set();
  const openToCarry = async (): Promise<ProjectContext> => {
    patience.begin();
    return await openToWrite();
  };
  const arrivals = createArrivals();
  const { tell, measure, listen } = createPacedTelling(tellEveryMs);
  const mirror = createMirrorReader({
    url,
    root,
    open,
    storeToLook: bucket,
    findWriteProblem,
    askAgain,
    arrivals,
  });
  // What a reading finds different shows beside what is read from the copy, even where no file of it changed.
  const source: Mirror = { ...mirror, refresh: readOptions => mirror.refresh(readOptions).finally(tell) };
  return {
    reader: {
      ...reader,
      identity: { ...reader.identity, place: url },
      loadIndex: async readOptions => {
        // What is on its way is looked at before what is here: what comes meanwhile is then seen twice, and never not at all.
        const coming = arrivals.isWatched ? arrivals.take() : undefined;
        const { seen } = await open();
        const { seenAt } = seen;
        const index = await measure(() => reader.loadIndex(readOptions));
        const said = listSaidPointers(seen);
        covered = listCoveredPointers(seen);
        const shown = coming
          ? showMirrored(addArriving(index, coming, seenAt), said ?? coming.said)
          : showMirrored(index, said);
        const live = await lookAtLive({ cache, seen }, shown.models);
        return tellDisagreements(tellStale(shown, said, url, seen), { seen, sides: mirror.getSides(), live });
      },
      loadVersions: async (model, versions, detail, readOptions) => {
        const coming = arrivals.isWatched ? arrivals.take() : undefined;
        const loaded = await measure(() => reader.loadVersions(model, versions, detail, readOptions));
        return coming ? loaded.map(version => markArriving(version, coming)) : loaded;
      },
      verifyVersion: async (model, version, readOptions) => {
        const verification = await reader.verifyVersion(model, version, readOptions);
        const { seen } = await open();
        const folder = formatVersionFolder(model, version);
        return { ...verification, checks: tellElsewhere(verification.checks, folder, seen) };
      },
      checkBoundFiles: async (model, version, files, checkOptions) => {
        const checks = await reader.checkBoundFiles(model, version, files, checkOptions);
        const folder = formatVersionFolder(model, version);
        const names = files.map(({ place, name, sha256 }) =>
          place === 'version'
            ? `${folder}/${name}`
            : place === 'kept' || place === 'private'
              ? nameKept(sha256)
              : undefined,
        );
        return tellWhatIsMissing(checks, names, (await open()).seen);
      },
      describeProjections: (index, model, draft, operationId) =>
        describeOnBothSides(reader, { url, covered }, { index, model, draft, operationId }),
      watch: onChange => {
        const stopWatching = [listen(onChange), reader.watch(tell), arrivals.watch(tell)];
        const everyMs = options.refreshEveryMs ?? usualRefreshEveryMs;
        const stopRefreshing = refreshRegularly(signal => mirror.refresh({ signal }), everyMs, tell);
        return () => {
          stopRefreshing();
          for (const stop of stopWatching) stop();
        };
      },
    },
    writer: {
      ...writer,
      history,
      catchUp: async readOptions => {
        patience.begin();
        await mirror.catchUp(readOptions);
      },
      initialise: async () => {
        await openToWrite();
        await ensureBucketRegistry(cache, store);
      },
      addVersion: async (registration, operationId, readOptions = {}) => {
        const context = await openToWrite();
        const added = await stageVersion(cache, registration, operationId, readOptions, staged =>
          claimInBucket(context, staged, readOptions),
        );
        await settle();
        return added;
      },
      keepFile: async file => {
        await openToWrite();
        await writer.keepFile(file);
        await keepInBucket({ cache, store }, file.sha256);
      },
      findAddedVersion: async (model, operationId) => {
        const context = await openToWrite();
        const added = await writer.findAddedVersion(model, operationId);
        return added ?? (await finishClaimed(context, model, operationId));
      },
      project: async (model, projectOptions = {}) => {
        const context = await openToWrite();
        // An entry that the copy could not follow must not be passed over in silence.
        await history.findHeadGeneration(model);
        const inBucket = await projectBucket(context, model, projectOptions);
        const inCopy = await writer.project(model, projectOptions);
        await settle();
        return [...inBucket, ...inCopy];
      },
    },
    source,
    mirror: { reader: source, writer: createMirrorWriter(openToCarry, settle) },
  };
}

/** Opens something at the first use, and again after a failure. */
function openOnce<Result>(load: () => Promise<Result>): () => Promise<Result> {
  let opened: Promise<Result> | undefined;
  return () => {
    opened ??= load().catch((thrown: unknown) => {
      opened = undefined;
      throw thrown;
    });
    return opened;
  };
}

type Change = {
  readonly index: RegistryIndex;
  readonly model: ModelIndex;
  readonly draft: EntryDraft;
  readonly operationId: string;
};

/** What is written in the bucket, but for pointers that files lie in the place of, then the same in the copy. */
function describeOnBothSides(
  reader: RegistryReader,
  { url, covered }: { readonly url: string; readonly covered: ReadonlySet<string> },
  change: Change,
): readonly Step[] {
  const { index, model, draft, operationId } = change;
  const here = reader.describeProjections(index, model, draft, operationId);
  const inBucket = here.filter(({ target }) => !covered.has(target));
  return [...inBucket.map(step => ({ ...step, target: address({ url }, step.target) })), ...here];
}
