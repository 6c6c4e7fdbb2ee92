import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describeErrno, findErrno } from './file-errors.ts';

/** `in-place`: a file that is there is written itself. `replaced`: a new one takes its name. */
export type WayOfWriting = 'in-place' | 'replaced';

/** What keeps a file from being written. */
export type WriteObstacle = {
  /** In words that follow "because". */
  readonly words: string;
  /** Where it is: the file, or what it would stand in. */
  readonly path: string;
};

/**
 * What would keep a file from being written, and folders on its way from being made, as far as the system tells beforehand; undefined
 * when it tells of nothing. Opens and changes nothing.
 * @param path absolute
 */
export async function findWriteObstacle(path: string, way: WayOfWriting): Promise<WriteObstacle | undefined> {
  const file = await lookAt(path);
  if (file === 'folder') return { words: describeErrno('EISDIR'), path };
  if (file === 'other' && way === 'in-place') return await findRefusal(path, constants.W_OK);
  let parent = dirname(path);
  while ((await lookAt(parent)) === 'nothing' && dirname(parent) !== parent) parent = dirname(parent);
  if ((await lookAt(parent)) === 'other') return { words: describeErrno('ENOTDIR'), path: parent };
  return await findRefusal(parent, constants.W_OK | constants.X_OK);
}

async function lookAt(path: string): Promise<'folder' | 'other' | 'nothing'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'other';
  } catch (thrown) {
    // Where nobody may look, the folder above it is asked for the right.
    if (findErrno(thrown) === undefined) throw thrown;
    return 'nothing';
  }
}

async function findRefusal(path: string, mode: number): Promise<WriteObstacle | undefined> {
  try {
    await access(path, mode);
    return undefined;
  } catch (thrown) {
    const errno = findErrno(thrown);
    if (errno === undefined) throw thrown;
    return { words: describeErrno(errno), path };
  }
}
