import type { HistoryRead, StoredEntry } from '../../core/ports/history-log.ts';
import { formatPythonJson } from '../files/lossless-edit.ts';
import type { JsonObject } from '../files/read-json.ts';
import { isBeingWritten } from './being-written.ts';
import type { CatalogContent, CatalogModel, CatalogReading } from './catalog-content.ts';
import { catalogLimitBytes } from './catalog-file.ts';
import type { CatalogContext } from './catalog-options.ts';
import { keepDisplaced, readDisplaced } from './displaced-values.ts';
import { listMissingRows } from './missing-rows.ts';
import { judgeWritable, readCatalogTree, readLineageTree } from './read-catalog-tree.ts';
import { catalogAlias, collectFacts, type RecordedFacts } from './recorded-facts.ts';
import { withoutValues } from './recorded-values.ts';
import { type ReplaceOutcome, type Rewriting, replaceFile } from './replace-file.ts';
import { findModels, listMarked, rewriteCatalog, type WantedModel } from './rewrite-catalog.ts';
import { listWithoutLineage, rewriteLineage } from './rewrite-lineage.ts';
import { type Ground, separateFacts } from './separate-facts.ts';
import { countMarked, findTouched, listLacking } from './touched-rows.ts';

/** How bringing the file of models in line ended, with what it marked as deployed of the model asked for, before and after. */
export type CatalogOutcome = ReplaceOutcome & {
  readonly before: string | null;
  readonly after: string | null;
};

/** How the file of models is rewritten. */
export type RewriteOptions = {
  /** What the file marks as deployed of the model asked for waits for somebody's decision: it stays. */
  readonly isUndecided?: boolean;
};

/**
 * Brings the file of models in line with the histories of these models, and puts back every version of ours that it lost, whoever's.
 * Rejects with Node's error.
 * @param models the one asked for first
 */
export async function projectCatalogFile(
  context: CatalogContext,
  models: readonly string[],
  options: RewriteOptions = {},
): Promise<CatalogOutcome> {
  let marks: Pick<CatalogOutcome, 'before' | 'after'> = unmarked;
  const { places } = context;
  const file = {
    ...{ path: places.file, limitBytes: catalogLimitBytes, previous: places.previous },
    isWorthKeeping: (bytes: Uint8Array) => hasEverything(context, bytes),
  };
  const outcome = await replaceFile(context, file, async found => {
    const bytes = found ?? (await readPrevious(context));
    const { rewriting, before, after } = await rewriteCatalogBytes(context, models, bytes, options);
    marks = { before, after };
    // What is the same as in a copy still has to be written.
    return rewriting.is === 'same' && found === undefined && bytes !== undefined
      ? { is: 'changed', bytes }
      : rewriting;
  });
  return { ...outcome, ...marks };
}

/** The bytes of a file of models with what the histories of these models say. @param bytes undefined: of an empty file */
export async function rewriteCatalogBytes(
  context: CatalogContext,
  models: readonly string[],
  bytes: Uint8Array | undefined,
  options: RewriteOptions = {},
): Promise<{ readonly rewriting: Rewriting; readonly before: string | null; readonly after: string | null }> {
  const { fileName } = context.places;
  const refuse = (problem: string) => ({ rewriting: { is: 'refused', problem }, ...unmarked }) as const;
  const reading: CatalogReading =
    bytes === undefined ? { found: 'nothing' } : context.catalogFile.interpret(bytes);
  if (await isBeingWritten(context, reading)) return { rewriting: { is: 'unfinished' }, ...unmarked };
  const writable = judgeWritable(fileName, reading);
  if (!writable.ok) return refuse(writable.problem);
  const { shape, content } = writable;
  const wanted = await listWantedModels(context, models, content, options);
  const tree = readCatalogTree(fileName, bytes, shape, findTouched(content, wanted));
  if (!tree.ok) return refuse(tree.problem);
  const now = new Date(context.now()).toISOString();
  const rewritten = rewriteCatalog(tree.root, shape, wanted, now);
  const isSame = rewritten === tree.root;
  const [asked = ''] = models;
  return {
    rewriting: isSame
      ? { is: 'same' }
      : { is: 'changed', bytes: new TextEncoder().encode(formatPythonJson(rewritten)) },
    before: describeMarked(listMarked(findModels(tree.root, shape), asked)),
    after: describeMarked(listMarked(findModels(rewritten, isSame ? shape : 'wrapper'), asked)),
  };
}

/** Whether a file has every version that the kept one has: the last good copy is never given up for one that lost some. */
async function hasEverything(
  { catalogFile, previousFile }: CatalogContext,
  bytes: Uint8Array,
): Promise<boolean> {
  const { value: kept } = await previousFile.read();
  if (kept.found !== 'content') return true;
  const reading = catalogFile.interpret(bytes);
  const content = reading.found === 'content' ? reading.content : undefined;
  return listMissingRows(kept.content, content).length === 0;
}

/** Of a file that is not written. */
const unmarked = { before: null, after: null };

