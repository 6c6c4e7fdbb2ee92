import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { findNameProblem } from '../../core/names/name-problem.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { describeErrno, findErrno } from './file-errors.ts';

/** Where a path inside a folder leads. `problem` follows "is" or "it is", and is safe to show. */
export type InnerPath =
  /** Something is there; `path` is its real path, without links. */
  | { readonly found: 'there'; readonly path: string }
  | { readonly found: 'missing' }
  | { readonly found: 'unusable'; readonly problem: string };

/**
 * Follows a path of several names, parted by `/`, that somebody wrote into a policy or a report. It cannot leave the folder, by its
 * names or by a link; links that stay inside are followed. Never rejects for what is wrong with the path.
 * @param folder absolute path
 */
export async function findInnerPath(folder: string, relative: string): Promise<InnerPath> {
  const names = relative.split('/');
  const problem = names.map(findNameProblem).find(found => found !== undefined);
  if (problem !== undefined)
    return { found: 'unusable', problem: `no path inside the folder: a name ${problem}` };
  try {
    const root = await realpath(folder);
    const path = await realpath(join(root, ...names));
    if (path.startsWith(root.endsWith(sep) ? root : root + sep)) return { found: 'there', path };
    const shown = makeSafeText(path, { limit: 200 });
    return { found: 'unusable', problem: `behind a link that leaves the folder, to ${shown}` };
  } catch (thrown) {
    const errno = findErrno(thrown);
    if (errno === undefined) throw thrown;
    if (errno === 'ENOENT' || errno === 'ENOTDIR') return { found: 'missing' };
    if (errno === 'ELOOP') return { found: 'unusable', problem: 'a link that leads in a circle' };
    return { found: 'unusable', problem: `unreadable: ${describeErrno(errno)} (${errno})` };
  }
}
