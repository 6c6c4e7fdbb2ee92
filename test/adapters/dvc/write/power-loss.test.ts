import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { createNodeFileSystem } from '../../../../src/adapters/files/node-file-system.ts';
import { makeDvcRepository, placeFakeDvc, runGit } from '../../../support/dvc-repository.ts';
import { openDvc } from '../../../support/dvc-rig.ts';
import { promote } from '../../../support/registry-rig.ts';
import { createTemporaryFolder } from '../../../support/temporary-folder.ts';

test('the folders of every new object, ref and file are made to last, objects before what points to them', async () => {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  placeFakeDvc(folder);
  const before = runGit(folder, root, 'rev-parse', 'HEAD');
  const synced: string[] = [];
  const files = createNodeFileSystem();
  const fileSystem = {
    ...files,
    syncFolder: async (path: string) => {
      synced.push(relative(root, path));
      await files.syncFolder(path);
    },
  };
  const receipt = await promote(openDvc(folder, root, { fileSystem }), 'qwen', 'run-002', 'stable');
  expect(receipt.outcome).toBe('applied');
  const objects = runGit(folder, root, 'rev-list', '--objects', '--no-object-names', `${before}..HEAD`);
  const last = synced.lastIndexOf('.git/refs/heads');
  expect(last).toBeGreaterThan(0);
  for (const hash of objects.split('\n')) {
    const place = synced.indexOf(join('.git/objects', hash.slice(0, 2)));
    expect(place).toBeGreaterThanOrEqual(0);
    expect(place).toBeLessThan(last);
  }
  expect(synced).toContain('.git/refs/lastgood/pending');
  expect(synced.indexOf('models/hf/stable')).toBeGreaterThan(last);
});
