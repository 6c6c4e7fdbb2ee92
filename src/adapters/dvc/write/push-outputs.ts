import { join } from 'node:path';
import { ConflictError, toAppError } from '../../../core/errors/app-error.ts';
import type { HistoryEntry } from '../../../core/history/entry.ts';
import { pushesFiles } from '../../../core/settings/push-choice.ts';
import { removeIfThere } from '../../files/durable-write.ts';
import { withFileErrors } from '../../files/file-errors.ts';
import type { DvcOutput } from '../dvc-output.ts';
import { pointerEnding } from '../dvc-places.ts';
import { formatPointer } from './format-pointer.ts';
import { ownFiles } from './own-files.ts';
import type { DvcWritingContext } from './writing-context.ts';

/**
 * The pointer that stands in our folder while an operation pushes. After a kill it is known by its name: for as long as it is there DVC
 * takes it for a part of the tree. Pure.
 */
export function nameScratch(operationId: string): string {
  return `${operationId.replace(/[^\w-]/g, '_')}${pointerEnding}`;
}

/**
 * Sends what the new pointers will name to DVC's remote before anybody is told of them, so that a clone can pull what it sees. Each is
 * named by a pointer of its own that stands in our folder meanwhile: the real one is not changed yet.
 * Nothing is done where it was switched off, or where there is no dvc on the PATH: the plan said so.
 * @throws ConflictError model-files-missing; UnavailableError dvc-failed
 */
export async function pushOutputs(
  context: Omit<DvcWritingContext, 'history'>,
  { model, moves, operationId }: HistoryEntry,
  outputs: readonly DvcOutput[],
): Promise<void> {
  const { dvc, push, fileSystem, places } = context;
  if (!pushesFiles(push) || outputs.length === 0) return;
  if (!(await dvc.isThere())) return;
  const run = moves[0]?.to ?? model;
  for (const output of outputs) {
    const name = nameScratch(operationId);
    const path = join(places.temporary, name);
    const bytes = formatPointer({ run, output, path: 'model' }, undefined);
    try {
      await withFileErrors('name the files for dvc', path, async () => {
        await removeIfThere(fileSystem, path);
        await fileSystem.createFile(path, bytes);
      });
      await dvc.push(`${ownFiles.folder}/tmp/${name}`);
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code !== 'model-files-missing') throw thrown;
      throw new ConflictError(
        'model-files-missing',
        `Files of ${run} of ${model} are neither in this machine's cache of DVC nor on its remote: nobody could pull it.`,
        { cause: thrown },
      );
    } finally {
      await removeIfThere(fileSystem, path).catch(() => false);
    }
  }
}
