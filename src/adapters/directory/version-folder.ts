import { NotFoundError } from '../../core/errors/app-error.ts';
import { childPath } from '../files/child-path.ts';
import { withFileErrors } from '../files/file-errors.ts';
import type { DirectoryContext } from './directory-options.ts';
import { formatVersionFolder } from './layout.ts';

/**
 * The folder of a version that is there. A link in its place is none.
 * @throws NotFoundError version-not-found; InvalidInputError invalid-name; UnavailableError when it cannot be asked for
 */
export async function requireVersionFolder(
  context: DirectoryContext,
  model: string,
  version: string,
): Promise<string> {
  const folder = childPath(context.places.root, formatVersionFolder(model, version));
  const facts = await withFileErrors('open the version', folder, () => context.fileSystem.findFacts(folder));
  if (facts?.kind !== 'folder') throw versionNotFound(model, version);
  return folder;
}

/** Nothing of that name is there. Pure. */
export function versionNotFound(model: string, version: string): NotFoundError {
  return new NotFoundError('version-not-found', `${model} has no version ${version}.`, {
    data: { model, version },
  });
}
