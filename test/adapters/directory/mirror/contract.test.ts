import { join } from 'node:path';
import { createNodeFileSystem } from '../../../../src/adapters/files/node-file-system.ts';
import type { Registry } from '../../../../src/core/ports/registry.ts';
import { describeRegistry } from '../../../contracts/registry.ts';
import { createFaultyFileSystem } from '../../../support/faulty-file-system.ts';
import { openEmulator } from '../../../support/gcs/emulator-rig.ts';
import { openMachine } from '../../../support/mirror-machines.ts';
import { createTemporaryFolder } from '../../../support/temporary-folder.ts';

describeRegistry('mirror on one machine', {
  open: async times => {
    const emulator = await openEmulator();
    const root = join(createTemporaryFolder(), 'cache');
    return Array.from({ length: times }, () => openMachine(emulator, { root }).session.registry);
  },
  openFailing: async change => {
    const emulator = await openEmulator();
    const root = createTemporaryFolder();
    const healthy = openMachine(emulator, { root }).session.registry;
    await healthy.writer.initialise();
    const fault = { fault: 'failure', at: change, errno: 'ENOSPC' } as const;
    const { fileSystem } = createFaultyFileSystem(createNodeFileSystem(), root, fault);
    return { failing: openMachine(emulator, { root, fileSystem }).session.registry, healthy };
  },
});

/** A machine of its own, which reads the bucket before it reads its copy: as if there were no copy. */
function withoutDelay(registry: Registry): Registry {
  const { reader, writer } = registry;
  const refresh = () => writer.catchUp();
  return {
    ...registry,
    reader: {
      ...reader,
      loadIndex: async options => {
        await refresh();
        return await reader.loadIndex(options);
      },
      loadVersions: async (model, versions, detail, options) => {
        await refresh();
        return await reader.loadVersions(model, versions, detail, options);
      },
      loadGateReport: async reportSha256 => {
        await refresh();
        return await reader.loadGateReport(reportSha256);
      },
    },
  };
}

describeRegistry('mirror on several machines', {
  open: async times => {
    const emulator = await openEmulator();
    return Array.from({ length: times }, () => withoutDelay(openMachine(emulator).session.registry));
  },
  openFailing: async change => {
    const emulator = await openEmulator();
    const healthy = withoutDelay(openMachine(emulator).session.registry);
    await healthy.writer.initialise();
    const root = createTemporaryFolder();
    await openMachine(emulator, { root }).session.registry.writer.catchUp();
    const fault = { fault: 'failure', at: change, errno: 'ENOSPC' } as const;
    const { fileSystem } = createFaultyFileSystem(createNodeFileSystem(), root, fault);
    return { failing: openMachine(emulator, { root, fileSystem }).session.registry, healthy };
  },
});
