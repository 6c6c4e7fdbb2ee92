import type { EvidenceFolder } from '../../core/ports/evidence.ts';
import { childPath } from '../files/child-path.ts';
import { createEvidenceFolder } from '../files/evidence-folder.ts';
import type { DirectoryContext } from './directory-options.ts';
import { formatVersionFolder } from './layout.ts';
import { requireVersionFolder } from './version-folder.ts';

/** The files of a version as a place of evidence. Nothing is read yet. @throws InvalidInputError invalid-name */
export function openVersionEvidence(
  context: DirectoryContext,
  model: string,
  version: string,
): EvidenceFolder {
  // Named at once, so that what is no name is refused at once.
  childPath(context.places.root, formatVersionFolder(model, version));
  return createEvidenceFolder({
    place: `${model} ${version}`,
    findFolder: () => requireVersionFolder(context, model, version),
    fileSystem: context.fileSystem,
  });
}
