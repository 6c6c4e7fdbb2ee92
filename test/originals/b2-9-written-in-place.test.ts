import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { createAfsCatalog, modelOf, said } from '../support/afs-catalog.ts';

/** The file was opened for writing, and so empty, until the last byte was out; its mode became that of a temporary file later. */
test('B2.9: whoever reads while it is written reads it whole', async () => {
  const catalog = createAfsCatalog([modelOf('majora', 'v1', 'v2')]);
  let readings = 0;
  let writing = true;
  const watch = async () => {
    while (writing) {
      expect(Object.keys(JSON.parse(readFileSync(catalog.path, 'utf8')).models)).toEqual(['majora']);
      readings += 1;
      await new Promise(resolve => setImmediate(resolve));
    }
  };
  const write = async () => {
    try {
      for (const version of ['v1', 'v2', 'v1', 'v2'])
        await catalog.afs('score', 'majora', version, `round=${readings}`, ...said);
    } finally {
      writing = false;
    }
  };
  await Promise.all([watch(), write()]);
  expect(readings).toBeGreaterThan(4);
});

test('B2.9: it is replaced as a whole, keeps its mode, and leaves nothing beside it but our own folder', async () => {
  const catalog = createAfsCatalog([modelOf('majora', 'v1')]);
  chmodSync(catalog.path, 0o640);
  const before = statSync(catalog.path);
  expect((await catalog.afs('deploy', 'majora', 'v1', ...said)).code).toBe(0);
  const after = statSync(catalog.path);
  expect(after.ino).not.toBe(before.ino);
  expect(after.mode & 0o777).toBe(0o640);
  expect(readdirSync(dirname(catalog.path)).sort()).toEqual(['registry.json', 'registry.lastgood']);
});
