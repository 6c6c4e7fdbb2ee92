import { createNodeFileSystem } from '../../../src/adapters/files/node-file-system.ts';
import type { Registry } from '../../../src/core/ports/registry.ts';
import { describeRegistryPlace } from '../../contracts/registry-place.ts';
import { makeDvcRepository, runGit } from '../../support/dvc-repository.ts';
import { openDvc } from '../../support/dvc-rig.ts';
import { createFaultyFileSystem } from '../../support/faulty-file-system.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

/** A working tree of git without a model in it. */
function makeEmptyTree(): { readonly folder: string; readonly root: string } {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  runGit(folder, root, 'rm', '-q', '-r', 'models', 'dvc.lock');
  runGit(folder, root, 'commit', '-q', '-m', 'nothing yet');
  runGit(folder, root, 'push', '-q');
  return { folder, root };
}

// Runs come by training and are never registered here, so the contract of versions cannot be asked; moves.test.ts has their refusal, and
// what moves of them do.
describeRegistryPlace('working tree of git and DVC', {
  open: async times => {
    const { folder, root } = makeEmptyTree();
    return Array.from({ length: times }, (): Registry => openDvc(folder, root).registry);
  },
  openFailing: async change => {
    const { folder, root } = makeEmptyTree();
    const { registry: healthy } = openDvc(folder, root);
    await healthy.writer.initialise();
    const fault = { fault: 'failure', at: change, errno: 'ENOSPC' } as const;
    const { fileSystem } = createFaultyFileSystem(createNodeFileSystem(), root, fault);
    return { failing: openDvc(folder, root, { fileSystem }).registry, healthy };
  },
});
