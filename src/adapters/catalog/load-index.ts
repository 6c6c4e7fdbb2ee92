import { InvalidInputError, NotFoundError, UnavailableError } from '../../core/errors/app-error.ts';
import { findNameProblem } from '../../core/names/name-problem.ts';
import type { OperationRecord } from '../../core/operation/operation-record.ts';
import type { HistoryRead } from '../../core/ports/history-log.ts';
import type { ReadOptions } from '../../core/ports/registry.ts';
import type {
  MissingRows,
  ModelIndex,
  RegistryIndex,
  Unwritable,
} from '../../core/registry/registry-index.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { withFileErrors } from '../files/file-errors.ts';
import { readSettled } from './being-written.ts';
import type { CatalogContent, CatalogReading } from './catalog-content.ts';
import type { CatalogReadingContext } from './catalog-context.ts';
import { readDisplaced } from './displaced-values.ts';
import { findReadable } from './find-readable.ts';
import { indexModel } from './index-model.ts';
import { listMissingRows } from './missing-rows.ts';
import { collectFacts } from './recorded-facts.ts';
import { separateFacts } from './separate-facts.ts';

/** How often reading starts again because a history grew meanwhile, before what was read is taken as it is. */
const maxReads = 4;

/**
 * Names, states, pointers, histories and journals of everything there is; rows are not looked into. What it answers stood there at one
 * moment, as long as writers leave it one.
 * @throws NotFoundError registry-not-found; InvalidInputError registry-kind-unknown and UnavailableError unreadable-file for a file
 *   that nothing is known of but that it cannot be read; UnavailableError when the file system refuses
 */
export async function loadCatalogIndex(
  context: CatalogReadingContext,
  options: ReadOptions,
): Promise<RegistryIndex> {
  return await withFileErrors('read the registry', context.places.file, async () => {
    for (let read = 1; ; read += 1) {
      options.signal?.throwIfAborted();
      const index = await readIndex(context, options.signal);
      if (read === maxReads || index.adoption === 'never-written') return index;
      if (!(await hasGrown(context, index))) return index;
    }
  });
}

async function hasGrown({ history }: CatalogReadingContext, index: RegistryIndex): Promise<boolean> {
  for (const { model, entries, defects } of index.models) {
    if (findNameProblem(model) !== undefined) continue;
    const head = Math.max(entries.at(-1)?.entry.generation ?? 0, defects.at(-1)?.generation ?? 0);
    if ((await history.findHeadGeneration(model)) !== head) return true;
  }
  return false;
}

/** Records before histories and journals between histories and the file: whose entry is seen has a journal still, or a file that says so. */
async function readIndex(context: CatalogReadingContext, signal?: AbortSignal): Promise<RegistryIndex> {
  const { places } = context;
  const adoption = await context.findAdoption();
  const isWritten = adoption !== 'never-written';
  const records = isWritten ? await context.records.list() : new Map<string, readonly string[]>();
  const histories = isWritten ? await readHistories(context) : new Map<string, HistoryRead>();
  const operations = isWritten ? await context.readJournals() : [];
  const reading = await readSettled(context, signal);
  if (!isWritten) requireCatalog(context, reading);
  const content = await findContent(context, reading);
  const missing = new Map(
    (isWritten ? await findMissing(context, reading) : []).map(({ model, versions }) => [model, versions]),
  );
  const names = new Set([
    ...[...(content?.models.keys() ?? []), ...records.keys(), ...histories.keys()],
    ...missing.keys(),
  ]);
  const models: ModelIndex[] = [...names].sort().map(model =>
    indexModel({
      model,
      target: places.fileName,
      shape: content?.shape ?? 'wrapper',
      found: content?.models.get(model),
      foreign: content?.pointers.filter(pointer => pointer.model === model) ?? [],
      recorded: records.get(model) ?? [],
      missing: missing.get(model),
      isRemoved: reading.found === 'nothing',
      history: histories.get(model) ?? { entries: [], defects: [] },
      problem: reading.found === 'unusable' ? reading.unwritable.problem : undefined,
    }),
  );
  return {
    kind: 'catalog',
    adoption,
    models:
      reading.found === 'content' ? await tellForeign(context, models, reading.content, operations) : models,
    ownFolder: places.ownName,
    strangers: reading.found === 'content' ? reading.content.strangers : [],
    sharedProblems: [],
    unwritable: findUnwritable(reading, content),
    ...(isWritten && reading.found === 'nothing' ? { removedFile: places.fileName } : {}),
    operations,
    readAt: new Date(context.now()).toISOString(),
  };
}

