import { randomUUID } from 'node:crypto';
import { appendFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { writeFileDurably } from '../src/adapters/files/durable-write.ts';
import { withFileErrors } from '../src/adapters/files/file-errors.ts';
import { findWriteObstacle } from '../src/adapters/files/find-write-obstacle.ts';
import { makeFolders } from '../src/adapters/files/make-folders.ts';
import { createNodeFileSystem } from '../src/adapters/files/node-file-system.ts';
import type { Host } from '../src/ui/command-line/host.ts';
import { getWorkingFolder } from './working-folder.ts';

/** How files of results are written, by paths as they were given. */
export function createResultFiles(): Pick<
  Host,
  'findWriteObstacle' | 'writeFile' | 'replaceFile' | 'appendLines'
> {
  const fileSystem = createNodeFileSystem();
  return {
    findWriteObstacle: async (path, way) => await findWriteObstacle(resolve(getWorkingFolder(), path), way),
    writeFile: (path, text) => write(path, target => writeFile(target, text)),
    replaceFile: (path, text) =>
      write(path, target => writeFileDurably(fileSystem, target, new TextEncoder().encode(text), randomUUID)),
    // One write of whole lines to a file opened for appending: two runs never mix within a line.
    appendLines: (path, text) => write(path, target => appendFile(target, text, { flush: true })),
  };
}

async function write(path: string, work: (target: string) => Promise<void>): Promise<void> {
  const target = resolve(getWorkingFolder(), path);
  await withFileErrors('write the file', target, async () => {
    await makeFolders(dirname(target));
    await work(target);
  });
}
