import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { BoundFile } from '../../core/gate/report.ts';
import type { FileCheck, ReadOptions, UnboundFile, VersionBinding } from '../../core/ports/registry.ts';
import type { Artifact } from '../../core/registry/version.ts';
import { findErrno, withFileErrors } from '../files/file-errors.ts';
import type { FileHash } from '../files/hash-file.ts';
import { defaultLimitBytes } from '../files/read-json.ts';
import type { DirectoryContext } from './directory-options.ts';
import { type ExaminedFile, examineArtifact, examineRecord } from './registered-files.ts';
import { requireVersionFolder, versionNotFound } from './version-folder.ts';

/**
 * metadata.json and every file it names that is on this machine, weights too, with the digests they have now.
 * @throws NotFoundError version-not-found; InvalidInputError invalid-name; UnavailableError when metadata.json cannot be read
 */
export async function bindVersion(
  context: DirectoryContext,
  model: string,
  version: string,
  options: ReadOptions,
): Promise<VersionBinding> {
  const folder = await requireVersionFolder(context, model, version);
  const record = await examineRecord(context, folder, { model, version });
  if (record.hash === undefined) {
    // Reads it once more to fail in the words of the file system.
    await hashRecord(context, model, version);
    throw versionNotFound(model, version);
  }
  const files: BoundFile[] = [
    { source: 'version', name: record.check.name, ...record.hash, place: 'version' },
  ];
  const unbound: UnboundFile[] = [];
  const checks: FileCheck[] = [record.check];
  for (const artifact of record.artifacts) {
    options.signal?.throwIfAborted();
    const examined = await examineArtifact(folder, artifact, context.digests.recall, options);
    checks.push(examined.check);
    if (examined.hash !== undefined) files.push(describeBound(context, artifact, examined.hash));
    else if (isWorthSaying(artifact, examined))
      unbound.push({ name: artifact.name, why: examined.problem ?? 'is not there' });
  }
  return { files, unbound, checks };
}

/** The digest of a version's metadata.json. @throws NotFoundError version-not-found; UnavailableError; InvalidInputError invalid-name */
export async function hashRecord(context: DirectoryContext, model: string, version: string): Promise<string> {
  const folder = await requireVersionFolder(context, model, version);
  return await withFileErrors('read the version', folder, async () => {
    try {
      const bytes = await context.fileSystem.readFile(join(folder, 'metadata.json'), defaultLimitBytes);
      return createHash('sha256').update(bytes).digest('hex');
    } catch (thrown) {
      if (['ENOENT', 'ENOTDIR'].includes(findErrno(thrown) ?? '')) throw versionNotFound(model, version);
      throw thrown;
    }
  });
}

/** A name that S0 recorded without a digest, for a file that it never wrote, is nothing anybody misses. */
function isWorthSaying({ role }: Artifact, { check }: ExaminedFile): boolean {
  return role === 'weights' || check.outcome !== 'nothing-recorded';
}

/** Weights are bound at their path on this machine: on another one nobody misses them. */
function describeBound({ host }: DirectoryContext, { name, role }: Artifact, hash: FileHash): BoundFile {
  const { sha256, sizeBytes } = hash;
  const bound = { source: 'version', name, sha256, sizeBytes };
  return role === 'weights' ? { ...bound, place: 'machine', host } : { ...bound, place: 'version' };
}
