import { createHash } from 'node:crypto';
import { isAbsolute, join } from 'node:path';
import { foldHistory } from '../../core/history/fold-history.ts';
import type { FileCheck, ReadOptions, Verification } from '../../core/ports/registry.ts';
import type { Artifact } from '../../core/registry/version.ts';
import { childPath } from '../files/child-path.ts';
import { hashFile } from '../files/hash-file.ts';
import { defaultLimitBytes, parseJsonObject } from '../files/read-json.ts';
import type { DirectoryContext } from './directory-options.ts';
import { compareDigests, describeFailure } from './file-check.ts';
import { formatVersionFolder } from './layout.ts';
import { parseMetadata } from './parse-metadata.ts';

/** Checks metadata.json against the history and every recorded file against metadata.json. Never throws for what is wrong with a file. */
export async function verifyDirectoryVersion(
  context: DirectoryContext,
  model: string,
  version: string,
  options: ReadOptions,
): Promise<Verification> {
  const folder = childPath(context.places.root, formatVersionFolder(model, version));
  const { entries } = await context.history.readHistory(model);
  const recorded = foldHistory(entries).registeredDigests.get(version);
  const { check, bytes } = await checkMetadata(context, folder, recorded);
  const reading = bytes === undefined ? undefined : parseJsonObject(bytes);
  if (!reading?.ok) return { model, version, checks: [check] };
  const checks: FileCheck[] = [check];
  for (const artifact of parseMetadata(model, version, reading.value).artifacts) {
    checks.push(await checkArtifact(folder, artifact, options));
  }
  return { model, version, checks };
}

async function checkMetadata(
  context: DirectoryContext,
  folder: string,
  recorded: string | undefined,
): Promise<{ readonly check: FileCheck; readonly bytes: Uint8Array | undefined }> {
  const name = 'metadata.json';
  try {
    const bytes = await context.fileSystem.readFile(join(folder, name), defaultLimitBytes);
    const found = createHash('sha256').update(bytes).digest('hex');
    const reading = parseJsonObject(bytes);
    if (!reading.ok) return { check: { name, outcome: 'unreadable', detail: reading.problem }, bytes };
    if (recorded === undefined) {
      return { check: { name, outcome: 'nothing-recorded', detail: 'registered by another program' }, bytes };
    }
    return { check: compareDigests(name, recorded, found), bytes };
  } catch (thrown) {
    return { check: describeFailure(name, thrown, 'missing'), bytes: undefined };
  }
}

async function checkArtifact(folder: string, artifact: Artifact, options: ReadOptions): Promise<FileCheck> {
  const { name, sha256, role } = artifact;
  if (sha256 === undefined) return { name, outcome: 'nothing-recorded', detail: 'no digest was recorded' };
  const path = role === 'weights' ? name : childPath(folder, name);
  if (!isAbsolute(path)) return { name, outcome: 'elsewhere', detail: 'not a file on this machine' };
  try {
    const hash = await hashFile(path, {
      ...(options.onProgress ? { onProgress: options.onProgress } : {}),
      ...(options.signal ? { signal: options.signal } : {}),
    });
    return compareDigests(name, sha256, hash.sha256);
  } catch (thrown) {
    options.signal?.throwIfAborted();
    return describeFailure(name, thrown, role === 'weights' ? 'elsewhere' : 'missing');
  }
}
