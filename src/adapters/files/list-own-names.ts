import type { FileSystem } from '../../core/ports/file-system.ts';
import { findErrno } from './file-errors.ts';

/**
 * The names in a folder of our own, in no order; none before the first write has made it. Where something else stands in its way it is
 * no empty one: then nobody knows what was kept there. Rejects with Node's error.
 */
export async function listOwnNames(fileSystem: FileSystem, path: string): Promise<readonly string[]> {
  try {
    return await fileSystem.listNames(path);
  } catch (thrown) {
    if (findErrno(thrown) === 'ENOENT') return [];
    throw thrown;
  }
}