/** Adds the versions of a model that the file of lineage lacks. Rejects with Node's error. */
export async function projectLineageFile(context: CatalogContext, model: string): Promise<ReplaceOutcome> {
  const { places, records, lineageFile } = context;
  const versions = (await records.list()).get(model) ?? [];
  if (versions.length === 0) return { outcome: 'already' };
  const file = { path: places.lineageFile, limitBytes: catalogLimitBytes, previous: places.previousLineage };
  return await replaceFile(context, file, async bytes => {
    const said = bytes && lineageFile.interpret(bytes);
    if (said?.problem !== undefined) return { is: 'refused', problem: said.problem.replace(/\.$/, '') };
    const missing = listWithoutLineage(said?.rows ?? [], model, versions);
    if (missing.length === 0) return { is: 'same' };
    const tree = readLineageTree(places.lineageName, bytes);
    if (!tree.ok) return { is: 'refused', problem: tree.problem };
    const now = new Date(context.now()).toISOString();
    const rewritten = rewriteLineage(tree.root, model, await recallRecords(context, model, missing), now);
    if (rewritten === tree.root) return { is: 'same' };
    return { is: 'changed', bytes: new TextEncoder().encode(formatPythonJson(rewritten)) };
  });
}

/** The file before our last write: one that somebody removed or tore is made again from it. Undefined when there is none. */
export async function readPrevious({ fileSystem, places }: CatalogContext): Promise<Uint8Array | undefined> {
  if ((await fileSystem.findFacts(places.previous))?.kind !== 'file') return undefined;
  return await fileSystem.readFile(places.previous, catalogLimitBytes);
}

async function listWantedModels(
  context: CatalogContext,
  models: readonly string[],
  content: CatalogContent | undefined,
  { isUndecided = false }: RewriteOptions,
): Promise<readonly WantedModel[]> {
  const recorded = await context.records.list();
  const operations = new Set((await context.readJournals()).map(({ operationId }) => operationId));
  const wanted: WantedModel[] = [];
  for (const model of new Set([...models, ...[...recorded.keys()].sort()])) {
    const missing = listLacking(content, model, recorded.get(model) ?? []);
    const records = await recallRecords(context, model, missing);
    const history = models.includes(model) ? await context.history.readHistory(model) : undefined;
    const found = content?.models.get(model);
    const isLeft = isUndecided && model === models[0];
    const isSeveral = countMarked(content, model) > 1;
    const isOpen = isLeft || (isSeveral && !isDecided(history?.entries ?? [], operations));
    const recordedFacts = history && findFacts(history, isOpen);
    const facts =
      recordedFacts &&
      (await leaveForeign(context, { model, found, facts: recordedFacts, operations, history }));
    if (records.size > 0 || facts !== undefined) wanted.push({ model, facts, records });
  }
  return wanted;
}

/** Of a history with a defect nothing: an older state than the last entry's may not be put over what stands there. */
function findFacts({ entries, defects }: HistoryRead, isOpen: boolean): RecordedFacts | undefined {
  if (defects.length > 0) return undefined;
  const facts = collectFacts(entries);
  return isOpen ? leaveLive(facts) : facts;
}

/** Without a word on what is deployed, nor on the state that follows from it. */
function leaveLive(facts: RecordedFacts): RecordedFacts {
  const states = [...facts.states].filter(([, state]) => state !== 'deployed');
  return { ...facts, live: undefined, states: new Map(states) };
}

/** The facts without those where another program has set something else since; what they replace for the first time is kept. */
async function leaveForeign(
  context: CatalogContext,
  known: Omit<Ground, 'displaced' | 'entries'> & {
    readonly model: string;
    readonly found: CatalogModel | undefined;
    readonly history: HistoryRead;
  },
): Promise<RecordedFacts> {
  const { model, found, facts, operations, history } = known;
  const ground = { facts, operations, entries: history.entries };
  const first = separateFacts(found, { ...ground, displaced: [] });
  if (first.left.size + first.displaced.length === 0) return facts;
  const { left, displaced } = separateFacts(found, {
    ...ground,
    displaced: await readDisplaced(context, model),
  });
  await keepDisplaced(context, model, displaced);
  return withoutValues(facts, left);
}

/**
 * Whether the last operation, or one that is not done with the file, moved the alias: where several versions are marked by another
 * program, only that decides between them.
 */
function isDecided(entries: readonly StoredEntry[], operations: ReadonlySet<string>): boolean {
  const last = entries.at(-1)?.entry.operationId;
  return entries.some(
    ({ entry: { operationId, moves } }) =>
      (operationId === last || operations.has(operationId)) &&
      moves.some(({ alias }) => alias === catalogAlias),
  );
}

/** Our records of versions that can be read. */
export async function recallRecords(
  { records }: CatalogContext,
  model: string,
  versions: readonly string[],
): Promise<ReadonlyMap<string, JsonObject>> {
  const found = await records.recall(model, versions);
  return new Map(
    [...found].flatMap(([version, reading]) => (reading.ok ? [[version, reading.value] as const] : [])),
  );
}

function describeMarked(versions: readonly string[]): string | null {
  return versions.length === 0 ? null : versions.join(' and ');
}
