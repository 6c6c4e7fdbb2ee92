import { unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runDoctor } from '../../src/core/apply/run-doctor.ts';
import { sweepCrashes } from '../support/crash-sweep.ts';
import {
  environmentOf,
  findLive,
  openRegistry,
  promote,
  readPointer,
  rollBack,
  writeS0Registry,
} from '../support/registry-rig.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** push_to_registry.py removed `latest` and then made it anew: killed in between, readers took the highest number. */
test('B0.7: whenever a rollback is killed, latest points at the old version or the new one', async () => {
  const seen = new Set<string | undefined>();
  const result = await sweepCrashes({
    prepare: async root => {
      writeS0Registry(root, 'rag', 3);
      await promote(openRegistry(root), 'rag', 'v2');
    },
    act: (root, fileSystem) => rollBack(openRegistry(root, { fileSystem }), 'rag', 'v3'),
    recover: async () => undefined,
    check: async root => {
      seen.add(readPointer(root, 'latest'));
      expect(readPointer(root, 'latest')).toMatch(/^rag_v[23]$/);
    },
  });
  expect(result.failures).toEqual([]);
  expect([...seen].sort()).toEqual(['rag_v2', 'rag_v3']);
});

test('B0.7: without a pointer the history says what is live, never the highest number', async () => {
  const root = createTemporaryFolder();
  writeS0Registry(root, 'rag', 3);
  await promote(openRegistry(root), 'rag', 'v1');
  unlinkSync(join(root, 'latest'));
  unlinkSync(join(root, 'rag_latest'));
  expect(await findLive(openRegistry(root), 'rag')).toBe('v1');
  await runDoctor(environmentOf(openRegistry(root)));
  expect(readPointer(root, 'latest')).toBe('rag_v1');
});