/** Below this size both files are always compared; above it only when the file is the smaller one. */
const comparedBytes = 4 * 1024 * 1024;

/** What the file had before our last write and has no more. */
async function findMissing(
  { fileSystem, places, previousFile }: CatalogReadingContext,
  reading: CatalogReading,
): Promise<readonly MissingRows[]> {
  if (reading.found !== 'content') return [];
  const before = await fileSystem.findFacts(places.previous);
  const now = await fileSystem.findFacts(places.file);
  if (before === undefined || (before.sizeBytes > comparedBytes && before.sizeBytes < (now?.sizeBytes ?? 0)))
    return [];
  const { value: previous } = await previousFile.read();
  return previous.found === 'content' ? listMissingRows(previous.content, reading.content) : [];
}

/** The models with what another program has set in the file, where their histories say something else. */
async function tellForeign(
  context: CatalogReadingContext,
  models: readonly ModelIndex[],
  content: CatalogContent,
  running: readonly OperationRecord[],
): Promise<readonly ModelIndex[]> {
  const operations = new Set(running.map(({ operationId }) => operationId));
  const told: ModelIndex[] = [];
  for (const index of models) {
    const { model, entries } = index;
    const found = entries.length === 0 ? undefined : content.models.get(model);
    const ground = found && { facts: collectFacts(entries), entries, operations };
    const isSame =
      ground === undefined || separateFacts(found, { ...ground, displaced: [] }).foreign.length === 0;
    const displaced = isSame ? [] : await readDisplaced(context, model);
    const foreignFacts = isSame ? [] : separateFacts(found, { ...ground, displaced }).foreign;
    told.push(foreignFacts.length === 0 ? index : { ...index, foreignFacts });
  }
  return told;
}

/** What is known of the models: while the file is torn, what it said before lastgood last replaced it. */
async function findContent(
  context: CatalogReadingContext,
  reading: CatalogReading,
): Promise<CatalogContent | undefined> {
  return reading.found === 'content' ? reading.content : await findReadable(context);
}

async function readHistories({ history }: CatalogReadingContext): Promise<ReadonlyMap<string, HistoryRead>> {
  const models = await history.listModels();
  const read = models.map(async model => [model, await history.readHistory(model)] as const);
  return new Map(await Promise.all(read));
}

/** A file that nobody ever wrote with lastgood and that is no catalogue is a wrong place, not a registry without models. */
function requireCatalog(
  { places, missingFile, namedBy }: CatalogReadingContext,
  reading: CatalogReading,
): void {
  if (reading.found === 'unusable') {
    const { code, problem: said, hint: usual } = reading.unwritable;
    const problem = namedBy === undefined ? said : `${namedBy}: ${said}`;
    const elsewhere = `If ${namedBy} is meant for another program, name the registry with --registry.`;
    const hint = namedBy === undefined ? usual : `${usual} ${elsewhere}`;
    const options = { hint, data: { path: makeSafeText(places.file) } };
    if (code === 'registry-kind-unknown') throw new InvalidInputError(code, problem, options);
    throw new UnavailableError(code, problem, options);
  }
  if (reading.found === 'content' || missingFile === 'empty') return;
  const path = makeSafeText(places.file);
  throw new NotFoundError('registry-not-found', `There is no file ${path}.`, {
    hint: 'Check the path; register creates the file in a folder that exists.',
    data: { path },
  });
}

/** @param content what is known of the models: of a torn file that means that there is a copy of it */
function findUnwritable(
  reading: CatalogReading,
  content: CatalogContent | undefined,
): Unwritable | undefined {
  if (reading.found === 'unusable') {
    const canRepair = reading.isCutOff && content !== undefined;
    if (!canRepair) return reading.unwritable;
    const hint =
      'Run lastgood doctor to put the file back, or restore it from a backup; nothing was changed.';
    return { ...reading.unwritable, hint, repair: 'doctor' };
  }
  return reading.found === 'content' ? reading.content.unwritable : undefined;
}
