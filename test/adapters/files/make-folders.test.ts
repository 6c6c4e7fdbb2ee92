import { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolders } from '../../../src/adapters/files/make-folders.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

test('a folder is made with those it stands in, and again it is there already', async () => {
  const root = createTemporaryFolder();
  for (const _ of ['made', 'there']) await makeFolders(join(root, 'a', 'b', 'c'), 0o700);
  for (const path of ['a', 'a/b', 'a/b/c']) expect(statSync(join(root, path)).mode & 0o777).toBe(0o700);
});

test('several that make the same at once all find it made', async () => {
  const root = createTemporaryFolder();
  await Promise.all(Array.from({ length: 8 }, () => makeFolders(join(root, 'a', 'b', 'c'))));
  expect(readdirSync(join(root, 'a', 'b'))).toEqual(['c']);
});

test('a link to a folder counts as the folder', async () => {
  const root = createTemporaryFolder();
  mkdirSync(join(root, 'real'));
  symlinkSync('real', join(root, 'link'));
  await makeFolders(join(root, 'link', 'b'));
  expect(readdirSync(join(root, 'real'))).toEqual(['b']);
});

test.each(['file', 'file/b', 'file/b/c'])('a file in the way is told: %s', async path => {
  const root = createTemporaryFolder();
  writeFileSync(join(root, 'file'), '');
  await expect(makeFolders(join(root, path))).rejects.toMatchObject({
    code: expect.stringMatching(/^(EEXIST|ENOTDIR)$/),
  });
});

// A link to nothing behaves as folders below /proc do: it is there, and nothing can be made in it.
test.each(['link', 'link/b/c'])('where none can ever be made it ends: %s', async path => {
  const root = createTemporaryFolder();
  symlinkSync('nothing', join(root, 'link'));
  await expect(makeFolders(join(root, path))).rejects.toMatchObject({
    code: expect.stringMatching(/^(EEXIST|ENOENT)$/),
  });
});

test.runIf(process.platform === 'linux')('below /proc it ends', async () => {
  await expect(makeFolders('/proc/no-such-place/b')).rejects.toMatchObject({ code: 'ENOENT' });
});
