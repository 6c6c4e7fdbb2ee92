import type { BigIntStats } from 'node:fs';
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import * as files from 'node:fs/promises';
import type { FileSystem, PathFacts, PathKind } from '../../core/ports/file-system.ts';

const readOnlyFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const newFileFlags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
const copyBufferBytes = 1024 * 1024;

/** The real file system. Links at the end of a path are never followed; opening never waits for a FIFO or a device. */
export function createNodeFileSystem(): FileSystem {
  return {
    findFacts,
    readFile,
    createFile,
    copyFile,
    syncFolder,
    readLink: path => files.readlink(path),
    listNames: path => files.readdir(path),
    makeFolder: async path => {
      await files.mkdir(path);
    },
    link: (existing, path) => files.link(existing, path),
    symlink: (target, path) => files.symlink(target, path),
    rename: (from, to) => files.rename(from, to),
    removeFile: path => files.unlink(path),
    removeFolder: path => files.rmdir(path),
  };
}

/**
 * Opens a regular file for reading and hands over the handle with its size; closes it in every case.
 * Rejects with code `ELOOP` for a link, `EISDIR` for a folder and `EINVAL` for a FIFO, socket or device, without waiting.
 */
export async function withRegularFile<Result>(
  path: string,
  work: (handle: FileHandle, sizeBytes: number) => Promise<Result>,
): Promise<Result> {
  const handle = await files.open(path, readOnlyFlags);
  try {
    const stats = await handle.stat();
    if (stats.isDirectory()) throw createErrno('EISDIR', `${path} is a folder`);
    if (!stats.isFile()) throw createErrno('EINVAL', `${path} is not a regular file`);
    return await work(handle, stats.size);
  } finally {
    await handle.close();
  }
}

/** An error like Node's own, with an errno name as its `code`. */
export function createErrno(code: string, message: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${message}`), { code });
}

async function findFacts(path: string): Promise<PathFacts | undefined> {
  try {
    const stats = await files.lstat(path, { bigint: true });
    return {
      kind: kindOf(stats),
      sizeBytes: Number(stats.size),
      modifiedAtMs: Number(stats.mtimeNs) / 1e6,
      identity: `${stats.dev}:${stats.ino}`,
      permissions: Number(stats.mode) & 0o7777,
    };
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw thrown;
  }
}

function kindOf(stats: BigIntStats): PathKind {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  return stats.isSymbolicLink() ? 'link' : 'other';
}

function readFile(path: string, limitBytes: number): Promise<Uint8Array> {
  return withRegularFile(path, async (handle, sizeBytes) => {
    const tooLarge = createErrno('EFBIG', `${path} is larger than ${limitBytes} bytes`);
    if (sizeBytes > limitBytes) throw tooLarge;
    // One byte more than the size, so that a file that grew meanwhile is noticed and its end is seen in one read.
    let buffer = Buffer.allocUnsafe(sizeBytes + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
      if (bytesRead === 0) return buffer.subarray(0, length);
      length += bytesRead;
      if (length > limitBytes) throw tooLarge;
      if (length === buffer.length) buffer = Buffer.concat([buffer], Math.min(limitBytes + 1, length * 2));
    }
  });
}

async function createFile(path: string, bytes: Uint8Array, permissions?: number): Promise<void> {
  await fillNewFile(path, async handle => {
    if (permissions !== undefined) await handle.chmod(permissions);
    // FileHandle.writeFile goes on after a short write, as on a nearly full disk; a single write call would not.
    await handle.writeFile(bytes);
  });
}

function copyFile(from: string, to: string): Promise<void> {
  return withRegularFile(from, async source => {
    await fillNewFile(to, async target => {
      const buffer = Buffer.allocUnsafe(copyBufferBytes);
      for (let position = 0; ; ) {
        const { bytesRead } = await source.read(buffer, 0, buffer.length, position);
        if (bytesRead === 0) break;
        await target.writeFile(buffer.subarray(0, bytesRead));
        position += bytesRead;
      }
    });
  });
}

/** Creates a file and makes what `fill` writes durable; a file that could not be filled, as on a full disk, is removed. */
export async function fillNewFile(path: string, fill: (handle: FileHandle) => Promise<void>): Promise<void> {
  const handle = await files.open(path, newFileFlags, 0o666);
  try {
    await fill(handle);
    await handle.sync();
  } catch (thrown) {
    // The failure that led here is what the caller must hear of; what cannot be removed is found by doctor.
    await files.unlink(path).catch(() => undefined);
    throw thrown;
  } finally {
    await handle.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const handle = await files.open(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
