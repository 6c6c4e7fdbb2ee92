import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { withRegularFile } from './node-file-system.ts';

const bufferBytes = 1024 * 1024;

/** Digest of a file and how many bytes it was taken over. */
export type FileHash = { readonly sha256: string; readonly sizeBytes: number };

/** How a hash is followed and stopped. `bytesTotal` is the size when it began. */
export type HashOptions = {
  readonly onProgress?: (bytesDone: number, bytesTotal: number) => void;
  readonly signal?: AbortSignal;
};

/**
 * SHA-256 of a regular file, reading one MiB ahead while it hashes the one before, so that the event loop stays alive.
 * Rejects with Node's error (`ENOENT`; `ELOOP`, `EISDIR`, `EINVAL` for what is no regular file, without waiting for it)
 * and with the signal's reason when it is aborted.
 */
export async function hashFile(path: string, options: HashOptions = {}): Promise<FileHash> {
  options.signal?.throwIfAborted();
  return withRegularFile(path, (handle, sizeBytes) => hashHandle(handle, sizeBytes, options));
}

async function hashHandle(handle: FileHandle, bytesTotal: number, options: HashOptions): Promise<FileHash> {
  const hash = createHash('sha256');
  // One byte more than the size: the end of a small file is seen without a buffer that is mostly empty.
  const length = Math.min(bufferBytes, bytesTotal + 1);
  let current = Buffer.allocUnsafe(length);
  let ahead = Buffer.allocUnsafe(length);
  let bytesDone = 0;
  let { bytesRead } = await handle.read(current, 0, length, 0);
  while (bytesRead > 0) {
    bytesDone += bytesRead;
    const next = handle.read(ahead, 0, length, bytesDone);
    hash.update(current.subarray(0, bytesRead));
    options.onProgress?.(bytesDone, bytesTotal);
    // Awaited before the signal is looked at: the handle may not close under a read that is still running.
    ({ bytesRead } = await next);
    options.signal?.throwIfAborted();
    [current, ahead] = [ahead, current];
  }
  return { sha256: hash.digest('hex'), sizeBytes: bytesDone };
}
