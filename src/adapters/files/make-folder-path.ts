import { dirname } from 'node:path';
import type { FileSystem } from '../../core/ports/file-system.ts';
import { ensureFolder } from './durable-write.ts';

/** Makes a folder and, first, those it stands in, durably. Nothing is done when something is there, a link to a folder included. Rejects with Node's error. */
export async function makeFolderPath(fileSystem: FileSystem, path: string): Promise<void> {
  if ((await fileSystem.findFacts(path)) !== undefined) return;
  const above = dirname(path);
  if (above !== path) await makeFolderPath(fileSystem, above);
  await ensureFolder(fileSystem, path);
  await fileSystem.syncFolder(above);
}
