import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadModel } from '../../src/core/session/load-model.ts';
import { prepareRegistration } from '../../src/core/session/prepare-change.ts';
import {
  apply,
  findLive,
  openRegistry,
  promote,
  readPointer,
  rollBack,
  writeS0Version,
} from '../support/registry-rig.ts';
import { takeSnapshot } from '../support/snapshot.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

function createCollision(): string {
  const root = createTemporaryFolder();
  for (const number of [1, 2]) writeS0Version(root, 'foo', number);
  for (const number of [8, 9]) writeS0Version(root, 'foo_v2', number);
  symlinkSync('foo_v2_v9', join(root, 'latest'));
  return root;
}

const nothing = {
  version: undefined,
  weights: undefined,
  evidence: [],
  configuration: null,
  parent: undefined,
  notes: undefined,
  tags: [],
};

/** The original counted foo_v2_v9 as v9 of foo. */
test('B0.10: the next version of foo is v3, whatever foo_v2 has', async () => {
  const root = createCollision();
  const session = openRegistry(root);
  expect(
    await apply(session, await prepareRegistration(session, { model: 'foo', ...nothing })),
  ).toMatchObject({ version: 'v3' });
});

test('B0.10: latest of one model is not taken for the other’s, and a pointer of its own keeps each', async () => {
  const root = createCollision();
  expect(await findLive(openRegistry(root), 'foo')).toBeUndefined();
  await promote(openRegistry(root), 'foo', 'v2');
  expect(await findLive(openRegistry(root), 'foo_v2')).toBe('v9');
  await rollBack(openRegistry(root), 'foo_v2', 'v8');
  expect(['latest', 'foo_latest', 'foo_v2_latest'].map(name => readPointer(root, name))).toEqual([
    'foo_v2_v8',
    'foo_v2',
    'foo_v2_v8',
  ]);
  expect((await loadModel(openRegistry(root), 'foo')).status.concerns).toEqual([]);
});

test.each(['../outside', 'a/b', 'a\u0000b', '.lastgood', 'latest\n'])(
  'B0.10: the model name %j does not become a path',
  async model => {
    const root = createCollision();
    const before = takeSnapshot(root);
    await expect(prepareRegistration(openRegistry(root), { model, ...nothing })).rejects.toMatchObject({
      code: 'invalid-name',
    });
    expect(takeSnapshot(root)).toEqual(before);
  },
);
