import type { BoundFile } from '../../core/gate/report.ts';
import type { BoundCheck, CheckOptions } from '../../core/ports/registry.ts';
import { checkFileAt, checkFilesInTurn, findKeptPlace, findMachinePlace } from '../files/check-bound-file.ts';
import { childPath } from '../files/child-path.ts';
import { findInnerPath, type InnerPath } from '../files/inner-path.ts';
import { findKeptPath } from '../history/kept-files.ts';
import type { DirectoryContext } from './directory-options.ts';
import { formatVersionFolder } from './layout.ts';

/**
 * Holds the files a verdict stands on against their digests: those of the version where it is, kept ones in the store, weights at their
 * path. Weights that were hashed on this host and are not there are missing; those of another host are elsewhere. Never throws for what is wrong with a file; rejects with the signal's reason when it is aborted.
 * @throws InvalidInputError invalid-name
 */
export async function checkBoundFiles(
  context: DirectoryContext,
  model: string,
  version: string,
  files: readonly BoundFile[],
  options: CheckOptions,
): Promise<readonly BoundCheck[]> {
  const folder = childPath(context.places.root, formatVersionFolder(model, version));
  return await checkFilesInTurn(files, options, async (file, each) =>
    checkFileAt(context, await findPlace(context, folder, file), file, each),
  );
}

async function findPlace(context: DirectoryContext, folder: string, file: BoundFile): Promise<InnerPath> {
  switch (file.place) {
    case 'version':
      return await findInnerPath(folder, file.name);
    case 'machine':
      return findMachinePlace(file);
    case 'kept':
    case 'private':
      return findKeptPlace(findKeptPath(context, file.sha256));
    default:
      return file.place satisfies never;
  }
}
