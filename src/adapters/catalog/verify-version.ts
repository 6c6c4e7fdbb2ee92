import { foldHistory } from '../../core/history/fold-history.ts';
import { findNameProblem } from '../../core/names/name-problem.ts';
import type { FileCheck, ReadOptions, Verification } from '../../core/ports/registry.ts';
import { compareDigests } from '../files/file-check.ts';
import { checkKept } from '../history/kept-evidence.ts';
import type { CatalogReadingContext } from './catalog-context.ts';
import { examinePath } from './examine-path.ts';
import { type ExaminedVersion, findVersion, placeOnDisk } from './examine-version.ts';
import { listKept, listPaths } from './row-artifacts.ts';

/**
 * Checks the record of the registration against the history, and every file that is named against what was recorded of it. Whether a file
 * without a digest is there is said too. Never throws for what is wrong with a file, nor for a version that is not there.
 */
export async function verifyCatalogVersion(
  context: CatalogReadingContext,
  model: string,
  version: string,
  options: ReadOptions,
): Promise<Verification> {
  const examined = await findVersion(context, model, version);
  if (examined === undefined) {
    const check = {
      name: context.places.fileName,
      outcome: 'missing',
      detail: 'it is not in the file',
    } as const;
    return { model, version, checks: [check] };
  }
  const checks: FileCheck[] = [await checkRecord(context, { model, version }, examined)];
  for (const artifact of listKept(examined.fields)) checks.push(await checkKept(context, artifact, options));
  for (const artifact of listPaths(examined.fields, [])) {
    const hash = artifact.sha256 === undefined ? undefined : context.digests.read;
    const path = placeOnDisk(context, artifact.name);
    checks.push((await examinePath(artifact, path, hash, options)).check);
  }
  return { model, version, checks };
}

/** The record of a registration held against the digest that the history has of it. */
export async function checkRecord(
  context: CatalogReadingContext,
  { model, version }: { readonly model: string; readonly version: string },
  { own, ownProblem }: ExaminedVersion,
): Promise<FileCheck> {
  const { ownName, fileName } = context.places;
  const name =
    own === undefined && ownProblem === undefined ? fileName : `${ownName}/versions/${model}/${version}.json`;
  if (ownProblem !== undefined) return { name, outcome: 'unreadable', detail: ownProblem };
  const recorded = await findRegisteredDigest(context, model, version);
  if (own !== undefined)
    return recorded === undefined
      ? { name, outcome: 'nothing-recorded', detail: 'its registration is not in the history' }
      : { ...compareDigests(name, recorded, own.sha256), isRecord: true };
  if (recorded === undefined)
    return { name, outcome: 'nothing-recorded', detail: 'registered by another program' };
  return { name, outcome: 'missing', detail: 'the record of its registration is gone' };
}

async function findRegisteredDigest(
  { history }: CatalogReadingContext,
  model: string,
  version: string,
): Promise<string | undefined> {
  if (findNameProblem(model) !== undefined) return undefined;
  return foldHistory((await history.readHistory(model)).entries).registeredDigests.get(version);
}
