import { lstat } from 'node:fs/promises';
import { findErrno } from '../files/file-errors.ts';

/** Whether anything stands at a path, a link of any kind included. What cannot be looked at counts as not there. */
export async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (thrown) {
    if (findErrno(thrown) === undefined) throw thrown;
    return false;
  }
}
