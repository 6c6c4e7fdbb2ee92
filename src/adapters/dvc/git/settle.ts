import { dirname, join, resolve } from 'node:path';
import type { FileSystem } from '../../../core/ports/file-system.ts';
import { findErrno, withFileErrors } from '../../files/file-errors.ts';
import type { Git } from './git-program.ts';

/**
 * Git makes the bytes of its files last, and leaves their names to the file system: after a power cut a commit may be named nowhere.
 * Makes the names of the objects last that a commit has and the one before it has not.
 */
export async function settleObjects(
  git: Git,
  fileSystem: FileSystem,
  { parent, commit }: { readonly parent: string; readonly commit: string },
): Promise<void> {
  const { text } = await git.call({
    doing: 'list what is new in a commit',
    purpose: 'read',
    arguments: ['rev-list', '--objects', '--no-object-names', commit, `^${parent}`],
  });
  const objects = await placeInGit(git, 'objects');
  const folders = new Set(text.split('\n').flatMap(hash => (hash === '' ? [] : [hash.slice(0, 2)])));
  for (const folder of folders) await syncIfThere(fileSystem, join(objects, folder));
  await syncIfThere(fileSystem, objects);
}

/** Makes the name of a ref last that git has just written. Where refs are not files of their own there is nothing to be done. */
export async function settleRef(git: Git, fileSystem: FileSystem, ref: string): Promise<void> {
  const refs = await placeInGit(git, 'refs');
  for (let folder = dirname(ref); folder !== 'refs' && folder !== '.'; folder = dirname(folder))
    await syncIfThere(fileSystem, join(refs, '..', folder));
  await syncIfThere(fileSystem, refs);
}

/** A folder of git that all working trees of a repository share; an absolute path. */
async function placeInGit(git: Git, name: string): Promise<string> {
  const { text } = await git.call({
    doing: 'find the folder of git',
    purpose: 'read',
    arguments: ['rev-parse', '--git-path', name],
  });
  return resolve(git.root, text.replace(/\r?\n$/, ''));
}

async function syncIfThere(fileSystem: FileSystem, folder: string): Promise<void> {
  await withFileErrors('make a commit last', folder, async () => {
    try {
      await fileSystem.syncFolder(folder);
    } catch (thrown) {
      // Packed, or kept in another way.
      if (findErrno(thrown) !== 'ENOENT' && findErrno(thrown) !== 'ENOTDIR') throw thrown;
    }
  });
}
