import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { findErrno } from './file-errors.ts';
import { isFolder } from './is-folder.ts';

/**
 * Makes a folder, and those it stands in, unless they are there. Each is tried once: the recursive call of Node never ends where the
 * system says of a folder that is there that nothing is, as below `/proc`. Rejects with Node's error.
 * @param mode rights of those that are new, as `mkdir` takes them; left out: those of any new folder
 */
export async function makeFolders(path: string, mode?: number): Promise<void> {
  const missing: string[] = [];
  let at = path;
  while (!(await makeFolder(at, mode, 'may-lack-parent'))) {
    missing.push(at);
    at = dirname(at);
  }
  for (const folder of missing.toReversed()) await makeFolder(folder, mode, 'has-parent');
}

/** False where what it would stand in is not there. One that is there already is as good as made. */
async function makeFolder(
  path: string,
  mode: number | undefined,
  parent: 'may-lack-parent' | 'has-parent',
): Promise<boolean> {
  try {
    await mkdir(path, mode);
    return true;
  } catch (thrown) {
    const errno = findErrno(thrown);
    if (errno === 'ENOENT' && parent === 'may-lack-parent' && dirname(path) !== path) return false;
    // EROFS and EACCES are said of folders that are there as well.
    if (errno !== undefined && errno !== 'ENOENT' && (await isFolder(path))) return true;
    throw thrown;
  }
}
