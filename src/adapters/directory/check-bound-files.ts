import type { BoundFile } from '../../core/gate/report.ts';
import type { FileCheck, ReadOptions } from '../../core/ports/registry.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { childPath } from '../files/child-path.ts';
import { hashFile } from '../files/hash-file.ts';
import { findInnerPath } from '../files/inner-path.ts';
import type { DirectoryContext } from './directory-options.ts';
import { findKeptPath } from './evidence-store.ts';
import { compareDigests, describeFailure } from './file-check.ts';
import { formatVersionFolder } from './layout.ts';

/**
 * Holds the files a verdict stands on against their digests: those of the version where it is, kept ones in the store. Never throws for what
 * is wrong with a file; rejects with the signal's reason when it is aborted.
 * @throws InvalidInputError invalid-name
 */
export async function checkBoundFiles(
  context: DirectoryContext,
  model: string,
  version: string,
  files: readonly BoundFile[],
  options: ReadOptions,
): Promise<readonly FileCheck[]> {
  const folder = childPath(context.places.root, formatVersionFolder(model, version));
  const totalBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const checks: FileCheck[] = [];
  let doneBytes = 0;
  for (const file of files) {
    options.signal?.throwIfAborted();
    checks.push(await checkFile(context, folder, file, options.signal));
    doneBytes += file.sizeBytes;
    options.onProgress?.(doneBytes, totalBytes);
  }
  return checks;
}

async function checkFile(
  context: DirectoryContext,
  folder: string,
  file: BoundFile,
  signal: AbortSignal | undefined,
): Promise<FileCheck> {
  const name = makeSafeText(file.name, { limit: 200 });
  const place = await findPlace(context, folder, file);
  if (place.found === 'missing') return { name, outcome: 'missing', detail: 'it is not there' };
  if (place.found === 'unusable') return { name, outcome: 'unreadable', detail: `it is ${place.problem}` };
  try {
    const { sha256 } = await hashFile(place.path, signal ? { signal } : {});
    return compareDigests(name, file.sha256, sha256);
  } catch (thrown) {
    signal?.throwIfAborted();
    return describeFailure(name, thrown, 'missing');
  }
}

async function findPlace(context: DirectoryContext, folder: string, file: BoundFile) {
  if (file.place === 'version') return await findInnerPath(folder, file.name);
  const path = findKeptPath(context, file.sha256);
  return path === undefined
    ? ({ found: 'unusable', problem: 'named by no digest' } as const)
    : ({ found: 'there', path } as const);
}
