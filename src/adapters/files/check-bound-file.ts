import { isAbsolute } from 'node:path';
import type { BoundFile } from '../../core/gate/report.ts';
import type { FileSystem } from '../../core/ports/file-system.ts';
import type { BoundCheck, CheckOptions } from '../../core/ports/registry.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { type DigestMemory, largeFromBytes } from './digest-memory.ts';
import { compareDigests, describeFailure } from './file-check.ts';
import type { InnerPath } from './inner-path.ts';
import { followWeights } from './weights-path.ts';

/** What the parts of an adapter that check bound files have in common. */
export type CheckContext = {
  readonly fileSystem: FileSystem;
  readonly digests: DigestMemory;
  /** The name of this machine. */
  readonly host: string;
};

/** The place of a file that is bound at its path on a machine. Pure. */
export function findMachinePlace({ name }: BoundFile): InnerPath {
  return isAbsolute(name)
    ? { found: 'there', path: name }
    : { found: 'unusable', problem: 'named by no whole path' };
}

/** The place of a file that is kept under its digest. Pure. @param path undefined for a digest that is none */
export function findKeptPlace(path: string | undefined): InnerPath {
  return path === undefined ? { found: 'unusable', problem: 'named by no digest' } : { found: 'there', path };
}

/**
 * Holds files against their digests, each at the place that is found for it, in their order. Never throws for what is wrong with one;
 * rejects with the signal's reason when it is aborted.
 */
export async function checkFilesInTurn(
  files: readonly BoundFile[],
  options: CheckOptions,
  check: (file: BoundFile, options: CheckOptions) => Promise<BoundCheck>,
): Promise<readonly BoundCheck[]> {
  const totalBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const checks: BoundCheck[] = [];
  let doneBytes = 0;
  for (const file of files) {
    const { signal, onProgress } = options;
    signal?.throwIfAborted();
    const tell = (bytes: number) => onProgress?.(Math.min(doneBytes + bytes, totalBytes), totalBytes);
    checks.push(await check(file, { ...options, onProgress: tell }));
    doneBytes += file.sizeBytes;
    tell(0);
  }
  return checks;
}

/** Holds one file against its digest. Weights that were hashed on this host and are not there are missing; those of another are elsewhere. */
export async function checkFileAt(
  context: CheckContext,
  place: InnerPath,
  file: BoundFile,
  { weights, signal, onProgress }: CheckOptions,
): Promise<BoundCheck> {
  const name = makeSafeText(file.name, { limit: 500 });
  if (place.found === 'missing') return { name, outcome: 'missing', detail: 'it is not there' };
  if (place.found === 'unusable') return { name, outcome: 'unreadable', detail: `it is ${place.problem}` };
  try {
    const path = file.place === 'machine' ? await followWeights(place.path) : place.path;
    const isLarge = file.place === 'machine' && file.sizeBytes >= largeFromBytes;
    if (isLarge && weights === 'measured') return await measure(context, { name, path }, file);
    const hashing = { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) };
    const { sha256 } = await context.digests.recall(path, hashing);
    return compareDigests(name, file.sha256, sha256);
  } catch (thrown) {
    signal?.throwIfAborted();
    const isElsewhere = file.place === 'machine' && file.host !== context.host;
    return describeFailure(name, thrown, isElsewhere ? 'elsewhere' : 'missing');
  }
}

/** What can be said of weights without reading them. */
async function measure(
  context: CheckContext,
  { name, path }: { readonly name: string; readonly path: string },
  file: BoundFile,
): Promise<BoundCheck> {
  const facts = await context.fileSystem.findFacts(path);
  if (facts === undefined) return { name, outcome: 'missing', detail: 'it is not there' };
  if (facts.kind !== 'file') return { name, outcome: 'unreadable', detail: 'it is no regular file' };
  return facts.sizeBytes === file.sizeBytes
    ? { name, outcome: 'unread', detail: 'its size is the same' }
    : { name, outcome: 'differs', detail: `it had ${file.sizeBytes} bytes, and has ${facts.sizeBytes}` };
}
