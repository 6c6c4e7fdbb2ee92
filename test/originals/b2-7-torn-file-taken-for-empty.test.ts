import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createAfsCatalog, modelOf, said } from '../support/afs-catalog.ts';
import { makeS2Lineage } from '../support/catalog-files.ts';

const models = [modelOf('majora', 'v1', { version: 'v2', deployed: true, parent: 'v1' })];

const writes = [
  ['add', 'majora', 'v9', '--base-model', 'x'],
  ['deploy', 'majora', 'v1'],
  ['rollback', 'majora', 'v1'],
  ['score', 'majora', 'v1', '--accuracy', '0.5'],
] as const;

/** A file cut off was taken for an empty one, and the next save wiped it. */
test('B2.7: nothing is written over a torn file', async () => {
  const catalog = createAfsCatalog(models);
  const torn = catalog.readText().slice(0, -200);
  writeFileSync(catalog.path, torn);
  for (const words of writes) {
    const run = await catalog.afs(...words, ...said);
    expect([run.code, run.error], words.join(' ')).toEqual([6, expect.stringContaining('registry.json')]);
    expect(catalog.readText()).toBe(torn);
  }
});

test('B2.7: nor is a torn file listed as one without models', async () => {
  const catalog = createAfsCatalog(models);
  await catalog.afs('deploy', 'majora', 'v1', ...said);
  writeFileSync(catalog.path, catalog.readText().slice(0, 100));
  expect((await catalog.afs('list')).out).not.toContain('No models registered');
  const index = (await catalog.run('models', '--json')).json();
  expect(index).toMatchObject({ registry: { unwritable: { code: 'unreadable-file' } } });
});

test('B2.7: a torn lineage.json stops what would write it, and nothing else', async () => {
  const catalog = createAfsCatalog(models, makeS2Lineage(models));
  const lineage = join(dirname(catalog.path), 'lineage.json');
  const torn = readFileSync(lineage, 'utf8').slice(0, 100);
  writeFileSync(lineage, torn);
  expect((await catalog.afs('add', 'majora', '--base-model', 'x', ...said)).code).not.toBe(0);
  expect((await catalog.afs('deploy', 'majora', 'v1', ...said)).code).toBe(0);
  expect((await catalog.afs('tree', 'majora')).out).toContain('LINEAGE FILE');
  expect(readFileSync(lineage, 'utf8')).toBe(torn);
});
