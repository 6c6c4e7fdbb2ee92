import type { BoundFile } from '../../core/gate/report.ts';
import type { BoundCheck, CheckOptions } from '../../core/ports/registry.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { checkFileAt, checkFilesInTurn, findKeptPlace, findMachinePlace } from '../files/check-bound-file.ts';
import { compareDigests } from '../files/file-check.ts';
import { findInnerPath } from '../files/inner-path.ts';
import type { DvcReadingContext } from './dvc-context.ts';
import { findKept } from './kept-evidence.ts';
import { type ExaminedRun, findRun, recordName } from './run-record.ts';

/**
 * Holds what a verdict stands on against its digest: what is on record of the run, files of the tree, evidence that was kept, files at
 * their path. Never throws for what is wrong with one of them; rejects with the signal's reason when it is aborted.
 */
export async function checkDvcFiles(
  context: DvcReadingContext,
  model: string,
  version: string,
  files: readonly BoundFile[],
  options: CheckOptions,
): Promise<readonly BoundCheck[]> {
  const isAsked = files.some(({ name }) => name === recordName);
  const examined = isAsked ? await findRun(context, model, version) : undefined;
  return await checkFilesInTurn(files, options, async (file, each) => {
    switch (file.place) {
      case 'version':
        if (file.name === recordName) return checkRecord(file, examined);
        return await checkFileAt(context, await findInnerPath(context.places.root, file.name), file, each);
      case 'machine':
        return await checkFileAt(context, findMachinePlace(file), file, each);
      case 'kept':
        return await checkFileAt(context, findKeptPlace(await findKept(context, file.sha256)), file, each);
      case 'private':
        return await checkPrivate(context, file, each);
      default:
        return file.place satisfies never;
    }
  });
}

/** Where it is not, another machine has it: no clone has it by git. */
async function checkPrivate(
  context: DvcReadingContext,
  file: BoundFile,
  options: CheckOptions,
): Promise<BoundCheck> {
  const place = findKeptPlace(await findKept(context, file.sha256));
  const check = await checkFileAt(context, place, file, options);
  return check.outcome === 'missing'
    ? { ...check, outcome: 'elsewhere', detail: 'only the machine that judged keeps it' }
    : check;
}

function checkRecord(file: BoundFile, examined: ExaminedRun | undefined): BoundCheck {
  const name = makeSafeText(examined?.served.output.path ?? recordName, { limit: 300 });
  if (examined === undefined) return { name, outcome: 'missing', detail: 'it is not there' };
  return compareDigests(name, file.sha256, examined.record.sha256);
}
