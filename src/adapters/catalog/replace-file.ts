import { dirname, join } from 'node:path';
import type { FileSystem } from '../../core/ports/file-system.ts';
import { ensureFolder, removeIfThere } from '../files/durable-write.ts';
import { findErrno } from '../files/file-errors.ts';
import { pauseForWriter } from './being-written.ts';

/** What replacing a file needs. */
export type ReplaceContext = {
  readonly fileSystem: FileSystem;
  /** A name nobody else uses, such as a random UUID. */
  readonly createId: () => string;
  readonly places: { readonly own: string; readonly temporary: string };
};

/** What becomes of the bytes of a file; undefined: there is no file. */
export type Rewriting =
  | { readonly is: 'same' }
  /** Somebody seems to be writing it: it is read again in a moment. */
  | { readonly is: 'unfinished' }
  | { readonly is: 'changed'; readonly bytes: Uint8Array }
  | { readonly is: 'refused'; readonly problem: string };

/** A file to replace. */
export type ReplacedFile = {
  readonly path: string;
  readonly limitBytes: number;
  /** Where it is kept as it was; undefined: it is not. */
  readonly previous: string | undefined;
  /** Whether it is worth keeping instead of what is kept there; always unless told. */
  readonly isWorthKeeping?: (bytes: Uint8Array) => Promise<boolean>;
};

/** How it ended. */
export type ReplaceOutcome =
  | {
      readonly outcome: 'written' | 'already';
      /** Where a save of another program is kept that ended between the last look at the file and its replacement. */
      readonly lost?: string;
    }
  | { readonly outcome: 'blocked'; readonly problem: string };

/** How often it starts again because the file changed meanwhile. */
const maxAttempts = 200;

/**
 * Rewrites a file that other programs write too: reads it, asks what becomes of it, writes that beside it, and puts it in its place by one
 * rename if the file is still the one that was read; else it starts again. A reader sees the old file or the new one, whole, with the
 * permissions it had. Rejects with Node's error.
 */
export async function replaceFile(
  context: ReplaceContext,
  file: ReplacedFile,
  rewrite: (bytes: Uint8Array | undefined) => Promise<Rewriting>,
): Promise<ReplaceOutcome> {
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const seen = await look(context, file);
    if (seen.found === 'blocked') return { outcome: 'blocked', problem: seen.problem };
    const rewriting = await rewrite(seen.bytes);
    if (rewriting.is === 'unfinished') {
      await pauseForWriter();
      continue;
    }
    if (rewriting.is === 'same') return { outcome: 'already' };
    if (rewriting.is === 'refused') return { outcome: 'blocked', problem: rewriting.problem };
    const placed = await putInPlace(context, file, seen, rewriting.bytes);
    if (placed === 'another') continue;
    return placed === 'placed' ? { outcome: 'written' } : { outcome: 'written', lost: placed.lost };
  }
  return { outcome: 'blocked', problem: `others changed it ${maxAttempts} times in a row` };
}

type Seen = {
  readonly found: 'file' | 'nothing';
  readonly bytes: Uint8Array | undefined;
  readonly identity: string | undefined;
  readonly permissions: number | undefined;
};

const nothing: Seen = {
  found: 'nothing',
  bytes: undefined,
  identity: undefined,
  permissions: undefined,
};

async function look(
  { fileSystem }: Pick<ReplaceContext, 'fileSystem'>,
  { path, limitBytes }: Pick<ReplacedFile, 'path' | 'limitBytes'>,
): Promise<Seen | { readonly found: 'blocked'; readonly problem: string }> {
  const facts = await fileSystem.findFacts(path);
  if (facts === undefined) return nothing;
  if (facts.kind === 'link') return { found: 'blocked', problem: 'a link stands in its place' };
  if (facts.kind !== 'file') return { found: 'blocked', problem: 'it is no regular file' };
  const { identity, permissions } = facts;
  try {
    return { found: 'file', bytes: await fileSystem.readFile(path, limitBytes), identity, permissions };
  } catch (thrown) {
    if (findErrno(thrown) === 'EFBIG')
      return { found: 'blocked', problem: `it has more than ${limitBytes} bytes` };
    if (findErrno(thrown) === 'ENOENT') return nothing;
    throw thrown;
  }
}

/** `another`: the file is another one by now, and nothing was done. */
type Placed = 'placed' | 'another' | { readonly lost: string };

