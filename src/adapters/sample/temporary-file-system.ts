import { chmodSync, linkSync, mkdirSync, renameSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import type { FileSystem } from '../../core/ports/file-system.ts';
import { createNodeFileSystem } from '../files/node-file-system.ts';

/**
 * A file system for small files in a folder that ends with the process: the same calls, without waiting for the disk, and without
 * the detour through a thread, which costs more than the calls themselves.
 */
export function createTemporaryFileSystem(): FileSystem {
  return {
    ...createNodeFileSystem(),
    createFile: async (path, bytes, permissions) => {
      writeFileSync(path, bytes, { flag: 'wx' });
      if (permissions !== undefined) chmodSync(path, permissions);
    },
    makeFolder: async path => {
      mkdirSync(path);
    },
    link: async (existing, path) => linkSync(existing, path),
    symlink: async (target, path) => symlinkSync(target, path),
    rename: async (from, to) => renameSync(from, to),
    removeFile: async path => unlinkSync(path),
    syncFolder: async () => undefined,
  };
}
