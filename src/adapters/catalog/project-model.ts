import { dirname, join } from 'node:path';
import { toAppError } from '../../core/errors/app-error.ts';
import type { EntryDraft } from '../../core/history/entry-draft.ts';
import type { Step } from '../../core/plan/step.ts';
import type { StoredEntry } from '../../core/ports/history-log.ts';
import type { ProjectionOutcome, ProjectOptions } from '../../core/ports/registry.ts';
import type { ModelIndex } from '../../core/registry/registry-index.ts';
import { ensureFolder } from '../files/durable-write.ts';
import { findErrno, toFileError } from '../files/file-errors.ts';
import {
  describeGateSteps,
  listWantedGates,
  readGateStanding,
  type WantedGate,
  writeGateFile,
} from '../history/gate-file.ts';
import { readJournals } from '../history/journal.ts';
import { readKept } from '../history/kept-files.ts';
import type { CatalogContext } from './catalog-options.ts';
import { type CatalogPlaces, formatGateTarget } from './catalog-places.ts';
import { projectCatalogFile, projectLineageFile } from './project-files.ts';
import { catalogAlias } from './recorded-facts.ts';
import type { ReplaceOutcome } from './replace-file.ts';

/** How often projecting starts again because a head moved meanwhile, before it leaves the rest to whoever moved it. */
const maxRounds = 50;

/** What a draft will change in the file of models, and the files of its verdicts, as steps. Pure. */
export function describeCatalogSteps(
  places: CatalogPlaces,
  { model, pointers }: ModelIndex,
  draft: EntryDraft,
): readonly Step[] {
  const gates = describeGateSteps(model, draft, (_, version) => formatGateTarget(places, model, version));
  const target = places.fileName;
  const move = draft.moves.find(({ alias }) => alias === catalogAlias);
  if (move !== undefined) {
    const reading = pointers.find(({ alias }) => alias === catalogAlias)?.reading;
    const said =
      reading?.state === 'names' ? [...(reading.others ?? []), reading.version].join(' and ') : null;
    if (said !== move.to) return [{ kind: 'set-pointer', target, expected: said, value: move.to }, ...gates];
  }
  const facts = draft.facts.flatMap(fact => describeFact(fact));
  if (facts.length === 0) return gates;
  return [{ kind: 'write-file', target, expected: null, value: facts.join(', ') }, ...gates];
}

/** What the file of models has a place for, in words. */
function describeFact(fact: EntryDraft['facts'][number]): readonly string[] {
  switch (fact.kind) {
    case 'state':
      return [`${fact.version} ${fact.to}`];
    case 'scored':
      return [`${fact.version} ${Object.keys(fact.metrics).join(', ')}`];
    case 'described':
      return [`${fact.version ?? 'the model'} described`];
    case 'registered':
      return [fact.version];
    case 'held':
    case 'released':
    case 'digest':
    case 'gated':
    case 'published':
    case 'rolled-back-before':
      return [];
    default:
      return fact satisfies never;
  }
}

/**
 * Brings everything outside in line with the history of a model, reads the heads of all models again and repeats when one has moved: the
 * file is one for all of them, and a slow writer may have put an older state of another model over a newer one.
 */
export async function projectCatalogModel(
  context: CatalogContext,
  model: string,
  options: ProjectOptions,
): Promise<readonly ProjectionOutcome[]> {
  const outcomes = new Map<string, ProjectionOutcome>();
  let moved: readonly string[] = [];
  for (let round = 1; round <= maxRounds; round += 1) {
    const before = await readHeads(context);
    const busy = await listBusy(context, model);
    for (const projection of await listDue(context, model, [...moved, ...busy])) {
      if (options.signal?.aborted) return [...outcomes.values()];
      const outcome = await carryOut(context, projection, options);
      if (outcome === undefined) continue;
      const known = outcomes.get(outcome.target);
      if (known?.outcome !== 'written' || outcome.outcome !== 'already')
        outcomes.set(outcome.target, outcome);
      options.onStep?.(outcome);
    }
    const after = await readHeads(context);
    moved = [...after].flatMap(([name, head]) => (before.get(name) === head ? [] : [name]));
    if (moved.length === 0) break;
  }
  return [...outcomes.values()];
}

async function readHeads({ history }: CatalogContext): Promise<ReadonlyMap<string, number>> {
  const models = await history.listModels();
  const heads = models.map(async model => [model, await history.findHeadGeneration(model)] as const);
  return new Map(await Promise.all(heads));
}

/**
 * Other models with an operation that has written its entry and is not done with the file: it may have put its change there after this
 * one has read the file and before this one puts it back. One that begins later moves a head.
 */
async function listBusy(context: CatalogContext, model: string): Promise<readonly string[]> {
  const operations = (await readJournals(context)).filter(operation => operation.model !== model);
  const busy: string[] = [];
  for (const operation of operations) {
    const { entries } = await context.history.readHistory(operation.model);
    if (entries.some(({ entry }) => entry.operationId === operation.operationId)) busy.push(operation.model);
  }
  return busy;
}

