import { join } from 'node:path';
import type { FileSystem } from '../../../core/ports/file-system.ts';
import { listTree, type TreeFile } from './git-objects.ts';
import type { Git } from './git-program.ts';

/** One path as it is committed, in the index and in the working tree. */
export type CheckedOutFile = {
  readonly path: string;
  /** As it is committed; undefined: it is not. */
  readonly committed: TreeFile | undefined;
  /** Hash in the index; undefined: not in it, or in the middle of a merge. */
  readonly indexed: string | undefined;
  /** `other`: a folder, a link or something else stands there. */
  readonly standing:
    | { readonly found: 'nothing' }
    | { readonly found: 'other' }
    | {
        readonly found: 'file';
        readonly hash: string;
        /** Git has these bytes: they were committed, or staged, some time. */
        readonly isKnown: boolean;
      };
};

/** How paths stand, in the order asked. Nothing is changed. */
export async function lookAtFiles(
  git: Git,
  fileSystem: FileSystem,
  commit: string,
  paths: readonly string[],
): Promise<readonly CheckedOutFile[]> {
  if (paths.length === 0) return [];
  const kinds = await Promise.all(paths.map(path => fileSystem.findFacts(join(git.root, path))));
  const files = paths.filter((_, index) => kinds[index]?.kind === 'file');
  const [committed, indexed, hashes] = await Promise.all([
    listCommitted(git, commit, paths),
    listIndexed(git, paths),
    hashFiles(git, files),
  ]);
  const known = await findKnown(git, [...hashes.values()]);
  return paths.map((path, index) => {
    const hash = hashes.get(path);
    return {
      path,
      committed: committed.get(path),
      indexed: indexed.get(path),
      standing:
        hash !== undefined
          ? { found: 'file', hash, isKnown: known.has(hash) }
          : { found: kinds[index] === undefined ? 'nothing' : 'other' },
    };
  });
}

/** Puts paths into the index as they are committed, and no other path. @throws ConflictError git-busy */
export async function indexAsCommitted(git: Git, files: readonly CheckedOutFile[]): Promise<void> {
  if (files.length === 0) return;
  const lines = files.map(({ path, committed }) => {
    const { mode, hash } = committed ?? { mode: '0', hash: '0'.repeat(40) };
    return `${mode} ${hash}\t${path}\0`;
  });
  await git.call({
    doing: 'bring the index in line',
    purpose: 'write',
    arguments: ['update-index', '-z', '--index-info'],
    input: lines.join(''),
  });
}

async function listCommitted(
  git: Git,
  commit: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, TreeFile>> {
  const files = (await Promise.all(paths.map(path => listTree(git, commit, path)))).flat();
  return new Map(files.map(file => [file.path, file]));
}

async function listIndexed(git: Git, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { text } = await git.call({
    doing: 'read the index',
    purpose: 'read',
    arguments: ['ls-files', '--stage', '-z', '--', ...paths],
  });
  const rows = text.split('\0').flatMap(line => {
    const match = /^\d+ ([0-9a-f]+) 0\t(.*)$/s.exec(line);
    return match === null ? [] : [[match[2] ?? '', match[1] ?? ''] as const];
  });
  return new Map(rows);
}

/** As git would have them: with its own ends of lines. */
async function hashFiles(git: Git, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (paths.length === 0) return new Map();
  const { text } = await git.call({
    doing: 'compare files with what is committed',
    purpose: 'read',
    arguments: ['hash-object', '--stdin-paths'],
    input: paths.map(path => `${path}\n`).join(''),
  });
  const hashes = text.split('\n');
  return new Map(paths.map((path, index) => [path, hashes[index] ?? '']));
}

async function findKnown(git: Git, hashes: readonly string[]): Promise<ReadonlySet<string>> {
  if (hashes.length === 0) return new Set();
  const { text } = await git.call({
    doing: 'look for the bytes of files',
    purpose: 'read',
    arguments: ['cat-file', '--batch-check=%(objectname)'],
    input: hashes.map(hash => `${hash}\n`).join(''),
  });
  const lines = text.split('\n').filter(line => /^[0-9a-f]+$/.test(line));
  return new Set(lines);
}
