import { stat } from 'node:fs/promises';
import type { FileCheck, ReadOptions } from '../../core/ports/registry.ts';
import type { Artifact } from '../../core/registry/version.ts';
import { compareDigests, describeFailure } from '../files/file-check.ts';
import type { FileHash, HashOptions } from '../files/hash-file.ts';
import { followWeights } from '../files/weights-path.ts';

/** A file that a row names by its path. */
export type ExaminedPath = {
  readonly check: FileCheck;
  /** Undefined when it was not hashed: the check or `why` says the reason. */
  readonly hash: FileHash | undefined;
  /** Why no verdict can be bound to it, in words that follow its name. */
  readonly why: string | undefined;
};

/** How a digest is computed. */
type Hash = (path: string, options: HashOptions) => Promise<FileHash>;

/**
 * Looks whether the file is there and holds it against the digest recorded for it, if any. S2 names folders too, of which nothing is
 * hashed. What is not there may be on another machine. Never rejects for what is wrong with the file; rejects with the signal's
 * reason when it is aborted.
 * @param hash undefined where a file without a recorded digest need not be read
 */
export async function examinePath(
  { name, sha256: recorded }: Artifact,
  path: string,
  hash: Hash | undefined,
  { signal, onProgress }: ReadOptions,
): Promise<ExaminedPath> {
  signal?.throwIfAborted();
  try {
    const real = await followWeights(path);
    if ((await stat(real)).isDirectory()) {
      const check: FileCheck = {
        name,
        outcome: 'nothing-recorded',
        detail: 'a folder: no digest was recorded',
      };
      return { check, hash: undefined, why: 'is a folder, whose files are not looked at' };
    }
    if (hash === undefined)
      return {
        check: withoutDigest(name, 'it is there; no digest was recorded'),
        hash: undefined,
        why: undefined,
      };
    const found = await hash(real, { ...(onProgress ? { onProgress } : {}), ...(signal ? { signal } : {}) });
    const check =
      recorded === undefined
        ? withoutDigest(name, 'it is there; no digest was recorded')
        : compareDigests(name, recorded, found.sha256);
    return { check, hash: found, why: undefined };
  } catch (thrown) {
    signal?.throwIfAborted();
    const check = describeFailure(name, thrown, 'elsewhere');
    const why = check.outcome === 'elsewhere' ? 'is not on this machine' : `cannot be read: ${check.detail}`;
    return { check, hash: undefined, why };
  }
}

function withoutDigest(name: string, detail: string): FileCheck {
  return { name, outcome: 'nothing-recorded', detail };
}
