import { readFile, stat } from 'node:fs/promises';
import { findErrno } from './file-errors.ts';
import { createErrno } from './node-file-system.ts';

/**
 * The text of a small file that a person wrote, links followed (configuration is often linked into place); undefined when nothing
 * is there. Rejects with Node's error: `EISDIR`, `EINVAL` for no regular file, `EFBIG` above the limit.
 */
export async function readTextFile(path: string, limitBytes: number): Promise<string | undefined> {
  const bytes = await readLinkedFile(path, limitBytes);
  return bytes === undefined
    ? undefined
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/** The bytes of such a file, in the same way. */
export async function readLinkedFile(path: string, limitBytes: number): Promise<Uint8Array | undefined> {
  return await whenThere(async () => {
    const facts = await stat(path);
    if (facts.isDirectory()) throw createErrno('EISDIR', `${path} is a folder`);
    if (!facts.isFile()) throw createErrno('EINVAL', `${path} is not a regular file`);
    if (facts.size > limitBytes) throw createErrno('EFBIG', `${path} is larger than ${limitBytes} bytes`);
    return await readFile(path);
  });
}

/** A text that differs once the file a path leads to is another one or was written; undefined when nothing is there. */
export async function findLinkedFile(path: string): Promise<string | undefined> {
  return await whenThere(async () => {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
  });
}

async function whenThere<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (thrown) {
    if (findErrno(thrown) === 'ENOENT' || findErrno(thrown) === 'ENOTDIR') return undefined;
    throw thrown;
  }
}
