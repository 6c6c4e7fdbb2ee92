import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createPolicyShelf } from '../../../src/adapters/policies/create-policy-shelf.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { runLastgood } from './command-line.ts';

test('registering straight to an alias that votes guard is refused, and says how votes are given', async () => {
  const folder = createTemporaryFolder();
  const root = join(folder, 'registry');
  mkdirSync(root);
  writeFileSync(join(folder, 'w.bin'), 'w');
  const gate = { model: '*', alias: 'stable', policy: 'votes', thresholds: {}, file: 'c.yaml', line: 1 };
  const policies = createPolicyShelf({ policies: [], gates: [gate], workingFolder: folder });
  const argv = ['register', 'm', 'v1', '--model-path', join(folder, 'w.bin'), '--to', 'stable', '--yes'];
  const { code, error } = await runLastgood(root, argv, { policies });
  expect(code).toBe(3);
  expect(error).toContain('--feedback FILE of promote or gate, or by FEEDBACK_FILE');
  expect(error).toContain('register the version without promoting it, then promote it');
});
