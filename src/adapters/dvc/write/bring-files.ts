import { dirname, join } from 'node:path';
import { toAppError } from '../../../core/errors/app-error.ts';
import type { ProjectionOutcome, ProjectOptions } from '../../../core/ports/registry.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { removeIfThere, writeFileDurably } from '../../files/durable-write.ts';
import { findErrno, withFileErrors } from '../../files/file-errors.ts';
import { makeFolderPath } from '../../files/make-folder-path.ts';
import { type CheckedOutFile, indexAsCommitted, lookAtFiles } from '../git/checked-out-files.ts';
import { readBlobs } from '../git/git-objects.ts';
import { nameWritten } from './name-written.ts';
import type { DvcWritingContext } from './writing-context.ts';

/** What bringing files in line needs. */
type FilesContext = Pick<DvcWritingContext, 'program' | 'fileSystem' | 'places' | 'createId'>;

/**
 * Brings paths of the working tree and of the index to what is committed; no other path is touched. Each file is replaced by one rename,
 * and one whose bytes git has never seen is never written over.
 */
export async function bringFiles(
  context: FilesContext,
  commit: string,
  paths: readonly string[],
  { onStep }: Pick<ProjectOptions, 'onStep'> = {},
): Promise<void> {
  const files = await lookAtFiles(context.program, context.fileSystem, commit, paths);
  const brought: CheckedOutFile[] = [];
  const waiting: ProjectionOutcome[] = [];
  for (const file of files) {
    const outcome = await bringFile(context, file);
    if (outcome.outcome === 'written' || outcome.outcome === 'already') {
      brought.push(file);
      waiting.push(outcome);
    } else onStep?.(outcome);
  }
  const stale = brought.filter(({ indexed, committed }) => indexed !== committed?.hash);
  const problem = await indexAsCommitted(context.program, stale).then(
    () => undefined,
    (thrown: unknown) => toAppError(thrown).message,
  );
  const failed = new Set(problem === undefined ? [] : stale.map(({ path }) => makeSafeText(path)));
  const reached = new Set(stale.map(({ path }) => makeSafeText(path)));
  for (const outcome of waiting) {
    if (failed.has(outcome.target)) onStep?.({ ...outcome, outcome: 'failed', problem });
    else onStep?.(reached.has(outcome.target) ? { ...outcome, outcome: 'written' } : outcome);
  }
}

async function bringFile(context: FilesContext, file: CheckedOutFile): Promise<ProjectionOutcome> {
  const { program, fileSystem, places } = context;
  const { committed, standing } = file;
  const target = makeSafeText(file.path);
  const [before, after] = await nameWritten(context, file);
  const outcome = { target, before, after, problem: undefined };
  const standingHash = standing.found === 'file' ? standing.hash : undefined;
  if (standing.found !== 'other' && standingHash === committed?.hash)
    return { ...outcome, outcome: 'already' };
  if (standing.found === 'other')
    return { ...outcome, outcome: 'blocked', problem: 'a folder or a link stands there' };
  if (standing.found === 'file' && !standing.isKnown)
    return { ...outcome, outcome: 'blocked', problem: 'it has changes of yours that git does not have' };
  const path = join(places.root, file.path);
  try {
    await withFileErrors('bring the working tree in line', path, async () => {
      const [bytes] = committed === undefined ? [undefined] : await readBlobs(program, [committed.hash]);
      if (bytes === undefined) {
        if (await removeIfThere(fileSystem, path)) await fileSystem.syncFolder(dirname(path));
        return;
      }
      await makeFolderPath(fileSystem, dirname(path));
      await replaceFile(context, path, bytes);
    });
    return { ...outcome, outcome: 'written' };
  } catch (thrown) {
    return { ...outcome, outcome: 'failed', problem: toAppError(thrown).message };
  }
}

/** Made in our own folder, where git does not show what a kill leaves; beside the file where that is another disk. */
async function replaceFile(
  { fileSystem, places, createId }: FilesContext,
  path: string,
  bytes: Uint8Array,
): Promise<void> {
  const temporary = join(places.temporary, `file-${createId()}`);
  try {
    await fileSystem.createFile(temporary, bytes);
    await fileSystem.rename(temporary, path);
  } catch (thrown) {
    await removeIfThere(fileSystem, temporary).catch(() => false);
    if (findErrno(thrown) !== 'EXDEV') throw thrown;
    await writeFileDurably(fileSystem, path, bytes, createId);
  }
  await fileSystem.syncFolder(dirname(path));
}
