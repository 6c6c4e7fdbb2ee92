import { createHash, hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { FileSystem } from '../../../core/ports/file-system.ts';
import type { ObjectWrite } from '../../../core/ports/object-store.ts';
import { toFileError, withFileErrors } from '../../files/file-errors.ts';
import { readSmallFile } from '../../files/read-small-file.ts';
import { sha256Key } from './mirror-context.ts';
import { packBody } from './packed-body.ts';

/** Files up to this size are read whole; larger ones are sent from where they are. */
const wholeLimitBytes = 8 * 1024 * 1024;

/** A file of this machine, ready to be written. */
export type FileBody = Pick<ObjectWrite, 'body' | 'metadata'> & {
  /** Size and time of the file when it was opened: what is uploaded is the file as long as it has both. */
  readonly copy: { readonly sizeBytes: number; readonly modifiedAtMs: number };
};

/**
 * A file of this machine as the body of an object, with the metadata that goes with it.
 * @param path absolute
 * @throws UnavailableError when it cannot be read
 */
export async function openBody(fileSystem: FileSystem, path: string): Promise<FileBody> {
  try {
    const small = readSmallFile(path);
    return small === undefined ? await openLargeBody(fileSystem, path) : holdBytes(small.bytes, small);
  } catch (thrown) {
    throw toFileError(thrown, 'read the file to upload', path);
  }
}

/** A file that was read whole, ready to be written. */
export type WholeBody = FileBody & { readonly body: { readonly from: 'bytes'; readonly bytes: Uint8Array } };

/**
 * The same for a file whose bytes are needed here too.
 * @throws UnavailableError when it cannot be read, or has more than 8 MiB
 */
export async function openWholeBody(fileSystem: FileSystem, path: string): Promise<WholeBody> {
  try {
    const small = readSmallFile(path);
    if (small !== undefined) return holdBytes(small.bytes, small);
    const copy = await findCopyFacts(path);
    return holdBytes(await fileSystem.readFile(path, wholeLimitBytes), copy);
  } catch (thrown) {
    throw toFileError(thrown, 'read the file to upload', path);
  }
}

async function openLargeBody(fileSystem: FileSystem, path: string): Promise<FileBody> {
  const copy = await findCopyFacts(path);
  return copy.sizeBytes > wholeLimitBytes
    ? { body: { from: 'file', path }, metadata: {}, copy }
    : holdBytes(await fileSystem.readFile(path, wholeLimitBytes), copy);
}

async function findCopyFacts(path: string): Promise<FileBody['copy']> {
  const stats = await lstat(path, { bigint: true });
  return { sizeBytes: Number(stats.size), modifiedAtMs: Number(stats.mtimeNs) / 1e6 };
}

function holdBytes(bytes: Uint8Array, { sizeBytes, modifiedAtMs }: FileBody['copy']): WholeBody {
  return {
    body: { from: 'bytes', bytes },
    metadata: { [sha256Key]: hash('sha256', bytes), ...packBody(bytes) },
    copy: { sizeBytes, modifiedAtMs },
  };
}

/**
 * Hex md5 of a file, by which a bucket tells what an object holds.
 * @throws UnavailableError when it cannot be read
 */
export async function findFileMd5(path: string): Promise<string> {
  return await withFileErrors('read the file', path, async () => {
    const digest = createHash('md5');
    await pipeline(createReadStream(path), digest);
    return digest.digest('hex');
  });
}
