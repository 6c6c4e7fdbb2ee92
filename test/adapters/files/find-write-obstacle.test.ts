import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findWriteObstacle } from '../../../src/adapters/files/find-write-obstacle.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

function createPlace(): string {
  const root = createTemporaryFolder();
  mkdirSync(join(root, 'folder'));
  writeFileSync(join(root, 'file'), 'kept');
  return root;
}

test.each(['file', 'new', 'folder/new', 'not/there/yet'])(
  '%s can be written, and looking changes nothing',
  async path => {
    const root = createPlace();
    for (const way of ['in-place', 'replaced'] as const)
      expect(await findWriteObstacle(join(root, path), way)).toBeUndefined();
    expect(readdirSync(root).toSorted()).toEqual(['file', 'folder']);
  },
);

test.each([
  { path: 'folder', words: 'a folder stands there', at: 'folder' },
  { path: 'file/below', words: 'a part of the path is not a folder', at: 'file' },
  { path: 'file/far/below', words: 'a part of the path is not a folder', at: 'file' },
])('$path cannot be written: $words', async ({ path, words, at }) => {
  const root = createPlace();
  for (const way of ['in-place', 'replaced'] as const)
    expect(await findWriteObstacle(join(root, path), way)).toEqual({ words, path: join(root, at) });
});
