import type { ReadOptions, VersionBinding } from '../../core/ports/registry.ts';
import type { DvcReadingContext } from './dvc-context.ts';
import { examineRun, recordName } from './run-record.ts';
import { verifyHere } from './verify-version.ts';

/**
 * What a verdict on a run is bound to beside its evidence: the digest of what it is served by. It names every byte of the model, be it on
 * this machine or not, so no file of it is left unbound; those that are here are held against it.
 * @throws NotFoundError version-not-found
 */
export async function bindDvcVersion(
  context: DvcReadingContext,
  model: string,
  version: string,
  options: ReadOptions,
): Promise<VersionBinding> {
  const { served, record } = await examineRun(context, model, version);
  return {
    files: [{ source: 'version', name: recordName, ...record, place: 'version' }],
    unbound: [],
    checks: await verifyHere(context, served.output, options),
  };
}

/** The digest of what is on record of a run. @throws NotFoundError version-not-found */
export async function hashDvcRecord(
  context: DvcReadingContext,
  model: string,
  version: string,
): Promise<string> {
  return (await examineRun(context, model, version)).record.sha256;
}
