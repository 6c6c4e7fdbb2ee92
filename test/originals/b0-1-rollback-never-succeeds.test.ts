import { expect, test } from 'vitest';
import { findLive, openRegistry, readPointer, rollBack, writeS0Registry } from '../support/registry-rig.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** rollback_model.py listed "7" and looked for the folder `<model>_7`; it refused "v7" as not in its list. */
test.each(['7', 'v7', 'V7', 'frontshift-rag_v7'])('B0.1: a rollback to %s goes to v7', async typed => {
  const root = createTemporaryFolder();
  writeS0Registry(root, 'frontshift-rag', 11);
  const receipt = await rollBack(openRegistry(root), 'frontshift-rag', typed);
  expect(receipt).toMatchObject({ outcome: 'applied', title: 'Roll back frontshift-rag latest: v11 to v7' });
  expect(readPointer(root, 'latest')).toBe('frontshift-rag_v7');
});

test('B0.1: a rollback to the previous version works too', async () => {
  const root = createTemporaryFolder();
  writeS0Registry(root, 'frontshift-rag', 11);
  await rollBack(openRegistry(root), 'frontshift-rag', { by: 'previous' });
  expect(await findLive(openRegistry(root), 'frontshift-rag')).toBe('v10');
});
