import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createNodeFileSystem } from '../../../src/adapters/files/node-file-system.ts';
import type { FileSystem } from '../../../src/core/ports/file-system.ts';
import { describeRegistry } from '../../contracts/registry.ts';
import { openCatalog } from '../../support/catalog-rig.ts';
import { createFaultyFileSystem } from '../../support/faulty-file-system.ts';
import { withoutHardLinks } from '../../support/file-history.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const unchanged = (fileSystem: FileSystem): FileSystem => fileSystem;

/** S2's file before anything was registered; older ones have no wrapper. */
const files = { wrapper: '{\n  "version": "1.0",\n  "updated_at": "",\n  "models": {}\n}', bare: '{}' };

for (const [name, adjust, file] of [
  ['catalog', unchanged, files.wrapper],
  ['catalog without a wrapper', unchanged, files.bare],
  ['catalog whose file is not there yet', unchanged, undefined],
  ['catalog without hard links', withoutHardLinks, files.wrapper],
] as const) {
  const placeFile = (): { readonly root: string; readonly path: string } => {
    const root = createTemporaryFolder();
    const path = join(root, 'registry.json');
    if (file !== undefined) writeFileSync(path, file);
    return { root, path };
  };
  describeRegistry(name, {
    alias: 'deployed',
    open: async times => {
      const { path } = placeFile();
      return Array.from(
        { length: times },
        () => openCatalog(path, { fileSystem: adjust(createNodeFileSystem()) }).registry,
      );
    },
    openFailing: async change => {
      const { root, path } = placeFile();
      const healthy = openCatalog(path, { fileSystem: adjust(createNodeFileSystem()) }).registry;
      await healthy.writer.initialise();
      const fault = { fault: 'failure', at: change, errno: 'ENOSPC' } as const;
      const { fileSystem } = createFaultyFileSystem(adjust(createNodeFileSystem()), root, fault);
      return { failing: openCatalog(path, { fileSystem }).registry, healthy };
    },
  });
}
