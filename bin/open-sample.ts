import type { RegistryPlace } from '../src/core/settings/judge-place.ts';
import { createRegistry } from './compose.ts';
import { tool } from './version.ts';

/** How the sample registry is called wherever a registry's name is shown. */
export const sampleName = 'SAMPLE';

/** Makes the built-in sample registry; it is removed when the process exits. @throws UnavailableError when nothing can be written */
export async function openSample(): Promise<RegistryPlace> {
  const { createSample } = await import('../src/adapters/sample/create-sample.ts');
  const { createTemporaryFileSystem } = await import('../src/adapters/sample/temporary-file-system.ts');
  const describe = (path: string) => ({ name: sampleName, kind: 'directory', path }) as const;
  const sample = await createSample({
    openRegistry: (root, now) =>
      createRegistry(describe(root), { fileSystem: createTemporaryFileSystem(), now }),
    now: Date.now,
    tool,
  });
  process.on('exit', sample.remove);
  return describe(sample.root);
}
