import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { PublishedFile } from '../../core/publish/publication.ts';
import { withFileErrors } from '../files/file-errors.ts';
import type { RemoteFile } from './hub-calls.ts';

/**
 * Paths of the files that are not on the hub as they are here, in the order given: a large file by its sha256, another one by its digest
 * in git, both by size.
 */
export async function findDiffering(
  files: readonly PublishedFile[],
  remote: readonly RemoteFile[],
): Promise<readonly string[]> {
  const byPath = new Map(remote.map(file => [file.path, file]));
  const differing: string[] = [];
  for (const file of files) {
    if (!(await isSame(file, byPath.get(file.path)))) differing.push(file.path);
  }
  return differing;
}

async function isSame(file: PublishedFile, remote: RemoteFile | undefined): Promise<boolean> {
  if (remote === undefined) return false;
  const { large } = remote;
  if (large !== undefined) return large.sha256 === file.sha256 && large.bytes === file.bytes;
  return remote.bytes === file.bytes && remote.blob === (await hashBlob(file));
}

/** The digest git gives a file. @throws UnavailableError when the file cannot be read */
async function hashBlob({ content, bytes }: PublishedFile): Promise<string> {
  const hash = createHash('sha1').update(`blob ${bytes}\0`);
  if ('text' in content) return hash.update(content.text).digest('hex');
  return await withFileErrors('read the file', content.localPath, async () => {
    for await (const piece of createReadStream(content.localPath)) hash.update(piece);
    return hash.digest('hex');
  });
}
