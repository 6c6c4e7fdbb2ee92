import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { judgeAppend, requireWellFormed } from '../../core/history/append-rules.ts';
import type { HistoryEntry } from '../../core/history/entry.ts';
import { formatHistoryEntry } from '../../core/history/parse-entry.ts';
import { findNameProblem } from '../../core/names/name-problem.ts';
import type { FileSystem } from '../../core/ports/file-system.ts';
import type { AppendOutcome, HistoryLog, HistoryRead } from '../../core/ports/history-log.ts';
import { ensureFolder } from '../files/durable-write.ts';
import { withFileErrors } from '../files/file-errors.ts';
import { createErrno } from '../files/node-file-system.ts';
import { claimGeneration } from './claim-generation.ts';
import { createEntryCache, type EntryCache } from './entry-cache.ts';
import type { HistoryPlace } from './history-place.ts';
import { formatGenerationName, modelFolderOf, placeHistory } from './history-place.ts';
import { fillGaps, listGenerations, readGenerations } from './read-generations.ts';
import { ensureRegistryFile } from './registry-file.ts';

/** What a history on files needs from outside. */
export type FileHistoryOptions = {
  /** Absolute path of the folder that holds ours, which must exist. */
  readonly root: string;
  /** Name of our folder in it; `.lastgood` unless told. */
  readonly folderName?: string | undefined;
  readonly fileSystem: FileSystem;
  /** A name nobody else uses, such as a random UUID. */
  readonly createId: () => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Name and version of this program. */
  readonly tool: string;
};

/**
 * The history of a registry, in a folder of ours: `.lastgood/history/<model>/00000001.json` and so on.
 * Any number of processes and machines may write it at once.
 * @see HistoryLog for what it promises.
 */
export function createFileHistoryLog(options: FileHistoryOptions): HistoryLog {
  const { fileSystem } = options;
  const place = placeHistory(options.root, options.folderName);
  const cache = createEntryCache();
  /** Models whose folder, and the folders above it, this log has made durable. */
  const durableModels = new Set<string>();
  return {
    listModels: () => listModels(fileSystem, place),
    readHistory: async model => readHistory(fileSystem, modelFolderOf(place, model), model, cache),
    findHeadGeneration: async model => {
      const generations = await listModelGenerations(fileSystem, modelFolderOf(place, model));
      return generations.at(-1) ?? 0;
    },
    appendEntry: async entry => {
      requireWellFormed(entry);
      const folder = modelFolderOf(place, entry.model);
      return withFileErrors('record the change in the history', folder, () => {
        return appendEntry({ ...options, place, cache }, folder, entry, durableModels);
      });
    },
  };
}

async function listModels(fileSystem: FileSystem, place: HistoryPlace): Promise<readonly string[]> {
  const models: string[] = [];
  for (const name of await listHistoryFolders(fileSystem, place)) {
    if (findNameProblem(name) !== undefined) continue;
    const folder = modelFolderOf(place, name);
    const facts = await fileSystem.findFacts(folder);
    if (facts?.kind !== 'folder') continue;
    const generations = await listModelGenerations(fileSystem, folder);
    if (generations.length > 0) models.push(name);
  }
  return models.sort();
}

function listHistoryFolders(fileSystem: FileSystem, place: HistoryPlace): Promise<readonly string[]> {
  return withFileErrors('list the history', place.historyFolder, async () => {
    const facts = await fileSystem.findFacts(place.historyFolder);
    return facts?.kind === 'folder' ? fileSystem.listNames(place.historyFolder) : [];
  });
}

function listModelGenerations(fileSystem: FileSystem, folder: string): Promise<readonly number[]> {
  return withFileErrors('list the history', folder, () => listGenerations(fileSystem, folder));
}

async function readHistory(
  fileSystem: FileSystem,
  folder: string,
  model: string,
  cache: EntryCache,
): Promise<HistoryRead> {
  const listed = await listModelGenerations(fileSystem, folder);
  const readings = await readGenerations(folder, model, fillGaps(listed), sha256, cache);
  return {
    entries: readings.flatMap(reading => (reading.found === 'entry' ? [reading.stored] : [])),
    defects: readings.flatMap(reading => (reading.found === 'defect' ? [reading.defect] : [])),
  };
}

/** A history with where it is and what was read of it. */
type OpenHistory = FileHistoryOptions & { readonly place: HistoryPlace; readonly cache: EntryCache };

/** Looks before and after: the look before refuses a damaged history, the claim alone decides who wins. */
async function appendEntry(
  options: OpenHistory,
  folder: string,
  entry: HistoryEntry,
  durableModels: Set<string>,
): Promise<AppendOutcome> {
  const { fileSystem, createId, place } = options;
  const author = { createdAt: new Date(options.now()).toISOString(), tool: options.tool };
  const { appendMethod } = await ensureRegistryFile(fileSystem, place, author, createId);
  const bytes = new TextEncoder().encode(formatHistoryEntry(entry));
  const digest = sha256(bytes);
  const look = (): Promise<AppendOutcome | undefined> => judgeSite(options, folder, entry, digest);

  const found = await look();
  if (found?.outcome === 'taken') return found;
  if (!durableModels.has(entry.model)) {
    await makeModelFolder(fileSystem, place, folder);
    durableModels.add(entry.model);
  }
  const path = join(folder, formatGenerationName(entry.generation));
  if (found === undefined) {
    const temporary = join(place.temporaryFolder, createId());
    const isClaimed = await claimGeneration(fileSystem, appendMethod, { path, temporary, bytes });
    if (isClaimed) return { outcome: 'appended', digest };
  }
  const outcome = found ?? (await look());
  if (outcome === undefined) throw createErrno('EEXIST', `${path} is taken, and nothing is there`);
  // The earlier attempt may have ended between making the entry and making it durable.
  if (outcome.outcome === 'already-ours') await fileSystem.syncFolder(folder);
  return outcome;
}

async function judgeSite(
  { fileSystem, cache }: OpenHistory,
  folder: string,
  entry: HistoryEntry,
  digest: string,
): Promise<AppendOutcome | undefined> {
  const listed = await listGenerations(fileSystem, folder);
  const wanted = [entry.generation - 1, entry.generation];
  const [before, standing] = await readGenerations(folder, entry.model, wanted, sha256, cache);
  const none = { found: 'none' } as const;
  return judgeAppend(entry, digest, {
    head: listed.at(-1) ?? 0,
    before: before ?? none,
    standing: standing ?? none,
  });
}

/** A folder that another process made may not be durable yet, hence all of them are synced. */
async function makeModelFolder(fileSystem: FileSystem, place: HistoryPlace, folder: string): Promise<void> {
  for (const each of [place.lastgoodFolder, place.temporaryFolder, place.historyFolder, folder]) {
    await ensureFolder(fileSystem, each);
  }
  await fileSystem.syncFolder(place.historyFolder);
  await fileSystem.syncFolder(place.lastgoodFolder);
  await fileSystem.syncFolder(place.root);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