type Projection =
  | { readonly kind: 'catalog'; readonly models: readonly string[]; readonly isLast: boolean }
  | { readonly kind: 'lineage'; readonly model: string; readonly isLast: boolean }
  | WantedGate;

/** Nothing for a model that nobody wrote to, or whose history has a defect. */
async function listDue(
  context: CatalogContext,
  model: string,
  others: readonly string[],
): Promise<readonly Projection[]> {
  const { entries, defects } = await context.history.readHistory(model);
  if (entries.length === 0 || defects.length > 0) return [];
  const formatTarget = (_: string, version: string) => formatGateTarget(context.places, model, version);
  const isRegistration = listLastActions(entries).includes('register');
  const gates: WantedGate[] = [];
  for (const gate of listWantedGates(model, entries, formatTarget))
    if (await isGateDue(context, gate)) gates.push(gate);
  return [
    { kind: 'catalog', models: [...new Set([model, ...others])], isLast: isAboutFile(entries) },
    { kind: 'lineage', model, isLast: isRegistration },
    ...gates,
  ];
}

function listLast(entries: readonly StoredEntry[]): readonly StoredEntry[] {
  const last = entries.at(-1)?.entry.operationId;
  return entries.filter(({ entry }) => entry.operationId === last);
}

function listLastActions(entries: readonly StoredEntry[]): readonly string[] {
  return listLast(entries).map(({ entry }) => entry.action);
}

/** Whether the last operation said something that the file of models has a place for: then it is told how that ended. */
function isAboutFile(entries: readonly StoredEntry[]): boolean {
  return listLast(entries).some(
    ({ entry }) =>
      entry.moves.some(({ alias }) => alias === catalogAlias) ||
      entry.facts.some(fact => describeFact(fact).length > 0),
  );
}

async function isGateDue(context: CatalogContext, wanted: WantedGate): Promise<boolean> {
  if (wanted.isLast) return true;
  const path = join(context.places.root, wanted.target);
  const standing = await readGateStanding(context, path, wanted.reportSha256);
  if (standing === 'as-wanted' || standing === 'blocked') return false;
  return (await readKept(context, wanted.reportSha256)).ok;
}

/** Undefined where there is nothing to tell. */
async function carryOut(
  context: CatalogContext,
  due: Projection,
  options: ProjectOptions,
): Promise<ProjectionOutcome | undefined> {
  const target = nameTarget(context.places, due);
  try {
    return await write(context, due, target, options);
  } catch (thrown) {
    if (findErrno(thrown) === undefined) throw thrown;
    const error = toAppError(toFileError(thrown, 'write it', join(context.places.root, target)));
    return { target, before: null, after: null, outcome: 'failed', problem: error.message };
  }
}

function nameTarget({ fileName, lineageName }: CatalogPlaces, due: Projection): string {
  if (due.kind === 'gate') return due.target;
  return due.kind === 'catalog' ? fileName : lineageName;
}

async function write(
  context: CatalogContext,
  due: Projection,
  target: string,
  { leave }: ProjectOptions,
): Promise<ProjectionOutcome | undefined> {
  switch (due.kind) {
    case 'catalog': {
      const { before, after, ...result } = await projectCatalogFile(context, due.models, {
        isUndecided: leave?.has(target) ?? false,
      });
      if (result.outcome === 'already' && !due.isLast) return undefined;
      const problem = describeProblem(result);
      const isMoved = before !== after || result.outcome !== 'written';
      const said = isMoved ? { before, after } : { before: 'out of date', after: 'in line' };
      return { target, ...said, outcome: result.outcome, problem };
    }
    case 'lineage': {
      const result = await projectLineageFile(context, due.model);
      // What lineage says stops a registration; to anything else it is no concern.
      if (result.outcome !== 'written' && !due.isLast) return undefined;
      const problem = result.outcome === 'blocked' ? result.problem : undefined;
      return { target, before: null, after: 'in line', outcome: result.outcome, problem };
    }
    case 'gate':
      return await writeGate(context, due);
    default:
      return due satisfies never;
  }
}

/** What is wrong with how a file was replaced; a save that was lost is no failure of ours, and has to be looked at. */
function describeProblem(result: ReplaceOutcome): string | undefined {
  if (result.outcome === 'blocked') return result.problem;
  return result.lost && `another program saved it at that moment: what it wrote is kept in ${result.lost}`;
}

async function writeGate(context: CatalogContext, wanted: WantedGate): Promise<ProjectionOutcome> {
  const { fileSystem, places } = context;
  const path = join(places.root, wanted.target);
  await ensureFolder(fileSystem, places.gates);
  await ensureFolder(fileSystem, dirname(path));
  await fileSystem.syncFolder(places.gates);
  const standing = await readGateStanding(context, path, wanted.reportSha256);
  return await writeGateFile(context, path, wanted, standing);
}
