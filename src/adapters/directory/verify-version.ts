import type { FileCheck, ReadOptions, Verification } from '../../core/ports/registry.ts';
import { childPath } from '../files/child-path.ts';
import type { DirectoryContext } from './directory-options.ts';
import { formatVersionFolder } from './layout.ts';
import { examineArtifact, examineRecord, nothingRecorded } from './registered-files.ts';

/** Checks metadata.json against the history and every recorded file against metadata.json. Never throws for what is wrong with a file. */
export async function verifyDirectoryVersion(
  context: DirectoryContext,
  model: string,
  version: string,
  options: ReadOptions,
): Promise<Verification> {
  const folder = childPath(context.places.root, formatVersionFolder(model, version));
  const record = await examineRecord(context, folder, { model, version });
  const checks: FileCheck[] = [record.check];
  for (const artifact of record.artifacts) {
    // Reading gigabytes that can be held against nothing would tell nobody anything.
    const isRecorded = artifact.sha256 !== undefined;
    checks.push(
      isRecorded
        ? (await examineArtifact(folder, artifact, context.digests.read, options)).check
        : nothingRecorded(artifact.name),
    );
  }
  return { model, version, checks };
}
