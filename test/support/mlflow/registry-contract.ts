import { join } from 'node:path';
import { createNodeFileSystem } from '../../../src/adapters/files/node-file-system.ts';
import type { Registry } from '../../../src/core/ports/registry.ts';
import type { RegistryRig } from '../../contracts/registry.ts';
import { createFaultyFileSystem } from '../faulty-file-system.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { openMlflowRegistry } from './open-mlflow.ts';

/**
 * How the contract of registries meets an MLflow server: each opening is a machine of its own.
 * @param startServer an empty one, freed when the test ends
 */
export function rigMlflow(alias: string, startServer: () => Promise<string>): RegistryRig {
  return {
    alias,
    numbering: 'by-registry',
    weights: 's3://bucket/model',
    open: async times => {
      const url = await startServer();
      return Array.from({ length: times }, () => readAnew(openMlflowRegistry(url, { cache: placeCache() })));
    },
    openFailing: async change => {
      const url = await startServer();
      const root = createTemporaryFolder();
      const healthy = readAnew(openMlflowRegistry(url, { cache: join(root, 'cache') }));
      await healthy.writer.initialise();
      const fault = { fault: 'failure', at: change, errno: 'ENOSPC' } as const;
      const { fileSystem } = createFaultyFileSystem(createNodeFileSystem(), root, fault);
      const failing = openMlflowRegistry(url, { cache: join(root, 'cache'), fileSystem });
      return { failing, healthy };
    },
  };
}

function placeCache(): string {
  return join(createTemporaryFolder(), 'cache');
}

/** The contract asks what there is now, and whoever opens a session reads the server first. */
function readAnew(registry: Registry): Registry {
  const { reader, source } = registry;
  return {
    ...registry,
    reader: {
      ...reader,
      loadIndex: async options => {
        await source?.refresh(options);
        return await reader.loadIndex(options);
      },
    },
  };
}
