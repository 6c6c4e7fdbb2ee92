import { expect, test } from 'vitest';
import type { RegistryReader } from '../../../src/core/ports/registry.ts';
import { findUsualAlias } from '../../../src/core/session/usual-alias.ts';
import { openRegistry, writeS0Registry } from '../../support/registry-rig.ts';
import { serverPlanning } from '../../support/server-status.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

function sessionWith(reader: Partial<RegistryReader>) {
  const root = createTemporaryFolder();
  writeS0Registry(root, 'rag', 1);
  const { registry } = openRegistry(root);
  return { registry: { ...registry, reader: { ...registry.reader, ...reader } } };
}

test('on a server each model may mean another alias; one that is not there yet means that of the kind', async () => {
  const { index } = serverPlanning({ count: 1, index: { usualAlias: 'champion' } });
  const identity = { name: 'test', kind: 'mlflow', place: 'http://127.0.0.1:5000' } as const;
  const session = sessionWith({ identity, loadIndex: async () => index });
  expect(await findUsualAlias(session, 'rag')).toBe('champion');
  expect(await findUsualAlias(session, 'new')).toBe('Production');
});

test('where all models mean the same nothing is read to know it', async () => {
  const loadIndex = () => Promise.reject(new Error('read'));
  expect(await findUsualAlias(sessionWith({ loadIndex }), 'rag')).toBe('latest');
});
