import type { BoundFile } from '../../core/gate/report.ts';
import { findNameProblem } from '../../core/names/name-problem.ts';
import type { BoundCheck, CheckOptions } from '../../core/ports/registry.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { checkFileAt, checkFilesInTurn, findKeptPlace, findMachinePlace } from '../files/check-bound-file.ts';
import { compareDigests } from '../files/file-check.ts';
import { findKeptPath } from '../history/kept-files.ts';
import { identityName } from './bind-version.ts';
import type { MlflowVersion } from './entities.ts';
import { listEvidence } from './list-evidence.ts';
import { findNamed, type MlflowContext } from './mlflow-context.ts';
import { hashIdentity } from './registration-record.ts';

/**
 * Holds what a verdict stands on against its digest: the version as the server has it, evidence that was kept here, files at their path.
 * Never throws for what is wrong with one of them; rejects with the signal's reason when it is aborted.
 */
export async function checkMlflowFiles(
  context: MlflowContext,
  model: string,
  name: string,
  files: readonly BoundFile[],
  options: CheckOptions,
): Promise<readonly BoundCheck[]> {
  const version = findNamed((await context.source.open()).models.get(model)?.content, name);
  return await checkFilesInTurn(files, options, async (file, each) => {
    switch (file.place) {
      case 'version':
        return await checkOfVersion(context, version, file, each);
      case 'machine':
        return await checkFileAt(context, findMachinePlace(file), file, each);
      case 'kept':
      case 'private':
        return await checkFileAt(context, findKeptPlace(findKeptPath(context, file.sha256)), file, each);
      default:
        return file.place satisfies never;
    }
  });
}

async function checkOfVersion(
  context: MlflowContext,
  version: MlflowVersion | undefined,
  file: BoundFile,
  options: CheckOptions,
): Promise<BoundCheck> {
  const name = makeSafeText(file.name, { limit: 200 });
  if (file.name === identityName && version !== undefined)
    return compareDigests(identityName, file.sha256, hashIdentity(version));
  const problem = file.name
    .split('/')
    .map(findNameProblem)
    .find(found => found !== undefined);
  if (problem !== undefined)
    return { name, outcome: 'unreadable', detail: `it is no file of it: a name ${problem}` };
  const kept = version && listEvidence(version).find(each => each.name === file.name);
  const path = kept?.sha256 === undefined ? undefined : findKeptPath(context, kept.sha256);
  return path === undefined
    ? { name, outcome: 'missing', detail: 'it is not there' }
    : await checkFileAt(context, { found: 'there', path }, file, options);
}
