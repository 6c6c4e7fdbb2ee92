import { constants, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listCatalogPaths } from '../../../src/adapters/catalog/registry-paths.ts';
import { listRegistryPaths } from '../../../src/adapters/directory/registry-paths.ts';
import { examinePaths, type PathsOptions } from '../../../src/adapters/files/examine-paths.ts';
import { createErrno } from '../../../src/adapters/files/node-file-system.ts';
import { takeSnapshot } from '../../support/snapshot.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

/** Rights as they would be for somebody who is not root: those of `refused` are missing. */
function refuse(refused: Readonly<Record<string, number>>, errno = 'EACCES'): PathsOptions['access'] {
  return async (path, mode) => {
    if (((refused[path] ?? 0) & mode) !== 0) throw createErrno(errno, path);
  };
}

async function examine(paths: PathsOptions['paths'], access?: PathsOptions['access']) {
  return await examinePaths({ name: 'rag', place: 'here', paths, login: 'mina', access });
}

test('a folder that can be read and written is ready, and looking leaves it as it is', async () => {
  const root = createTemporaryFolder();
  mkdirSync(join(root, '.lastgood/history'), { recursive: true });
  const before = takeSnapshot(root);
  expect(await examine(listRegistryPaths(root, 'write', false))).toEqual({
    ...{ name: 'rag', place: 'here', state: 'ready', identity: 'mina', missing: [] },
    may: ['read and write the registry', 'read and write the folder .lastgood', 'read and write the history'],
  });
  expect(takeSnapshot(root)).toEqual(before);
});

test('a folder that can only be read is limited where it is to be written, and ready where it is not', async () => {
  const root = createTemporaryFolder();
  const access = refuse({ [root]: constants.W_OK });
  expect(await examine(listRegistryPaths(root, 'write', false), access)).toMatchObject({
    state: 'limited',
    may: ['read the registry'],
    missing: [{ what: `the registry cannot be written: permission denied (${root}).` }],
  });
  expect(await examine(listRegistryPaths(root, 'read', false), access)).toMatchObject({ state: 'ready' });
});

test('a folder that cannot be read is not usable, nor is one that is not there', async () => {
  const root = createTemporaryFolder();
  const closed = await examine(listRegistryPaths(root, 'write', false), refuse({ [root]: constants.X_OK }));
  expect(closed).toMatchObject({ state: 'not-usable', may: [] });
  expect(await examine(listRegistryPaths(join(root, 'gone'), 'read', false))).toMatchObject({
    state: 'not-usable',
    missing: [{ what: expect.stringContaining('is not there') }],
  });
});

test('a registry that the first write makes needs a folder in which that is allowed', async () => {
  const root = createTemporaryFolder();
  const wanted = listRegistryPaths(join(root, 'a/b'), 'write', true);
  expect(await examine(wanted)).toMatchObject({ state: 'ready' });
  expect(await examine(wanted, refuse({ [root]: constants.W_OK }, 'EROFS'))).toMatchObject({
    state: 'limited',
    missing: [{ what: `the registry cannot be made: the file system is read-only (${root}).` }],
  });
});

test('of a catalogue the folder counts, since its files are replaced', async () => {
  const root = createTemporaryFolder();
  const file = join(root, 'registry.json');
  writeFileSync(file, '{}');
  const paths = listCatalogPaths({ file, lineage: undefined, access: 'write', isMissing: false });
  expect(await examine(paths, refuse({ [file]: constants.W_OK }))).toMatchObject({ state: 'ready' });
  expect(await examine(paths, refuse({ [root]: constants.W_OK }))).toMatchObject({ state: 'limited' });
});
