import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Connection } from '../../core/connections/connection.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { describeErrno, findErrno } from './file-errors.ts';

/** A file or folder that something is read from or written to. */
export type WantedPath = {
  /** What it is for people: `the registry`, `its history`. */
  readonly what: string;
  /** Absolute. */
  readonly path: string;
  /** `make`: it may not be there yet, and is made by the first write. `write-if-there`: the same, and what it stands in is looked at too. */
  readonly wanted: 'read' | 'write' | 'write-if-there' | 'make';
};

/** What is looked at, and who asks. */
export type PathsOptions = {
  readonly name: string;
  /** For people. */
  readonly place: string;
  readonly paths: readonly WantedPath[];
  /** The login this process runs under; empty when nobody knows it. */
  readonly login: string;
  /** The system's own when left out. */
  readonly access?: ((path: string, mode: number) => Promise<void>) | undefined;
};

type Missing = Connection['missing'][number];
type Judged = {
  readonly may: string | undefined;
  readonly missing: Missing | undefined;
  readonly isVital: boolean;
};

/** Whether files and folders can be read and written, by the rights the system says we have. Opens and changes nothing. */
export async function examinePaths(options: PathsOptions): Promise<Connection> {
  const { name, place, paths, login } = options;
  const judged = await Promise.all(paths.map(path => judgePath(path, options.access ?? access)));
  const missing = judged.flatMap(each => each.missing ?? []);
  const isUsable = !judged.some(each => each.isVital);
  const state = missing.length === 0 ? 'ready' : isUsable ? 'limited' : 'not-usable';
  const identity = login === '' ? null : makeSafeText(login, { limit: 80 });
  return { name, place, state, identity, may: judged.flatMap(({ may }) => may ?? []), missing };
}

const nothingToSay: Judged = { may: undefined, missing: undefined, isVital: false };

async function judgePath(
  { what, path, wanted }: WantedPath,
  ask: NonNullable<PathsOptions['access']>,
): Promise<Judged> {
  const found = await findKind(path);
  const shown = makeSafeText(path);
  if (found === 'nothing') {
    if (wanted === 'make') return await judgeParent(what, path, ask);
    if (wanted === 'write-if-there') return nothingToSay;
    return refuse(
      `${what} is not there: ${shown}`,
      'Check the path, or that what it is on is mounted.',
      true,
    );
  }
  // A folder is written to by changing the names in it, for which it must be entered too.
  const enter = found === 'folder' ? constants.X_OK : 0;
  const readProblem = await findProblem(path, constants.R_OK | enter, ask);
  if (readProblem !== undefined)
    return refuse(
      `${what} cannot be read: ${readProblem} (${shown})`,
      'Ask its owner for the right to read it.',
      true,
    );
  if (wanted === 'read') return { may: `read ${what}`, missing: undefined, isVital: false };
  const writeProblem = await findProblem(path, constants.W_OK | enter, ask);
  if (writeProblem === undefined)
    return { may: `read and write ${what}`, missing: undefined, isVital: false };
  const refusal = refuse(
    `${what} cannot be written: ${writeProblem} (${shown})`,
    'Ask its owner for the right to write it; looking works without.',
    false,
  );
  return { ...refusal, may: `read ${what}` };
}

/** What is not there yet is made in the nearest folder above it. */
async function judgeParent(
  what: string,
  path: string,
  ask: NonNullable<PathsOptions['access']>,
): Promise<Judged> {
  let parent = dirname(path);
  while ((await findKind(parent)) === 'nothing' && dirname(parent) !== parent) parent = dirname(parent);
  const problem = await findProblem(parent, constants.W_OK | constants.X_OK, ask);
  if (problem === undefined)
    return { may: `make ${what}, which is not there yet`, missing: undefined, isVital: false };
  const shown = makeSafeText(parent);
  return refuse(
    `${what} cannot be made: ${problem} (${shown})`,
    `Ask for the right to write in ${shown}.`,
    false,
  );
}

function refuse(what: string, fix: string, isVital: boolean): Judged {
  return { may: undefined, missing: { what: `${what}.`, fix }, isVital };
}

async function findKind(path: string): Promise<'folder' | 'file' | 'nothing'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (thrown) {
    const errno = findErrno(thrown);
    if (errno === undefined) throw thrown;
    // Where nobody may look it counts as there: the access check says why.
    return errno === 'ENOENT' || errno === 'ENOTDIR' ? 'nothing' : 'file';
  }
}

/** Why a right is not there, in words; undefined: it is. */
async function findProblem(
  path: string,
  mode: number,
  ask: NonNullable<PathsOptions['access']>,
): Promise<string | undefined> {
  try {
    await ask(path, mode);
    return undefined;
  } catch (thrown) {
    const errno = findErrno(thrown);
    if (errno === undefined) throw thrown;
    return describeErrno(errno);
  }
}
