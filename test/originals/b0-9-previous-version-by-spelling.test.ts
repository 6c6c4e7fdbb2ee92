import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { prepareRegistration } from '../../src/core/session/prepare-change.ts';
import { apply, openRegistry, rollBack, writeS0Registry } from '../support/registry-rig.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

async function registerNext(root: string): Promise<unknown> {
  const session = openRegistry(root);
  const plan = await prepareRegistration(session, {
    model: 'rag',
    version: undefined,
    weights: undefined,
    evidence: [],
    configuration: null,
    parent: undefined,
    notes: undefined,
    tags: [],
  });
  const { version } = await apply(session, plan);
  const metadata = JSON.parse(readFileSync(join(root, `rag_${version}`, 'metadata.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  return [version, metadata['previous_version']];
}

/** The original took the last folder by spelling: for v11 that was v9. */
test('B0.9: the version before v11 is v10', async () => {
  const root = createTemporaryFolder();
  writeS0Registry(root, 'rag', 10);
  expect(await registerNext(root)).toEqual(['v11', 'v10']);
});

test('B0.9: after a rollback it is what was live, not the newest', async () => {
  const root = createTemporaryFolder();
  writeS0Registry(root, 'rag', 10);
  await rollBack(openRegistry(root), 'rag', 'v4');
  expect(await registerNext(root)).toEqual(['v11', 'v4']);
});
