import { BugError } from '../../../core/errors/app-error.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import type { Git } from './git-program.ts';

/** A file in a commit. */
export type TreeFile = {
  /** `100644`, or another kind: `120000` is a link. */
  readonly mode: string;
  /** Hash of its bytes, as git has it. */
  readonly hash: string;
  /** From the top on, parted by `/`. */
  readonly path: string;
};

/** The files of a commit at a path and below it, by their path; none where nothing is there. */
export async function listTree(git: Git, commit: string, path: string): Promise<readonly TreeFile[]> {
  const { text } = await git.call({
    doing: 'list what is committed',
    purpose: 'read',
    arguments: ['ls-tree', '-r', '-z', '--full-tree', commit, '--', path],
  });
  return text.split('\0').flatMap(line => {
    const match = /^(\d+) blob ([0-9a-f]+)\t(.*)$/s.exec(line);
    return match === null ? [] : [{ mode: match[1] ?? '', hash: match[2] ?? '', path: match[3] ?? '' }];
  });
}

/** The bytes of objects by their hashes, in the order asked; undefined for one that is not in the repository. */
export async function readBlobs(
  git: Git,
  hashes: readonly string[],
): Promise<readonly (Uint8Array | undefined)[]> {
  if (hashes.length === 0) return [];
  const { bytes } = await git.call({
    doing: 'read what is committed',
    purpose: 'read',
    arguments: ['cat-file', '--batch'],
    input: hashes.map(hash => `${hash}\n`).join(''),
  });
  const buffer = Buffer.from(bytes);
  const found: (Uint8Array | undefined)[] = [];
  let at = 0;
  for (const hash of hashes) {
    const end = buffer.indexOf('\n', at);
    const header = buffer.toString('utf8', at, end);
    const match = /^[0-9a-f]+ (\w+) (\d+)$/.exec(header);
    at = end + 1;
    if (match === null) {
      if (!header.endsWith(' missing'))
        throw new BugError('internal-bug', `git said "${makeSafeText(header)}" of ${hash}.`);
      found.push(undefined);
      continue;
    }
    const size = Number(match[2]);
    found.push(match[1] === 'blob' ? buffer.subarray(at, at + size) : undefined);
    at += size + 1;
  }
  return found;
}

/** The bytes of one file of a commit; undefined where it has none at that path, or a link or folder is there. */
export async function readCommitted(git: Git, commit: string, path: string): Promise<Uint8Array | undefined> {
  const file = (await listTree(git, commit, path)).find(each => each.path === path);
  if (file === undefined || !file.mode.startsWith('100')) return undefined;
  const [bytes] = await readBlobs(git, [file.hash]);
  return bytes;
}

/** Puts bytes into the repository and gives the hash git knows them by. Nothing anybody sees changes. */
export async function writeBlob(git: Git, bytes: Uint8Array): Promise<string> {
  const { text } = await git.call({
    doing: 'put a file into the repository',
    purpose: 'write',
    arguments: ['hash-object', '-w', '--stdin'],
    input: bytes,
  });
  return text.trim();
}
