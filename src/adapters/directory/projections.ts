import { basename, join } from 'node:path';
import { toAppError } from '../../core/errors/app-error.ts';
import type { EntryDraft } from '../../core/history/entry-draft.ts';
import type { Step } from '../../core/plan/step.ts';
import type { ProjectionOutcome, ProjectOptions } from '../../core/ports/registry.ts';
import type { ModelIndex, RegistryIndex } from '../../core/registry/registry-index.ts';
import {
  ensureFolder,
  listNamesIfThere,
  removeIfThere,
  replaceSymlinkDurably,
  writeFileDurably,
} from '../files/durable-write.ts';
import { findErrno, toFileError } from '../files/file-errors.ts';
import { describeGateSteps } from '../history/gate-file.ts';
import type { DirectoryContext } from './directory-options.ts';
import { formatGateTarget, isGateDue, writeGate } from './gate-projection.ts';
import { formatPointerName, sharedAlias } from './layout.ts';
import { type RawPointer, readRawPointer } from './read-pointer.ts';
import { nameLogStep } from './rollback-logs.ts';
import { listWanted, type Wanted } from './wanted-projections.ts';

/** How often projecting starts again because the head moved meanwhile, before it leaves the rest to whoever moved it. */
const maxRounds = 50;

/** The pointers, verdicts and the log that a draft will change, as steps; pointers that say it already are none. Pure. */
export function describeProjections(
  index: RegistryIndex,
  model: ModelIndex,
  draft: EntryDraft,
  operationId: string,
): readonly Step[] {
  const pointers = draft.moves.flatMap(move => {
    const own = formatPointerName(model.model, move.alias);
    const targets = move.alias === sharedAlias ? [own, sharedAlias] : [own];
    return targets.flatMap((target): readonly Step[] => {
      const expected = findSaid(index, model, target);
      return expected === move.to ? [] : [{ kind: 'set-pointer', target, expected, value: move.to }];
    });
  });
  const log: Step = {
    kind: 'write-log',
    target: nameLogStep(operationId),
    expected: null,
    value: null,
  };
  const gates = describeGateSteps(model.model, draft, formatGateTarget);
  return draft.action === 'rollback' ? [...pointers, ...gates, log] : [...pointers, ...gates];
}

/** The version a pointer names; with its model where that is another one, as the shared pointer may. */
function findSaid(index: RegistryIndex, model: ModelIndex, target: string): string | null {
  for (const holder of [model, ...index.models.filter(other => other.model !== model.model)]) {
    const pointer = holder.pointers.find(candidate => candidate.target === target);
    if (pointer?.reading.state !== 'names') continue;
    return holder === model ? pointer.reading.version : `${holder.model} ${pointer.reading.version}`;
  }
  return null;
}

/**
 * Writes every projection of a model that is not in line with the head of its history, reads the head again and repeats when it
 * has moved: a slow writer may have put an older pointer over a newer one, and whoever comes last puts it right.
 */
export async function projectModel(
  context: DirectoryContext,
  model: string,
  options: ProjectOptions,
): Promise<readonly ProjectionOutcome[]> {
  const outcomes = new Map<string, ProjectionOutcome>();
  for (let round = 1; round <= maxRounds; round += 1) {
    const seen = await readHeads(context);
    for (const wanted of await listDue(context, model)) {
      if (options.signal?.aborted) return [...outcomes.values()];
      if (options.leave?.has(wanted.target)) continue;
      const outcome = await bringInLine(context, wanted);
      const before = outcomes.get(outcome.target);
      if (before?.outcome !== 'written' || outcome.outcome !== 'already')
        outcomes.set(outcome.target, outcome);
      options.onStep?.(outcome);
    }
    if ((await readHeads(context)) === seen) break;
  }
  return [...outcomes.values()];
}

/** The head generations of all models, as one text to compare. The shared pointer depends on all of them. */
export async function readHeads(context: DirectoryContext): Promise<string> {
  const models = await context.history.listModels();
  const heads = await Promise.all(
    models.map(async model => `${model} ${await context.history.findHeadGeneration(model)}`),
  );
  return heads.join('\n');
}

