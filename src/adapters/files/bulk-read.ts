import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createErrno } from './node-file-system.ts';
import type { JsonLimits, JsonObject, Reading } from './read-json.ts';
import { defaultLimitBytes, parseJsonObject, toReadFault } from './read-json.ts';

/** How long the event loop is kept waiting, and how the work is stopped. */
export type SliceOptions = {
  /** Longest stretch without giving other work a turn; 8 ms unless told. One file is never cut in two. */
  readonly sliceMs?: number;
  readonly signal?: AbortSignal;
};

const readFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const firstBufferBytes = 64 * 1024;

/**
 * Reads many small JSON files, each of which must hold an object, and gives what `take` makes of each, in the order of `paths`
 * (`index` counts them from 0). Reads are synchronous, because for a small file the way through the thread pool costs several times the read; after each
 * slice, in which the time `take` needs is counted, the event loop gets a turn. What is wrong with a file is said by its
 * reading. Rejects with the signal's reason when it is aborted.
 */
export function readManyJson<Result>(
  paths: readonly string[],
  take: (reading: Reading<JsonObject>, index: number) => Result,
  options: JsonLimits & SliceOptions = {},
): Promise<readonly Result[]> {
  const takeBytes = (reading: Reading<Uint8Array>, index: number): Result =>
    take(reading.ok ? parseJsonObject(reading.value, options) : reading, index);
  return readManyFiles(paths, takeBytes, options);
}

/**
 * Reads many small files as {@link readManyJson} does, without looking into them.
 * The bytes given to `take` are overwritten by the next file.
 */
export async function readManyFiles<Result>(
  paths: readonly string[],
  take: (reading: Reading<Uint8Array>, index: number) => Result,
  options: { readonly limitBytes?: number } & SliceOptions = {},
): Promise<readonly Result[]> {
  const sliceMs = options.sliceMs ?? 8;
  const read = createReader(options.limitBytes ?? defaultLimitBytes);
  const results: Result[] = [];
  options.signal?.throwIfAborted();
  let sliceEndsAt = performance.now() + sliceMs;
  for (const [index, path] of paths.entries()) {
    results.push(take(read(path), index));
    if (performance.now() < sliceEndsAt) continue;
    await nextTurn();
    options.signal?.throwIfAborted();
    sliceEndsAt = performance.now() + sliceMs;
  }
  return results;
}

/** A reader that keeps one buffer for all files and grows it for the largest. */
function createReader(limitBytes: number): (path: string) => Reading<Uint8Array> {
  let buffer = Buffer.allocUnsafe(firstBufferBytes);
  return path => {
    try {
      const descriptor = openSync(path, readFlags);
      try {
        const sizeBytes = checkSize(descriptor, path, limitBytes);
        if (sizeBytes > buffer.length) buffer = Buffer.allocUnsafe(sizeBytes);
        return { ok: true, value: buffer.subarray(0, readFully(descriptor, buffer, sizeBytes)) };
      } finally {
        closeSync(descriptor);
      }
    } catch (thrown) {
      return toReadFault(thrown, limitBytes);
    }
  };
}

function checkSize(descriptor: number, path: string, limitBytes: number): number {
  const stats = fstatSync(descriptor);
  if (stats.isDirectory()) throw createErrno('EISDIR', `${path} is a folder`);
  if (!stats.isFile()) throw createErrno('EINVAL', `${path} is not a regular file`);
  if (stats.size > limitBytes) throw createErrno('EFBIG', `${path} is larger than ${limitBytes} bytes`);
  return stats.size;
}

/** How many of the bytes the file was seen to have could be read: fewer when it was cut meanwhile. */
function readFully(descriptor: number, buffer: Buffer, sizeBytes: number): number {
  let length = 0;
  while (length < sizeBytes) {
    const bytesRead = readSync(descriptor, buffer, length, sizeBytes - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length;
}
