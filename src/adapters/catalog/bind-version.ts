import type { BoundFile } from '../../core/gate/report.ts';
import type { FileCheck, ReadOptions, UnboundFile, VersionBinding } from '../../core/ports/registry.ts';
import { checkKept } from '../history/kept-evidence.ts';
import type { CatalogReadingContext } from './catalog-context.ts';
import { examinePath } from './examine-path.ts';
import { examineVersion, placeOnDisk } from './examine-version.ts';
import { listKept, listPaths } from './row-artifacts.ts';
import { checkRecord } from './verify-version.ts';

/** How the two parts of what is on record of a version are called in a verdict. */
export const boundNames = { own: 'metadata.json', row: 'registry row' } as const;

/**
 * What a verdict on a version is bound to beside its evidence: what the file says of it, the record of its registration, the evidence
 * kept with it, and its files that are on this machine, with the digests they have now.
 * @throws NotFoundError version-not-found
 */
export async function bindCatalogVersion(
  context: CatalogReadingContext,
  model: string,
  version: string,
  options: ReadOptions,
): Promise<VersionBinding> {
  const examined = await examineVersion(context, model, version);
  const { fields, row, own } = examined;
  const files: BoundFile[] = [];
  if (own !== undefined) files.push(inVersion(boundNames.own, own));
  files.push(inVersion(boundNames.row, row));
  const checks: FileCheck[] = [await checkRecord(context, { model, version }, examined)];
  const unbound: UnboundFile[] = [];
  for (const artifact of listKept(fields)) {
    const check = await checkKept(context, artifact, options);
    checks.push(check);
    if (check.outcome === 'verified' && artifact.sha256 !== undefined)
      files.push(inVersion(artifact.name, { sha256: artifact.sha256, sizeBytes: artifact.sizeBytes ?? 0 }));
    else unbound.push({ name: artifact.name, why: check.detail });
  }
  for (const artifact of listPaths(fields, [])) {
    const path = placeOnDisk(context, artifact.name);
    const { check, hash, why } = await examinePath(artifact, path, context.digests.recall, options);
    checks.push(check);
    if (hash !== undefined)
      files.push({ source: 'version', name: path, ...hash, place: 'machine', host: context.host });
    else if (why !== undefined) unbound.push({ name: artifact.name, why });
  }
  return { files, unbound, checks };
}

function inVersion(
  name: string,
  { sha256, sizeBytes }: { readonly sha256: string; readonly sizeBytes: number },
): BoundFile {
  return { source: 'version', name, sha256, sizeBytes, place: 'version' };
}

/** The digest of what is on record of a version, scores included. @throws NotFoundError version-not-found */
export async function hashCatalogRecord(
  context: CatalogReadingContext,
  model: string,
  version: string,
): Promise<string> {
  return (await examineVersion(context, model, version)).row.sha256;
}
