import { realpath, stat } from 'node:fs/promises';
import { InvalidInputError, NotFoundError } from '../../core/errors/app-error.ts';
import type { EvidenceFolder } from '../../core/ports/evidence.ts';
import type { FileSystem } from '../../core/ports/file-system.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { createEvidenceFolder } from '../files/evidence-folder.ts';
import { findErrno, toFileError } from '../files/file-errors.ts';

/** The results folder of an evaluation as a place of evidence; it may itself be a link. Nothing is read yet. */
export function createResultsFolder(path: string, fileSystem: FileSystem): EvidenceFolder {
  return createEvidenceFolder({
    place: makeSafeText(path),
    findFolder: () => findResults(path),
    fileSystem,
  });
}

async function findResults(path: string): Promise<string> {
  const shown = makeSafeText(path);
  if (path.includes('\0'))
    throw new InvalidInputError('results-not-found', 'The path of the results folder holds a NUL character.');
  try {
    const folder = await realpath(path);
    if ((await stat(folder)).isDirectory()) return folder;
    throw new InvalidInputError('results-not-found', `${shown} is not a folder.`, { data: { path: shown } });
  } catch (thrown) {
    const errno = findErrno(thrown);
    if (errno === 'ENOENT' || errno === 'ENOTDIR') {
      throw new NotFoundError('results-not-found', `There is no results folder at ${shown}.`, {
        data: { path: shown },
      });
    }
    throw toFileError(thrown, 'open the results folder', path);
  }
}
