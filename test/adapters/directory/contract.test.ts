import { createNodeFileSystem } from '../../../src/adapters/files/node-file-system.ts';
import { describeRegistry } from '../../contracts/registry.ts';
import { createFaultyFileSystem } from '../../support/faulty-file-system.ts';
import { withoutHardLinks } from '../../support/file-history.ts';
import { openRegistry } from '../../support/registry-rig.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

for (const [name, adjust] of [
  ['directory', (fileSystem: ReturnType<typeof createNodeFileSystem>) => fileSystem],
  ['directory without hard links', withoutHardLinks],
] as const) {
  describeRegistry(name, {
    open: async times => {
      const root = createTemporaryFolder();
      return Array.from(
        { length: times },
        () => openRegistry(root, { fileSystem: adjust(createNodeFileSystem()) }).registry,
      );
    },
    openFailing: async change => {
      const root = createTemporaryFolder();
      const healthy = openRegistry(root, { fileSystem: adjust(createNodeFileSystem()) }).registry;
      await healthy.writer.initialise();
      const fault = { fault: 'failure', at: change, errno: 'ENOSPC' } as const;
      const { fileSystem } = createFaultyFileSystem(adjust(createNodeFileSystem()), root, fault);
      return { failing: openRegistry(root, { fileSystem }).registry, healthy };
    },
  });
}
