import { readFile, stat } from 'node:fs/promises';
import { findErrno } from '../files/file-errors.ts';
import { createErrno } from '../files/node-file-system.ts';

/**
 * The text of a small file that a person wrote, links followed (configuration is often linked into place); undefined when nothing
 * is there. Rejects with Node's error: `EISDIR`, `EINVAL` for no regular file, `EFBIG` above the limit.
 */
export async function readTextFile(path: string, limitBytes: number): Promise<string | undefined> {
  try {
    const facts = await stat(path);
    if (facts.isDirectory()) throw createErrno('EISDIR', `${path} is a folder`);
    if (!facts.isFile()) throw createErrno('EINVAL', `${path} is not a regular file`);
    if (facts.size > limitBytes) throw createErrno('EFBIG', `${path} is larger than ${limitBytes} bytes`);
    return await readFile(path, 'utf8');
  } catch (thrown) {
    if (findErrno(thrown) === 'ENOENT' || findErrno(thrown) === 'ENOTDIR') return undefined;
    throw thrown;
  }
}
