import { stat } from 'node:fs/promises';
import { findErrno } from './file-errors.ts';

/** Whether a folder stands at a path, or a link to one; false where nobody may look. */
export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (thrown) {
    if (findErrno(thrown) === undefined) throw thrown;
    return false;
  }
}