/** What the histories want, but for what an earlier operation left: a log that stands, a verdict that cannot be written. */
async function listDue(context: DirectoryContext, model: string): Promise<readonly Wanted[]> {
  const logs = new Set(await listNamesIfThere(context.fileSystem, context.places.rollbackLogs));
  const due: Wanted[] = [];
  for (const wanted of await listWanted(context, model)) {
    const isDue =
      wanted.kind === 'pointer' ||
      (wanted.kind === 'log' && (wanted.isLast || !logs.has(basename(wanted.target)))) ||
      (wanted.kind === 'gate' && (await isGateDue(context, wanted)));
    if (isDue) due.push(wanted);
  }
  return due;
}

async function bringInLine(context: DirectoryContext, wanted: Wanted): Promise<ProjectionOutcome> {
  try {
    return await write(context, wanted);
  } catch (thrown) {
    if (findErrno(thrown) === undefined) throw thrown;
    const error = toAppError(toFileError(thrown, 'write it', join(context.places.root, wanted.target)));
    const target = wanted.kind === 'log' ? wanted.stepTarget : wanted.target;
    return { target, before: null, after: null, outcome: 'failed', problem: error.message };
  }
}

async function write(context: DirectoryContext, wanted: Wanted): Promise<ProjectionOutcome> {
  switch (wanted.kind) {
    case 'pointer':
      return await setPointer(context, wanted);
    case 'log':
      return await writeLog(context, wanted);
    case 'gate':
      return await writeGate(context, wanted);
    default:
      return wanted satisfies never;
  }
}

async function setPointer(
  context: DirectoryContext,
  wanted: Extract<Wanted, { readonly kind: 'pointer' }>,
): Promise<ProjectionOutcome> {
  const { fileSystem, places, createId } = context;
  const path = join(places.root, wanted.target);
  const raw = await readRawPointer(fileSystem, path);
  const before = raw.state === 'text' ? raw.name : null;
  const base = { target: wanted.target, before, after: wanted.folder, problem: undefined };
  if (raw.state === 'unusable' && raw.blocking)
    return { ...base, after: null, outcome: 'blocked', problem: raw.problem };
  if (isAsWanted(raw, wanted.folder)) return { ...base, outcome: 'already' };
  if (wanted.folder === null) {
    await removeIfThere(fileSystem, path);
    await fileSystem.syncFolder(places.root);
  } else {
    await writePointer(context, path, wanted.folder, createId);
  }
  return { ...base, outcome: 'written' };
}

function isAsWanted(raw: RawPointer, folder: string | null): boolean {
  if (raw.state === 'text') return raw.name === folder;
  return raw.state === 'absent' && folder === null;
}

/** Writes a pointer: a relative link, or a text file with the relative name where the file system knows no links. Rejects with Node's error. */
export async function writePointer(
  context: DirectoryContext,
  path: string,
  folder: string,
  createId: () => string,
): Promise<void> {
  try {
    await replaceSymlinkDurably(context.fileSystem, folder, path, createId);
  } catch (thrown) {
    if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes(findErrno(thrown) ?? '')) throw thrown;
    await writeFileDurably(context.fileSystem, path, new TextEncoder().encode(folder), createId);
  }
}

async function writeLog(
  context: DirectoryContext,
  wanted: Extract<Wanted, { readonly kind: 'log' }>,
): Promise<ProjectionOutcome> {
  const { fileSystem, places, createId } = context;
  const path = join(places.root, wanted.target);
  const base = { target: wanted.stepTarget, before: null, after: wanted.target, problem: undefined };
  if ((await fileSystem.findFacts(path)) !== undefined) return { ...base, outcome: 'already' };
  await ensureFolder(fileSystem, places.rollbackLogs);
  await fileSystem.syncFolder(places.root);
  await writeFileDurably(fileSystem, path, new TextEncoder().encode(wanted.text), createId);
  return { ...base, outcome: 'written' };
}
