import { lstatSync, readdirSync, readFileSync, readlinkSync, rmdirSync } from 'node:fs';
import { createErrno } from '../../src/adapters/files/node-file-system.ts';
import { createTemporaryFileSystem } from '../../src/adapters/sample/temporary-file-system.ts';
import type { FileSystem, PathFacts } from '../../src/core/ports/file-system.ts';

/** The real disk, reached without the detour through a thread: for tests that make very many small calls one after the other. */
export function createDirectFileSystem(): FileSystem {
  return {
    ...createTemporaryFileSystem(),
    findFacts: async path => findFacts(path),
    readFile: async (path, limitBytes) => readFile(path, limitBytes),
    readLink: async path => readlinkSync(path),
    listNames: async path => readdirSync(path),
    removeFolder: async path => rmdirSync(path),
  };
}

function findFacts(path: string): PathFacts | undefined {
  const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  const kind = stats.isFile()
    ? 'file'
    : stats.isDirectory()
      ? 'folder'
      : stats.isSymbolicLink()
        ? 'link'
        : 'other';
  return {
    kind,
    sizeBytes: Number(stats.size),
    modifiedAtMs: Number(stats.mtimeNs) / 1e6,
    identity: `${stats.dev}:${stats.ino}`,
    permissions: Number(stats.mode) & 0o7777,
  };
}

function readFile(path: string, limitBytes: number): Uint8Array {
  const facts = findFacts(path);
  if (facts?.kind === 'link') throw createErrno('ELOOP', `${path} is a link`);
  const bytes = readFileSync(path);
  if (bytes.length > limitBytes) throw createErrno('EFBIG', `${path} is larger than ${limitBytes} bytes`);
  return bytes;
}
