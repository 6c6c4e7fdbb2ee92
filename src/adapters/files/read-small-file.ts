import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { createErrno } from './node-file-system.ts';

/** A file as it was when it was read. */
export type SmallFile = {
  readonly bytes: Uint8Array;
  readonly sizeBytes: number;
  /** Milliseconds since the epoch, with fractions. */
  readonly modifiedAtMs: number;
};

const usualLimitBytes = 64 * 1024;
const readFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Reads a regular file at once, because for a small file the way through the thread pool costs several times the read; undefined when it
 * has more than `limitBytes` (64 KiB unless told), or changes meanwhile. Throws Node's error; `ELOOP`, `EISDIR` or `EINVAL` for a link, a
 * folder or no regular file.
 */
export function readSmallFile(path: string, limitBytes = usualLimitBytes): SmallFile | undefined {
  const descriptor = openSync(path, readFlags);
  try {
    const stats = fstatSync(descriptor, { bigint: true });
    if (stats.isDirectory()) throw createErrno('EISDIR', `${path} is a folder`);
    if (!stats.isFile()) throw createErrno('EINVAL', `${path} is not a regular file`);
    const sizeBytes = Number(stats.size);
    if (sizeBytes > limitBytes) return undefined;
    const buffer = Buffer.allocUnsafe(sizeBytes + 1);
    let length = 0;
    // A read that ends before the buffer does has met the end of the file: no other is needed to know it.
    for (let read = -1; read !== 0 && length < sizeBytes; length += read)
      read = readSync(descriptor, buffer, length, buffer.length - length, length);
    if (length !== sizeBytes) return undefined;
    return { bytes: buffer.subarray(0, length), sizeBytes, modifiedAtMs: Number(stats.mtimeNs) / 1e6 };
  } finally {
    closeSync(descriptor);
  }
}
