import { randomUUID } from 'node:crypto';
import { createCatalogRegistry } from '../../src/adapters/catalog/catalog-registry.ts';
import { createNodeFileSystem } from '../../src/adapters/files/node-file-system.ts';
import type { Session } from '../../src/core/session/session.ts';
import { type OpenOptions, sessionOn } from './registry-rig.ts';

/** A session on a catalogue in a file, with the real file system and clock unless told. The file need not be there. */
export function openCatalog(path: string, options: OpenOptions = {}): Session {
  const { fileSystem = createNodeFileSystem(), createId = randomUUID, nowMs = Date.now } = options;
  const registry = createCatalogRegistry({
    ...{ path, name: 'test', fileSystem, createId, now: nowMs, tool: 'lastgood test' },
    missingFile: 'empty',
  });
  return sessionOn(registry, options);
}
