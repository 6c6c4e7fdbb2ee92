import type { EvidenceFile } from '../../core/evidence/evidence-file.ts';
import type { EvidenceSource } from '../../core/gate/policy.ts';
import type { FileSystem } from '../../core/ports/file-system.ts';
import type { FileCheck, ReadOptions } from '../../core/ports/registry.ts';
import type { Artifact } from '../../core/registry/version.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { DigestMemory } from '../files/digest-memory.ts';
import { readEvidenceAt } from '../files/evidence-folder.ts';
import { compareDigests, describeFailure } from '../files/file-check.ts';
import { findKeptPath, type KeepContext } from './kept-files.ts';

/** Where what is kept is read. */
export type KeptContext = Pick<KeepContext, 'fileSystem'> & {
  readonly places: Pick<KeepContext['places'], 'evidence'>;
};

/** What was kept with a version when it was registered, read as evidence from its sources, in their order. */
export async function loadKeptEvidence(
  context: KeptContext,
  kept: readonly Pick<Artifact, 'name' | 'sha256'>[],
  sources: readonly EvidenceSource[],
  options: ReadOptions,
): Promise<readonly EvidenceFile[]> {
  const paths = new Map(
    kept.flatMap(({ name, sha256 }) => {
      const path = sha256 === undefined ? undefined : findKeptPath(context, sha256);
      return path === undefined ? [] : [[name, path] as const];
    }),
  );
  const found: EvidenceFile[] = [];
  for (const source of sources) {
    found.push(await loadSource(context, paths, source));
    options.signal?.throwIfAborted();
    options.onProgress?.(found.length, sources.length);
  }
  return found;
}

/** A file that was kept and cannot be used is not passed over for the next one: that would hide it. */
async function loadSource(
  { fileSystem }: { readonly fileSystem: FileSystem },
  paths: ReadonlyMap<string, string>,
  { name: source, files }: EvidenceSource,
): Promise<EvidenceFile> {
  for (const name of files) {
    const path = paths.get(name);
    if (path === undefined) continue;
    const reading = await readEvidenceAt(fileSystem, { name, path });
    if (reading.state === 'read') return { source, state: 'read', file: reading.file, repeats: [] };
    const problem = reading.state === 'missing' ? 'gone from where it was kept' : reading.problem;
    return { source, state: 'unusable', name: makeSafeText(name), problem };
  }
  return { source, state: 'missing', name: makeSafeText(files.join(' or ')) };
}

/** A file of evidence that was kept at registration. */
export async function checkKept(
  context: KeptContext & { readonly digests: DigestMemory },
  { name, sha256 }: Artifact,
  { signal }: ReadOptions,
): Promise<FileCheck> {
  const path = sha256 === undefined ? undefined : findKeptPath(context, sha256);
  if (path === undefined || sha256 === undefined)
    return { name, outcome: 'nothing-recorded', detail: 'no digest was recorded' };
  try {
    return compareDigests(name, sha256, (await context.digests.read(path, signal ? { signal } : {})).sha256);
  } catch (thrown) {
    signal?.throwIfAborted();
    return describeFailure(name, thrown, 'missing');
  }
}
