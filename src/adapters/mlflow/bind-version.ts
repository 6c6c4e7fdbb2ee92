import type { BoundFile } from '../../core/gate/report.ts';
import type { FileCheck, ReadOptions, UnboundFile, VersionBinding } from '../../core/ports/registry.ts';
import { checkKept } from '../history/kept-evidence.ts';
import type { MlflowVersion } from './entities.ts';
import { getMlflowVersion } from './get-version.ts';
import { listEvidence } from './list-evidence.ts';
import type { MlflowContext } from './mlflow-context.ts';
import { formatIdentity, hashIdentity } from './registration-record.ts';

/** What a verdict is bound to of the server: the name of it in reports. */
export const identityName = 'version on the server';

/**
 * What a verdict on a version is bound to beside its evidence: where its files are, by which run, and what was registered with it; and the
 * evidence that was kept on this machine. MLflow knows no digests of files.
 * @throws NotFoundError version-not-found
 */
export async function bindMlflowVersion(
  context: MlflowContext,
  model: string,
  name: string,
  options: ReadOptions,
): Promise<VersionBinding> {
  const version = await getMlflowVersion(context, model, name);
  const files: BoundFile[] = [bindIdentity(version)];
  const checks: FileCheck[] = [];
  const unbound: UnboundFile[] = [];
  for (const artifact of listEvidence(version)) {
    const check = await checkKept(context, artifact, options);
    checks.push(check);
    const { name: file, sha256, sizeBytes = 0 } = artifact;
    if (check.outcome === 'verified' && sha256 !== undefined)
      files.push({ source: 'version', name: file, sha256, sizeBytes, place: 'version' });
    else unbound.push({ name: file, why: 'is not on this machine' });
  }
  return { files, unbound, checks };
}

function bindIdentity(version: MlflowVersion): BoundFile {
  return {
    source: 'version',
    name: identityName,
    sha256: hashIdentity(version),
    sizeBytes: Buffer.byteLength(formatIdentity(version)),
    place: 'version',
  };
}
