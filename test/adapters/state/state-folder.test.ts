import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  findStateFolder,
  makePrivateFolder,
  nameRegistryKey,
} from '../../../src/adapters/state/state-folder.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

test.each([
  [{}, '/home/anna/.local/state/lastgood'],
  [{ XDG_STATE_HOME: '/state' }, '/state/lastgood'],
  [{ XDG_STATE_HOME: 'relative' }, '/home/anna/.local/state/lastgood'],
  [{ XDG_STATE_HOME: '/state', LASTGOOD_STATE_DIR: '/own' }, '/own'],
  [{ LASTGOOD_STATE_DIR: '' }, '/home/anna/.local/state/lastgood'],
])('%o keeps its state in %s', (variables, folder) => {
  expect(findStateFolder(variables, '/home/anna')).toBe(folder);
});

test('a relative one is refused: what is cut off there would not be found from elsewhere', () => {
  expect(() => findStateFolder({ LASTGOOD_STATE_DIR: 'state' }, '/home/anna')).toThrow(
    'LASTGOOD_STATE_DIR is state',
  );
});

test('a registry has its own name there, by kind and place', () => {
  const key = nameRegistryKey({ kind: 'directory', place: '/srv/registry' });
  expect(key).toMatch(/^[0-9a-f]{32}$/);
  expect(nameRegistryKey({ kind: 'directory', place: '/srv/registry' })).toBe(key);
  expect(nameRegistryKey({ kind: 'catalog', place: '/srv/registry' })).not.toBe(key);
});

test('folders that are made for it are for their owner alone, and those that are there stay as they are', async () => {
  const root = createTemporaryFolder();
  const before = statSync(root).mode;
  await makePrivateFolder(join(root, 'a', 'b'));
  await makePrivateFolder(join(root, 'a', 'b'));
  for (const path of ['a', 'a/b']) expect(statSync(join(root, path)).mode & 0o777).toBe(0o700);
  expect(statSync(root).mode).toBe(before);
});
