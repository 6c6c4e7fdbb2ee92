import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { examineState } from '../../../src/adapters/state/examine-state.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

test('a state folder that is not there yet is no problem, and is not made by looking', async () => {
  const root = createTemporaryFolder();
  const folder = join(root, 'state/lastgood');
  for (const _ of [1, 2])
    expect(await examineState(folder, 'mina')).toMatchObject({
      state: 'ready',
      may: ['make the state folder, which is not there yet'],
    });
});

test('one that others can look into is said, with the command that closes it', async () => {
  const folder = join(createTemporaryFolder(), 'lastgood');
  mkdirSync(folder);
  chmodSync(folder, 0o755);
  expect(await examineState(folder, 'mina')).toMatchObject({
    state: 'limited',
    missing: [{ fix: `Close it: chmod 700 ${folder}` }],
  });
  chmodSync(folder, 0o700);
  expect(await examineState(folder, 'mina')).toMatchObject({ state: 'ready', missing: [] });
});
