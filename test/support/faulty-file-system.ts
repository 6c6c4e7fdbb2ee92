import { relative } from 'node:path';
import { createErrno } from '../../src/adapters/files/node-file-system.ts';
import type { FileSystem } from '../../src/core/ports/file-system.ts';

/** Thrown by the call at which the process is killed and by every call after it. */
export class Crash extends Error {
  constructor() {
    super('killed here');
    this.name = 'Crash';
  }
}

/** What goes wrong, and at which of the changing calls, counted from 1. */
export type Fault =
  | { readonly fault: 'none' }
  /** Killed before the call, after it, or with half of the bytes written. Halfway is only for calls that write bytes. */
  | { readonly fault: 'crash'; readonly at: number; readonly when: 'before' | 'halfway' | 'after' }
  /** The call fails with this errno and changes nothing; the process lives on. */
  | { readonly fault: 'failure'; readonly at: number; readonly errno: string };

/** A change that was made, with paths relative to the root. Syncs are among them: they say what is durable. */
export type Effect =
  | { readonly effect: 'write'; readonly path: string; readonly bytes: Uint8Array }
  | { readonly effect: 'make-folder' | 'remove-file' | 'remove-folder'; readonly path: string }
  | { readonly effect: 'link' | 'rename'; readonly from: string; readonly path: string }
  | { readonly effect: 'symlink'; readonly target: string; readonly path: string }
  | { readonly effect: 'sync-file' | 'sync-folder'; readonly path: string };

/** A file system that goes wrong as told. */
export type FaultyFileSystem = FileSystem & {
  /** As `createFile` without the fsync: what a mistaken adapter would do. */
  readonly createFileWithoutSync: FileSystem['createFile'];
};

/** A faulty file system with its record of what was done to it. */
export type FaultyRun = {
  readonly fileSystem: FaultyFileSystem;
  /** The changing calls so far, including those that went wrong, in words. */
  readonly calls: () => readonly string[];
  /** The changes that were really made, in order. */
  readonly effects: () => readonly Effect[];
  readonly hasCrashed: () => boolean;
};

/**
 * Wraps a file system so that one changing call goes wrong. Creating and copying a file count as two calls, the write and the
 * fsync. Paths must be below `root`.
 * @param die called where it crashes, to end a real process
 */
export function createFaultyFileSystem(
  inner: FileSystem,
  root: string,
  fault: Fault,
  die: () => void = () => undefined,
): FaultyRun {
  const calls: string[] = [];
  const effects: Effect[] = [];
  let hasCrashed = false;

  const crash = (): never => {
    hasCrashed = true;
    die();
    throw new Crash();
  };
  const refuseIfCrashed = (): void => {
    if (hasCrashed) throw new Crash();
  };
  /** One changing call: `make` changes the disk, given the share of its bytes it may write. */
  const change = async (
    effect: Effect,
    make: (share: 1 | 0.5) => Promise<Effect | undefined>,
  ): Promise<void> => {
    refuseIfCrashed();
    calls.push(describeEffect(effect));
    const isHere = fault.fault !== 'none' && fault.at === calls.length;
    if (isHere && fault.fault === 'failure')
      throw createErrno(fault.errno, `planned at ${describeEffect(effect)}`);
    if (isHere && fault.fault === 'crash' && fault.when === 'before') crash();
    const isHalf = isHere && fault.fault === 'crash' && fault.when === 'halfway';
    effects.push((await make(isHalf ? 0.5 : 1)) ?? effect);
    if (isHere) crash();
  };
  const inRoot = (path: string): string => relative(root, path);
  const read = <Result>(work: () => Promise<Result>): Promise<Result> => {
    refuseIfCrashed();
    return work();
  };

  const createFileWithoutSync: FileSystem['createFile'] = (path, bytes, permissions) =>
    change({ effect: 'write', path: inRoot(path), bytes }, async share => {
      const written = bytes.subarray(0, Math.floor(bytes.length * share));
      await inner.createFile(path, written, permissions);
      return { effect: 'write', path: inRoot(path), bytes: written };
    });
  const createFile: FileSystem['createFile'] = async (path, bytes, permissions) => {
    await createFileWithoutSync(path, bytes, permissions);
    await change({ effect: 'sync-file', path: inRoot(path) }, async () => undefined);
  };
  const withOnePath =
    (
      effect: 'make-folder' | 'remove-file' | 'remove-folder' | 'sync-folder',
      work: (path: string) => Promise<void>,
    ) =>
    (path: string): Promise<void> =>
      change({ effect, path: inRoot(path) }, async () => {
        await work(path);
        return undefined;
      });
  const withTwoPaths =
    (effect: 'link' | 'rename', work: (from: string, path: string) => Promise<void>) =>
    (from: string, path: string): Promise<void> =>
      change({ effect, from: inRoot(from), path: inRoot(path) }, async () => {
        await work(from, path);
        return undefined;
      });

  const fileSystem: FaultyFileSystem = {
    findFacts: path => read(() => inner.findFacts(path)),
    readLink: path => read(() => inner.readLink(path)),
    listNames: path => read(() => inner.listNames(path)),
    readFile: (path, limitBytes) => read(() => inner.readFile(path, limitBytes)),
    createFile,
    createFileWithoutSync,
    copyFile: async (from, to) =>
      createFile(to, await read(() => inner.readFile(from, Number.MAX_SAFE_INTEGER))),
    makeFolder: withOnePath('make-folder', inner.makeFolder),
    removeFile: withOnePath('remove-file', inner.removeFile),
    removeFolder: withOnePath('remove-folder', inner.removeFolder),
    syncFolder: withOnePath('sync-folder', inner.syncFolder),
    link: withTwoPaths('link', inner.link),
    rename: withTwoPaths('rename', inner.rename),
    symlink: (target, path) =>
      change({ effect: 'symlink', target, path: inRoot(path) }, async () => {
        await inner.symlink(target, path);
        return undefined;
      }),
  };
  return { fileSystem, calls: () => calls, effects: () => effects, hasCrashed: () => hasCrashed };
}

/** An effect in words: `link .lastgood/tmp/1 -> .lastgood/history/rag/00000001.json`. */
export function describeEffect(effect: Effect): string {
  switch (effect.effect) {
    case 'link':
    case 'rename':
      return `${effect.effect} ${effect.from} -> ${effect.path}`;
    case 'symlink':
      return `symlink ${effect.path} -> ${effect.target}`;
    default:
      return `${effect.effect} ${effect.path || '.'}`;
  }
}