async function putInPlace(
  context: ReplaceContext,
  file: ReplacedFile,
  seen: Seen,
  bytes: Uint8Array,
): Promise<Placed> {
  const { fileSystem, places, createId } = context;
  const temporary = join(places.temporary, `file-${createId()}`);
  await ensureFolder(fileSystem, places.temporary);
  try {
    await fileSystem.createFile(temporary, bytes, seen.permissions);
    if (seen.bytes !== undefined && file.previous !== undefined && (await isWorthKeeping(file, seen.bytes)))
      await keepPrevious(context, file.previous, seen.bytes, seen.permissions);
    const placed =
      seen.found === 'file'
        ? await renameOnto(context, file, seen, temporary)
        : await claim(fileSystem, temporary, file.path);
    if (placed === 'another') await removeIfThere(fileSystem, temporary);
    else await fileSystem.syncFolder(dirname(file.path));
    return placed;
  } catch (thrown) {
    // The failure that led here is what the caller must hear of; a leftover that cannot be removed is found by doctor.
    await removeIfThere(fileSystem, temporary).catch(() => false);
    throw thrown;
  }
}

async function isWorthKeeping({ isWorthKeeping: ask }: ReplacedFile, bytes: Uint8Array): Promise<boolean> {
  return ask === undefined || (await ask(bytes));
}

/**
 * Whoever wrote the file meanwhile, in place or by a rename, has another file or other bytes there. The old file is linked aside first:
 * what a program writes into it up to the rename is found there afterwards.
 */
async function renameOnto(
  context: ReplaceContext,
  file: ReplacedFile,
  seen: Seen,
  temporary: string,
): Promise<Placed> {
  const { fileSystem, places, createId } = context;
  const aside = join(places.temporary, `aside-${createId()}`);
  const isLinked = await linkAside(fileSystem, file.path, aside);
  try {
    const linked = await look(context, { ...file, path: isLinked ? aside : file.path });
    if (!isSameFile(linked, seen)) return 'another';
    if ((await fileSystem.findFacts(file.path))?.identity !== seen.identity) return 'another';
    await fileSystem.rename(temporary, file.path);
    if (!isLinked || isSameFile(await look(context, { ...file, path: aside }), seen)) return 'placed';
    return { lost: await keepLost(context, file, aside) };
  } finally {
    await removeIfThere(fileSystem, aside).catch(() => false);
  }
}

function isSameFile(now: Awaited<ReturnType<typeof look>>, seen: Seen): boolean {
  return (
    now.found === 'file' &&
    now.identity === seen.identity &&
    now.bytes !== undefined &&
    seen.bytes !== undefined &&
    Buffer.compare(now.bytes, seen.bytes) === 0
  );
}

async function linkAside(fileSystem: FileSystem, path: string, aside: string): Promise<boolean> {
  try {
    await fileSystem.link(path, aside);
    return true;
  } catch (thrown) {
    const errno = findErrno(thrown) ?? '';
    if (errno !== 'ENOENT' && !noLinksHere.has(errno)) throw thrown;
    return false;
  }
}

/** Keeps the old file with what another program has written into it. Answers its place, for people. */
async function keepLost(
  { fileSystem, places, createId }: ReplaceContext,
  { path }: ReplacedFile,
  aside: string,
): Promise<string> {
  const folder = join(places.own, 'lost');
  await ensureFolder(fileSystem, folder);
  const kept = join(folder, `${createId()}.json`);
  await fileSystem.rename(aside, kept);
  await fileSystem.syncFolder(folder);
  return kept.slice(dirname(path).length + 1);
}

/** Where there is no file yet, one that appears meanwhile is somebody's. */
async function claim(fileSystem: FileSystem, temporary: string, path: string): Promise<Placed> {
  try {
    await fileSystem.link(temporary, path);
    await removeIfThere(fileSystem, temporary);
    return 'placed';
  } catch (thrown) {
    const errno = findErrno(thrown) ?? '';
    if (errno === 'EEXIST') return 'another';
    if (!noLinksHere.has(errno)) throw thrown;
    if ((await fileSystem.findFacts(path)) !== undefined) return 'another';
    await fileSystem.rename(temporary, path);
    return 'placed';
  }
}

/** What link(2) answers where the file system has no hard links. */
const noLinksHere: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/** A copy, not a link: a program that writes in place would damage both. */
async function keepPrevious(
  { fileSystem, places, createId }: ReplaceContext,
  previous: string,
  bytes: Uint8Array,
  permissions: number | undefined,
): Promise<void> {
  const temporary = join(places.temporary, `previous-${createId()}`);
  try {
    await fileSystem.createFile(temporary, bytes, permissions);
    await fileSystem.rename(temporary, previous);
  } catch (thrown) {
    await removeIfThere(fileSystem, temporary).catch(() => false);
    throw thrown;
  }
  await fileSystem.syncFolder(places.own);
}
