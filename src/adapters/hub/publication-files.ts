import type { Dirent } from 'node:fs';
import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { InvalidInputError } from '../../core/errors/app-error.ts';
import { findNameProblem } from '../../core/names/name-problem.ts';
import type { PublicationFiles } from '../../core/ports/publication-files.ts';
import type { ReadOptions } from '../../core/ports/registry.ts';
import {
  findLeftOutReason,
  type LeftOutFile,
  type LocalFile,
  type LocalFiles,
} from '../../core/publish/local-files.ts';
import { findAnySecret } from '../../core/secrets/find-secret.ts';
import type { KnownSecret } from '../../core/secrets/known-secrets.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { processDigests } from '../files/digest-memory.ts';
import { findErrno, withFileErrors } from '../files/file-errors.ts';
import { readSearchedText } from '../files/read-searched-text.ts';
import { readTextFile } from '../files/read-text-file.ts';
import { formatFrontMatter, parseCardTemplate } from './front-matter.ts';
import { listNumbers } from './list-numbers.ts';

/** Most files of a model, and how deep they may lie. */
const fileLimit = 10_000;
const depthLimit = 20;

/** Largest template of a card. */
const templateLimitBytes = 256 * 1024;

/** Largest evidence whose numbers are read as they are written. */
const evidenceLimitBytes = 4 * 1024 * 1024;

/** Files of this machine as they are published. @param secrets of the environment, which none of them may hold */
export function createPublicationFiles(secrets: readonly KnownSecret[] = []): PublicationFiles {
  return {
    listFiles: (path, options = {}) =>
      withFileErrors('list the files to publish', path, () => listFiles(path, options)),
    hashFile: (path, { onProgress, signal } = {}) =>
      withFileErrors('read the file to publish', path, () =>
        processDigests.recall(path, { ...(onProgress ? { onProgress } : {}), ...(signal ? { signal } : {}) }),
      ),
    findSecret: async path => {
      const text = await readSearchedText(path);
      return text === undefined ? undefined : findAnySecret(text, secrets)?.what;
    },
    listNumbers: path =>
      withFileErrors('read the file to publish', path, async () => {
        const { size } = await stat(path);
        if (size > evidenceLimitBytes || !path.endsWith('.json')) return [];
        return listNumbers(await readFile(path));
      }),
    loadTemplate: path =>
      withFileErrors('read the template of the card', path, async () => await loadTemplate(path)),
    formatFrontMatter,
  };
}

/** What cannot be a template at all, by errno. */
const noTemplate: Readonly<Record<string, string>> = {
  EISDIR: 'is a folder, and no template',
  EINVAL: 'is no regular file, and no template',
  EFBIG: 'is too large for a template',
};

async function loadTemplate(path: string): ReturnType<PublicationFiles['loadTemplate']> {
  const shown = makeSafeText(path, { limit: 200 });
  const refuse = (message: string): InvalidInputError =>
    new InvalidInputError('invalid-card', message, { data: { template: shown } });
  try {
    const text = await readTextFile(path, templateLimitBytes);
    if (text !== undefined) return parseCardTemplate(text, shown);
  } catch (thrown) {
    const problem = noTemplate[findErrno(thrown) ?? ''];
    throw problem === undefined ? thrown : refuse(`${shown} ${problem}.`);
  }
  throw refuse(`There is no template ${shown}.`);
}

async function listFiles(path: string, options: ReadOptions): Promise<LocalFiles> {
  const root = await findReal(path);
  if (root === undefined) return { kind: 'nothing', files: [], leftOut: [] };
  const facts = await stat(root);
  if (facts.isFile()) {
    const file = { path: basename(path), localPath: root, bytes: facts.size };
    return { kind: 'file', files: [file], leftOut: [] };
  }
  const walk: Walk = { root, files: [], leftOut: [], signal: options.signal };
  await walkFolder(walk, '', 0);
  const byPath = (one: { path: string }, other: { path: string }): number => (one.path < other.path ? -1 : 1);
  return { kind: 'folder', files: walk.files.toSorted(byPath), leftOut: walk.leftOut.toSorted(byPath) };
}

/** Where weights end up that a link leads to, as recorded paths may be. */
async function findReal(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (thrown) {
    if (['ENOENT', 'ENOTDIR'].includes(findErrno(thrown) ?? '')) return undefined;
    throw thrown;
  }
}

type Walk = {
  /** Absolute, without links. */
  readonly root: string;
  readonly files: LocalFile[];
  readonly leftOut: LeftOutFile[];
  readonly signal: AbortSignal | undefined;
};

async function walkFolder(walk: Walk, folder: string, depth: number): Promise<void> {
  walk.signal?.throwIfAborted();
  const entries = await readdir(join(walk.root, folder), { withFileTypes: true });
  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    const reason = findLeftOutReason(path) ?? findBadName(entry.name) ?? (await findLostName(walk, path));
    if (reason !== undefined) leaveOut(walk, path, reason);
    else if (entry.isDirectory() && depth < depthLimit) await walkFolder(walk, path, depth + 1);
    else await addFile(walk, path, entry);
    if (walk.files.length + walk.leftOut.length > fileLimit) throw describeTooMany(walk.root);
  }
}

async function addFile(walk: Walk, path: string, entry: Dirent): Promise<void> {
  const localPath = await findReal(join(walk.root, path));
  if (localPath === undefined) return leaveOut(walk, path, 'a link to nothing');
  if (entry.isSymbolicLink() && !localPath.startsWith(`${walk.root}${sep}`))
    return leaveOut(walk, path, 'a link that leaves the folder');
  const facts = await stat(localPath);
  if (facts.isDirectory()) return leaveOut(walk, path, 'a folder behind a link, or too deep');
  if (!facts.isFile()) return leaveOut(walk, path, 'no regular file');
  // What a link leads to counts by its own name too: `model.txt` may be a link to `.env`.
  const hidden = findLeftOutReason(localPath.slice(walk.root.length + 1).replaceAll(sep, '/'));
  if (entry.isSymbolicLink() && hidden !== undefined)
    return leaveOut(walk, path, `a link to what is ${hidden}`);
  walk.files.push({ path, localPath, bytes: facts.size });
}

function findBadName(name: string): string | undefined {
  const problem = findNameProblem(name);
  return problem === undefined ? undefined : `named so that it ${problem}`;
}

/** A name that is not UTF-8 is read with signs of replacement, under which nothing is found. */
async function findLostName({ root }: Walk, path: string): Promise<string | undefined> {
  if (!path.includes('\ufffd') || (await isThere(join(root, path)))) return undefined;
  return 'named in bytes that are not UTF-8';
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (thrown) {
    if (['ENOENT', 'ENOTDIR'].includes(findErrno(thrown) ?? '')) return false;
    throw thrown;
  }
}

function leaveOut({ leftOut }: Walk, path: string, why: string): void {
  leftOut.push({ path: makeSafeText(path, { limit: 300 }), why });
}

function describeTooMany(root: string): InvalidInputError {
  const shown = makeSafeText(root, { limit: 200 });
  return new InvalidInputError('unreadable-file', `${shown} holds more than ${fileLimit} files.`, {
    hint: 'Name the folder that holds the model alone.',
  });
}
