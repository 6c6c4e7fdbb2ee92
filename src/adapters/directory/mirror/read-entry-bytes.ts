import { join } from 'node:path';
import { findErrno, withFileErrors } from '../../files/file-errors.ts';
import {
  entryNameInFolder,
  formatGenerationName,
  modelFolderOf,
  placeHistory,
} from '../../history/history-place.ts';
import { entryLimitBytes } from '../../history/interpret-entry.ts';
import type { DirectoryContext } from '../directory-options.ts';

/** The bytes of an entry of the copy, as they stand. @throws UnavailableError; InvalidInputError invalid-name */
export async function readEntryBytes(
  { fileSystem, places }: Pick<DirectoryContext, 'fileSystem' | 'places'>,
  model: string,
  generation: number,
): Promise<Uint8Array> {
  const path = join(modelFolderOf(placeHistory(places.root), model), formatGenerationName(generation));
  return await withFileErrors('read the history', path, async () => {
    try {
      return await fileSystem.readFile(path, entryLimitBytes);
    } catch (thrown) {
      if (findErrno(thrown) !== 'EISDIR') throw thrown;
      return await fileSystem.readFile(join(path, entryNameInFolder), entryLimitBytes);
    }
  });
}
