import { join } from 'node:path';
import type { HistoryRead } from '../../core/ports/history-log.ts';
import type { ReadOptions } from '../../core/ports/registry.ts';
import type {
  Adoption,
  ForeignRollback,
  ModelIndex,
  Pointer,
  RegistryIndex,
  Stranger,
} from '../../core/registry/registry-index.ts';
import { withFileErrors } from '../files/file-errors.ts';
import { placeHistory } from '../history/history-place.ts';
import { readJournals } from '../history/journal.ts';
import { readRegistryFile } from '../history/registry-file.ts';
import type { DirectoryContext } from './directory-options.ts';
import { formatPointerName, sharedAlias } from './layout.ts';
import { findNamed, judgePointer, type RawPointer, readRawPointer } from './read-pointer.ts';
import { findLostOperations, listRollbackLogs, readForeignRollbacks } from './rollback-logs.ts';
import { type FolderScan, type PointerName, scanFolder } from './scan-folder.ts';
import { findSharedHolder } from './shared-pointer.ts';

/** How often reading starts again because a history grew meanwhile, before what was read is taken as it is. */
const maxReads = 4;

/**
 * Reads names, pointers, histories and journals; no metadata. What it answers stood there at one moment, as long as writers
 * leave it one: a pointer read after a move and a history read before it would look like a drift.
 * @throws NotFoundError registry-not-found, registry-not-a-folder; UnavailableError when the file system refuses.
 */
export async function loadDirectoryIndex(
  context: DirectoryContext,
  options: ReadOptions,
): Promise<RegistryIndex> {
  return await withFileErrors('read the registry', context.places.root, async () => {
    for (let read = 1; ; read += 1) {
      const index = await readIndex(context, options);
      if (read === maxReads || index.adoption === 'never-written') return index;
      if (!(await hasGrown(context, index))) return index;
    }
  });
}

async function hasGrown(context: DirectoryContext, index: RegistryIndex): Promise<boolean> {
  for (const { model, entries, defects } of index.models) {
    const head = Math.max(entries.at(-1)?.entry.generation ?? 0, defects.at(-1)?.generation ?? 0);
    if ((await context.history.findHeadGeneration(model)) !== head) return true;
  }
  return false;
}

async function readIndex(context: DirectoryContext, options: ReadOptions): Promise<RegistryIndex> {
  const { fileSystem, places, history } = context;
  const scan = await scanFolder(places.root, options.signal, context.missingRoot);
  // Before the histories: what a log names stands in its history by then.
  const logs = await listRollbackLogs(fileSystem, places.rollbackLogs);
  const historyModels = scan.hasLastgood ? await history.listModels() : [];
  const models = [...new Set([...scan.versions.keys(), ...historyModels])].sort();
  const histories = new Map(
    await Promise.all(
      models.map(async model => [model, await readModelHistory(context, historyModels, model)] as const),
    ),
  );
  // Between the two: an operation whose entry was seen has its journal still, or has written its pointers already.
  const operations = scan.hasLastgood ? await readJournals(context) : [];
  const rollbacks = await readForeignRollbacks(fileSystem, places.rollbackLogs, logs, models);
  const lost = await findLostOperations(fileSystem, places.rollbackLogs, logs, listOperations(histories));
  const shared: RawPointer = scan.hasSharedPointer
    ? await readRawPointer(fileSystem, join(places.root, sharedAlias))
    : { state: 'absent' };
  const holder = findSharedHolder(
    models.map(model => ({ model, entries: histories.get(model)?.entries ?? [] })),
  );
  const own = await readOwnPointers(context, scan, models);
  const indexes = models.map(model =>
    makeModelIndex({
      model,
      scan,
      own,
      shared,
      holder,
      holderIsBusy: operations.some(operation => operation.model === holder),
      history: histories.get(model),
      rollbacks: rollbacks.get(model) ?? [],
      lost: lost.get(model) ?? [],
    }),
  );
  return {
    adoption: await findAdoption(context, scan),
    models: indexes,
    strangers: [...scan.strangers, ...findStrayPointers(scan, models), ...findOccupied(own, indexes)],
    kind: 'directory',
    sharedProblems: findSharedProblems(shared, models),
    operations,
    readAt: new Date(context.now()).toISOString(),
  };
}

async function readModelHistory(
  context: DirectoryContext,
  withHistory: readonly string[],
  model: string,
): Promise<HistoryRead> {
  return withHistory.includes(model)
    ? await context.history.readHistory(model)
    : { entries: [], defects: [] };
}

function listOperations(histories: ReadonlyMap<string, HistoryRead>): ReadonlySet<string> {
  const entries = [...histories.values()].flatMap(history => history.entries);
  return new Set(entries.map(({ entry }) => entry.operationId));
}

