import { join } from 'node:path';
import { gateFileName } from '../../core/gate/list-projected-gates.ts';
import type { BoundFile } from '../../core/gate/report.ts';
import { findNameProblem } from '../../core/names/name-problem.ts';
import type { BoundCheck, CheckOptions } from '../../core/ports/registry.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { checkFileAt, checkFilesInTurn, findKeptPlace, findMachinePlace } from '../files/check-bound-file.ts';
import { compareDigests } from '../files/file-check.ts';
import type { InnerPath } from '../files/inner-path.ts';
import { findKeptPath } from '../history/kept-files.ts';
import { boundNames } from './bind-version.ts';
import type { CatalogReadingContext } from './catalog-context.ts';
import { formatGateTarget } from './catalog-places.ts';
import { type ExaminedVersion, findVersion } from './examine-version.ts';
import { listKept } from './row-artifacts.ts';

/**
 * Holds what a verdict stands on against its digest: what is on record of the version, evidence that was kept, files at their path. Never
 * throws for what is wrong with one of them; rejects with the signal's reason when it is aborted.
 */
export async function checkCatalogFiles(
  context: CatalogReadingContext,
  model: string,
  version: string,
  files: readonly BoundFile[],
  options: CheckOptions,
): Promise<readonly BoundCheck[]> {
  const isAsked = files.some(file => file.place === 'version');
  const examined = isAsked ? await findVersion(context, model, version) : undefined;
  return await checkFilesInTurn(files, options, async (file, each) => {
    switch (file.place) {
      case 'version':
        if (file.name === gateFileName)
          return await checkFileAt(context, findGatePlace(context, model, version), file, each);
        return await checkOnRecord(context, examined, file, each);
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

/** Where the newest verdict on a version is shown. */
function findGatePlace({ places }: CatalogReadingContext, model: string, version: string): InnerPath {
  return { found: 'there', path: join(places.root, formatGateTarget(places, model, version)) };
}

async function checkOnRecord(
  context: CatalogReadingContext,
  examined: ExaminedVersion | undefined,
  file: BoundFile,
  options: CheckOptions,
): Promise<BoundCheck> {
  const { fileName } = context.places;
  const missing = (name: string): BoundCheck => ({ name, outcome: 'missing', detail: 'it is not there' });
  switch (file.name) {
    case boundNames.row: {
      const name = `row in ${makeSafeText(fileName)}`;
      return examined === undefined ? missing(name) : compareDigests(name, file.sha256, examined.row.sha256);
    }
    case boundNames.own: {
      const name = 'record of its registration';
      if (examined?.own !== undefined) return compareDigests(name, file.sha256, examined.own.sha256);
      const problem = examined?.ownProblem;
      return problem === undefined
        ? missing(name)
        : { name, outcome: 'unreadable', detail: `it is ${problem}` };
    }
    default: {
      const problem = file.name
        .split('/')
        .map(findNameProblem)
        .find(found => found !== undefined);
      if (problem !== undefined)
        return await checkFileAt(
          context,
          { found: 'unusable', problem: `no file of it: a name ${problem}` },
          file,
          options,
        );
      const kept = listKept(examined?.fields ?? {}).find(({ name }) => name === file.name);
      const path = kept?.sha256 === undefined ? undefined : findKeptPath(context, kept.sha256);
      return path === undefined
        ? missing(makeSafeText(file.name, { limit: 200 }))
        : await checkFileAt(context, { found: 'there', path }, file, options);
    }
  }
}
