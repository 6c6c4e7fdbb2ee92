import type { Deploying } from '../../core/deployment/deploying.ts';
import { processDigests } from '../files/digest-memory.ts';
import { findErrno, withFileErrors } from '../files/file-errors.ts';

/** Digest of a file as it is now; undefined when no file is there. @throws UnavailableError */
export const hashInput: Deploying['hashFile'] = async (path, { signal, onProgress } = {}) =>
  await withFileErrors('read', path, async () => {
    try {
      const options = { ...(signal && { signal }), ...(onProgress && { onProgress }) };
      return (await processDigests.recall(path, options)).sha256;
    } catch (thrown) {
      if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(findErrno(thrown) ?? '')) return undefined;
      throw thrown;
    }
  });
