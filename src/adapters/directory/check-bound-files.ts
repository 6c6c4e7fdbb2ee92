import { isAbsolute } from 'node:path';
import type { BoundFile } from '../../core/gate/report.ts';
import type { BoundCheck, CheckOptions } from '../../core/ports/registry.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { childPath } from '../files/child-path.ts';
import { largeFromBytes } from '../files/digest-memory.ts';
import { findInnerPath } from '../files/inner-path.ts';
import type { DirectoryContext } from './directory-options.ts';
import { findKeptPath } from './evidence-store.ts';
import { compareDigests, describeFailure } from './file-check.ts';
import { formatVersionFolder } from './layout.ts';
import { followWeights } from './weights-path.ts';

/**
 * Holds the files a verdict stands on against their digests: those of the version where it is, kept ones in the store, weights at their
 * path. Weights that were hashed on this host and are not there are missing; those of another host are elsewhere. Never throws for what is wrong with a file; rejects with the signal's reason when it is aborted.
 * @throws InvalidInputError invalid-name
 */
export async function checkBoundFiles(
  context: DirectoryContext,
  model: string,
  version: string,
  files: readonly BoundFile[],
  options: CheckOptions,
): Promise<readonly BoundCheck[]> {
  const folder = childPath(context.places.root, formatVersionFolder(model, version));
  const totalBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const checks: BoundCheck[] = [];
  let doneBytes = 0;
  for (const file of files) {
    const { signal, onProgress } = options;
    signal?.throwIfAborted();
    const tell = (bytes: number) => onProgress?.(Math.min(doneBytes + bytes, totalBytes), totalBytes);
    checks.push(await checkFile(context, folder, file, { ...options, onProgress: tell }));
    doneBytes += file.sizeBytes;
    tell(0);
  }
  return checks;
}

async function checkFile(
  context: DirectoryContext,
  folder: string,
  file: BoundFile,
  { weights, signal, onProgress }: CheckOptions,
): Promise<BoundCheck> {
  const name = makeSafeText(file.name, { limit: 500 });
  const place = await findPlace(context, folder, file);
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
  context: DirectoryContext,
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

async function findPlace(context: DirectoryContext, folder: string, file: BoundFile) {
  const unusable = (problem: string) => ({ found: 'unusable', problem }) as const;
  switch (file.place) {
    case 'version':
      return await findInnerPath(folder, file.name);
    case 'machine':
      return isAbsolute(file.name)
        ? ({ found: 'there', path: file.name } as const)
        : unusable('named by no whole path');
    case 'kept': {
      const path = findKeptPath(context, file.sha256);
      return path === undefined ? unusable('named by no digest') : ({ found: 'there', path } as const);
    }
    default:
      return file.place satisfies never;
  }
}
