import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createAfsCatalog, modelOf } from '../../support/afs-catalog.ts';

test('a first write puts on record what it finds of its own model, and leaves the others alone', async () => {
  const names = Array.from({ length: 40 }, (_, place) => `m${place}`);
  const catalog = createAfsCatalog(names.map(name => modelOf(name, 'v1', { version: 'v2', deployed: true })));
  const before = catalog.readModels();
  expect((await catalog.run('score', 'm7', 'v1', 'accuracy=0.5', '--yes')).code).toBe(0);
  expect(readdirSync(join(dirname(catalog.path), 'registry.lastgood', 'history'))).toEqual(['m7']);
  const after = catalog.readModels();
  expect({ ...after, m7: undefined }).toEqual({ ...before, m7: undefined });
  expect((await catalog.run('doctor')).out).toBe('Everything is in order.\n');
  expect(names.flatMap(name => catalog.listDeployed(name))).toEqual(names.map(() => 'v2'));
});
