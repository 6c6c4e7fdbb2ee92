import { join } from 'node:path';
import { InvalidInputError, toAppError } from '../../../core/errors/app-error.ts';
import type { HistoryEntry } from '../../../core/history/entry.ts';
import type { OperationRecord } from '../../../core/operation/operation-record.ts';
import type { AppendOutcome } from '../../../core/ports/history-log.ts';
import type { ProjectionOutcome, RegistryWriter } from '../../../core/ports/registry.ts';
import { isTemporaryName, listNamesIfThere, removeIfThere } from '../../files/durable-write.ts';
import { withFileErrors } from '../../files/file-errors.ts';
import { describeOwner } from '../../files/process-owner.ts';
import { removeOld } from '../../files/remove-old.ts';
import { removeJournal, writeJournal } from '../../history/journal.ts';
import { keepFile } from '../../history/kept-files.ts';
import { describeTraining } from '../describe-training.ts';
import { formatArchiveFolder, layout, pointerEnding } from '../dvc-places.ts';
import { placeWaiting } from '../kept-evidence.ts';
import { bringLagging } from './bring-lagging.ts';
import { catchUpWithRemote } from './catch-up.ts';
import { readHead } from './find-truth.ts';
import { makeOwnFolders, ownFiles } from './own-files.ts';
import { projectFamily } from './project-family.ts';
import { nameScratch } from './push-outputs.ts';
import type { DvcWritingContext } from './writing-context.ts';

/**
 * Changing a registry on a git and DVC working tree: each entry is a commit, pushed before the branch of this machine goes to it.
 * @param context `history`: the log that commits
 */
export function createDvcWriter(context: DvcWritingContext): RegistryWriter {
  const { fileSystem, places, createId, kept } = context;
  return {
    history: { ...context.history, appendEntry: entry => appendOrBringBack(context, entry) },
    catchUp: (options = {}) => catchUpWithRemote(context, options),
    initialise: () => makeOwnFolders(fileSystem, places, createId),
    writeJournal: record => writeJournal(context, { ...record, owner: describeOwner() }),
    removeJournal: async operationId => {
      await removeIfThere(fileSystem, join(places.temporary, nameScratch(operationId)));
      await removeJournal(context, operationId);
    },
    addVersion: async ({ model }) => {
      const { problem, hint } = describeTraining(model);
      throw new InvalidInputError('capability-missing', problem, { hint });
    },
    keepFile: async file => {
      const { temporary } = places;
      const evidence = file.isPrivate ? places.private : placeWaiting(places);
      await keepFile({ fileSystem, createId, places: { own: places.own, temporary, evidence } }, file);
      if (!file.isPrivate) kept.add(file.sha256);
    },
    findBegunVersion: async () => undefined,
    findAddedVersion: async () => undefined,
    project: (model, options = {}) => projectFamily(context, model, options),
    restore: () => restoreEntries(context),
    restoreMissing: async () => [],
    removeLeftovers: keep => removeDvcLeftovers(context, keep),
  };
}

/**
 * An operation of several entries may fail after some of them: those are committed, and a working tree without their files would look as
 * if the user had deleted them. What the user has changed meanwhile is what was refused, and stays.
 */
async function appendOrBringBack(context: DvcWritingContext, entry: HistoryEntry): Promise<AppendOutcome> {
  try {
    return await context.history.appendEntry(entry);
  } catch (thrown) {
    // What stands in the way of that is what the move failed for, and is said already; doctor finishes it.
    await bringEarlier(context).catch(toAppError);
    throw thrown;
  }
}

async function bringEarlier(context: DvcWritingContext): Promise<void> {
  const head = await readHead(context.program);
  if (head !== undefined) await bringLagging(context, head);
}

/** Entries, with what came with them, that a crash kept from the index and the files of this machine. */
async function restoreEntries(context: DvcWritingContext): Promise<readonly ProjectionOutcome[]> {
  const head = await readHead(context.program);
  const outcomes: ProjectionOutcome[] = [];
  if (head !== undefined) await bringLagging(context, head, { onStep: outcome => outcomes.push(outcome) });
  return outcomes;
}

/** What writes left that were killed: files of ours only. From the top of the tree on. */
async function removeDvcLeftovers(
  context: DvcWritingContext,
  keep: readonly OperationRecord[],
): Promise<readonly string[]> {
  const { places, fileSystem } = context;
  const busy = new Set(keep.map(({ model }) => model));
  const families = [...(await context.readTree()).families.keys()].filter(family => !busy.has(family));
  const folders = [
    ...[layout.stable, ownFiles.folder, `${ownFiles.folder}/operations`],
    ...families.flatMap(family => [formatArchiveFolder(family), `${layout.candidates}/${family}`]),
    ...families.map(family => `${ownFiles.history}/${family}`),
  ];
  return await withFileErrors('remove leftovers', places.own, async () => {
    const removed: string[] = [];
    for (const name of await listScratches(context, keep)) {
      const path = join(places.temporary, name);
      if (await removeIfThere(fileSystem, path)) removed.push(path);
    }
    for (const folder of folders)
      removed.push(...(await removeOld(context, join(places.root, folder), isTemporaryName)));
    const isOurs = (name: string): boolean => name !== '.gitignore' && name !== 'evidence';
    removed.push(...(await removeOld(context, places.temporary, isOurs)));
    removed.push(...(await removeOld(context, placeWaiting(places), () => true)));
    return removed.map(path => path.slice(places.root.length + 1));
  });
}

/** Pointers of operations that are over: while one is there `dvc status` tells of a model that is missing. */
async function listScratches(
  { places, fileSystem }: DvcWritingContext,
  keep: readonly OperationRecord[],
): Promise<readonly string[]> {
  const busy = new Set(keep.map(({ operationId }) => nameScratch(operationId)));
  const names = await listNamesIfThere(fileSystem, places.temporary);
  return names.filter(name => name.endsWith(pointerEnding) && !busy.has(name));
}