async function findAdoption(context: DirectoryContext, scan: FolderScan): Promise<Adoption> {
  if (!scan.hasLastgood) return 'never-written';
  const reading = await readRegistryFile(context.fileSystem, placeHistory(context.places.root));
  switch (reading.found) {
    case 'none':
      return 'never-written';
    case 'registry':
      return 'adopted';
    case 'too-new':
      return 'too-new';
    case 'unreadable':
      return 'unreadable';
    default:
      return reading satisfies never;
  }
}

type OwnPointer = PointerName & { readonly raw: RawPointer };

async function readOwnPointers(
  context: DirectoryContext,
  scan: FolderScan,
  models: readonly string[],
): Promise<readonly OwnPointer[]> {
  const known = scan.pointers.filter(pointer => models.includes(pointer.model));
  return await Promise.all(
    known.map(async pointer => ({
      ...pointer,
      raw: await readRawPointer(context.fileSystem, join(context.places.root, pointer.name)),
    })),
  );
}

type ModelParts = {
  readonly model: string;
  readonly scan: FolderScan;
  readonly own: readonly OwnPointer[];
  readonly shared: RawPointer;
  /** Model that the shared pointer ought to name, by the histories. */
  readonly holder: string | undefined;
  /** Whether an operation on that model runs or was cut off, which explains that the pointer does not name it. */
  readonly holderIsBusy: boolean;
  readonly history: HistoryRead | undefined;
  readonly rollbacks: readonly ForeignRollback[];
  readonly lost: readonly string[];
};

function makeModelIndex(parts: ModelParts): ModelIndex {
  const { model, scan, history } = parts;
  const versions = scan.versions.get(model) ?? [];
  return {
    model,
    versions,
    pointers: listPointers(parts, new Set(versions.map(version => version.version))),
    entries: history?.entries ?? [],
    defects: history?.defects ?? [],
    foreignRollbacks: parts.rollbacks,
    lostOperations: parts.lost,
  };
}

/** Every pointer of the model that is there, and an absent one for each alias the history knows and nothing stands for. */
function listPointers(parts: ModelParts, versions: ReadonlySet<string>): readonly Pointer[] {
  const { model, own, shared, holder, holderIsBusy, history } = parts;
  const moved = new Set(
    (history?.entries ?? []).flatMap(stored => stored.entry.moves.map(move => move.alias)),
  );
  const pointers: Pointer[] = [];
  if (findNamed(shared)?.model === model) {
    pointers.push({
      alias: sharedAlias,
      target: sharedAlias,
      scope: 'shared',
      ...(holder === undefined || holder === model || holderIsBusy ? {} : { recordedFor: holder }),
      reading: judgePointer(shared, model, versions),
    });
  } else if (holder === model && shared.state === 'absent') {
    pointers.push({ alias: sharedAlias, target: sharedAlias, scope: 'shared', reading: { state: 'absent' } });
  }
  const found = own.filter(pointer => pointer.model === model);
  for (const pointer of found) {
    const reading = judgePointer(pointer.raw, model, versions);
    const isPointer = pointer.isLink || reading.state === 'names';
    if (isPointer || moved.has(pointer.alias))
      pointers.push({ alias: pointer.alias, target: pointer.name, scope: 'own', reading });
  }
  for (const alias of moved) {
    if (found.some(pointer => pointer.alias === alias)) continue;
    pointers.push({
      alias,
      target: formatPointerName(model, alias),
      scope: 'own',
      reading: { state: 'absent' },
    });
  }
  return pointers;
}

function findStrayPointers(scan: FolderScan, models: readonly string[]): readonly Stranger[] {
  return scan.pointers
    .filter(pointer => !models.includes(pointer.model))
    .map(pointer => ({ name: pointer.name, why: 'no model of that name' }));
}

/** Things whose name is that of a pointer of a model and that are none. They are never written over. */
function findOccupied(own: readonly OwnPointer[], indexes: readonly ModelIndex[]): readonly Stranger[] {
  const pointers = new Set(indexes.flatMap(index => index.pointers.map(pointer => pointer.target)));
  return own
    .filter(({ name }) => !pointers.has(name))
    .map(({ name, raw }) => ({
      name,
      why: raw.state === 'unusable' ? raw.problem : 'it is a file that names no version',
    }));
}

/** The shared pointer, when it cannot be used or names nothing that is a model's. */
function findSharedProblems(shared: RawPointer, models: readonly string[]): readonly Pointer[] {
  if (shared.state === 'absent') return [];
  const named = findNamed(shared);
  if (named !== undefined && models.includes(named.model)) return [];
  return [
    {
      alias: sharedAlias,
      target: sharedAlias,
      scope: 'shared',
      reading: judgePointer(shared, '', new Set()),
    },
  ];
}
