import { randomUUID } from 'node:crypto';
import { createNodeFileSystem } from '../../src/adapters/files/node-file-system.ts';
import { createFileHistoryLog } from '../../src/adapters/history/file-history-log.ts';
import type { FileSystem } from '../../src/core/ports/file-system.ts';
import type { HistoryLog } from '../../src/core/ports/history-log.ts';

/** The history log of a folder, with the real clock and random ids. */
export function openFileHistory(root: string, fileSystem: FileSystem = createNodeFileSystem()): HistoryLog {
  return createFileHistoryLog({
    root,
    fileSystem,
    createId: randomUUID,
    now: Date.now,
    tool: 'lastgood test',
  });
}

/** A file system like another one but without hard links, as FAT and some network shares are. */
export function withoutHardLinks(fileSystem: FileSystem): FileSystem {
  return {
    ...fileSystem,
    link: async () => {
      throw Object.assign(new Error('EPERM: operation not permitted, link'), { code: 'EPERM' });
    },
  };
}
