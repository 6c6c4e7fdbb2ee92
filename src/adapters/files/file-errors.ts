import { AppError, UnavailableError } from '../../core/errors/app-error.ts';
import type { ErrorCode } from '../../core/errors/error-codes.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';

type FileErrorRow = { readonly code: ErrorCode; readonly words: string };

/** What an errno means here. Names not in the table are `file-system-failed`. */
const fileErrors: Readonly<Record<string, FileErrorRow>> = {
  ENOSPC: { code: 'disk-full', words: 'no space left on the disk' },
  EDQUOT: { code: 'disk-full', words: 'the disk quota is used up' },
  EACCES: { code: 'permission-denied', words: 'permission denied' },
  EPERM: { code: 'permission-denied', words: 'operation not permitted' },
  EROFS: { code: 'file-system-read-only', words: 'the file system is read-only' },
  ENOENT: { code: 'file-system-failed', words: 'it is not there' },
  ENOTDIR: { code: 'file-system-failed', words: 'a part of the path is not a folder' },
  EISDIR: { code: 'file-system-failed', words: 'a folder stands there' },
  EEXIST: { code: 'file-system-failed', words: 'something stands there already' },
  ENOTEMPTY: { code: 'file-system-failed', words: 'a folder with something in it stands there' },
  ELOOP: { code: 'file-system-failed', words: 'a link stands there' },
  EINVAL: { code: 'file-system-failed', words: 'it is not a regular file' },
  ENXIO: { code: 'file-system-failed', words: 'it is not a regular file' },
  EFBIG: { code: 'file-system-failed', words: 'the file is too large' },
  EIO: { code: 'file-system-failed', words: 'the disk reports an input/output error' },
  EMFILE: { code: 'file-system-failed', words: 'too many files are open' },
  ENAMETOOLONG: { code: 'file-system-failed', words: 'the name is too long' },
};

/** The errno name of a thrown file-system error (`ENOENT`), or undefined for anything else. */
export function findErrno(thrown: unknown): string | undefined {
  if (thrown instanceof AppError || !(thrown instanceof Error) || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' && /^E[A-Z0-9]+$/.test(thrown.code) ? thrown.code : undefined;
}

/** What an errno says about a path, in words that follow "because". */
export function describeErrno(errno: string): string {
  return fileErrors[errno]?.words ?? 'the call failed';
}

/**
 * A thrown file-system error as an {@link UnavailableError}; anything else comes back as it is.
 * @param doing what was being done, in words that follow "Cannot": `write the version folder`.
 */
export function toFileError(thrown: unknown, doing: string, path: string): unknown {
  const errno = findErrno(thrown);
  if (errno === undefined) return thrown;
  const shownPath = makeSafeText(path);
  const message = `Cannot ${doing}: ${describeErrno(errno)} (${errno}, ${shownPath}).`;
  return new UnavailableError(fileErrors[errno]?.code ?? 'file-system-failed', message, {
    cause: thrown,
    data: { path: shownPath, errno },
  });
}

/**
 * Does file work and maps what it throws.
 * @throws UnavailableError `disk-full`, `permission-denied`, `file-system-read-only` or `file-system-failed`.
 */
export async function withFileErrors<Result>(
  doing: string,
  path: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    throw toFileError(thrown, doing, path);
  }
}
