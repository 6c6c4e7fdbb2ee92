import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createErrno, createNodeFileSystem } from '../../src/adapters/files/node-file-system.ts';
import { findLive, openRegistry, readPointer, rollBack, writeS0Registry } from '../support/registry-rig.ts';
import { takeSnapshot } from '../support/snapshot.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** Where links cannot be made S0 writes the absolute path of the folder; on another machine that is nothing and v3 was taken. */
test('B0.8: an absolute text pointer of another machine is read by its last name', async () => {
  const root = createTemporaryFolder();
  writeS0Registry(root, 'rag', 3, 0);
  writeFileSync(join(root, 'latest'), '/srv/ci/models_registry/rag_v2');
  expect(await findLive(openRegistry(root), 'rag')).toBe('v2');
  await rollBack(openRegistry(root), 'rag', 'v1');
  expect(takeSnapshot(root)['latest']).toBe('link to rag_v1');
});

test('B0.8: where links cannot be made, the relative name is written', async () => {
  const root = createTemporaryFolder();
  writeS0Registry(root, 'rag', 3, 0);
  writeFileSync(join(root, 'latest'), '/srv/ci/models_registry/rag_v2');
  const symlink = async (): Promise<never> => {
    throw createErrno('EPERM', 'no links here');
  };
  const session = openRegistry(root, { fileSystem: { ...createNodeFileSystem(), symlink } });
  expect((await rollBack(session, 'rag', 'v1')).outcome).toBe('applied');
  expect(readPointer(root, 'latest')).toBe('rag_v1');
  expect(takeSnapshot(root)['latest']).not.toMatch(/^link/);
  expect(await findLive(openRegistry(root), 'rag')).toBe('v1');
});
