import { randomUUID } from 'node:crypto';
import { appendFile, mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { writeFileDurably } from '../src/adapters/files/durable-write.ts';
import { withFileErrors } from '../src/adapters/files/file-errors.ts';
import { createNodeFileSystem } from '../src/adapters/files/node-file-system.ts';
import type { Host } from '../src/ui/command-line/host.ts';
import { getWorkingFolder } from './working-folder.ts';

/** How files of results are written, by paths as they were given. */
export function createResultFiles(): Pick<Host, 'replaceFile' | 'appendLines'> {
  const fileSystem = createNodeFileSystem();
  return {
    replaceFile: async (path, text) => {
      const target = resolve(getWorkingFolder(), path);
      await withFileErrors('write the file', target, async () => {
        await mkdir(dirname(target), { recursive: true });
        await writeFileDurably(fileSystem, target, new TextEncoder().encode(text), randomUUID);
      });
    },
    appendLines: async (path, text) => {
      const target = resolve(getWorkingFolder(), path);
      await withFileErrors('write the file', target, async () => {
        await mkdir(dirname(target), { recursive: true });
        // One write of whole lines to a file opened for appending: two runs never mix within a line.
        await appendFile(target, text, { flush: true });
      });
    },
  };
}
