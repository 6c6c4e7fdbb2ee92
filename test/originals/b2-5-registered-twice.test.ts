import { expect, test } from 'vitest';
import { createAfsCatalog, modelOf, said } from '../support/afs-catalog.ts';

const again = ['add', 'majora', 'v1', '--base-model', 'other', '--accuracy', '0.1', ...said];

/** Registering an existing version put the new one in its place without a word. */
test('B2.5: a version that is registered is never registered again', async () => {
  const catalog = createAfsCatalog([
    modelOf('majora', { version: 'v1', deployed: true, scores: { accuracy: 0.85 } }),
  ]);
  const before = catalog.readText();
  const run = await catalog.afs(...again);
  expect([run.code, run.error]).toEqual([4, expect.stringContaining('majora v1 is registered already.')]);
  expect(catalog.readText()).toBe(before);
});

test('B2.5: neither is one that another program has taken out of the file meanwhile', async () => {
  const catalog = createAfsCatalog();
  await catalog.afs('add', 'majora', 'v1', '--base-model', 'Qwen', ...said);
  await catalog.afs('add', 'majora', 'v2', '--base-model', 'Qwen', ...said);
  expect((await catalog.afs(...again)).code).toBe(4);
  expect(catalog.readVersion('majora', 'v1').training).toMatchObject({ base_model: 'Qwen' });
});

test('B2.5: without a version the next number is taken, as documented: v3 after v2.1', async () => {
  const catalog = createAfsCatalog([modelOf('majora', 'v1', 'v2', 'v2.1')]);
  const run = await catalog.afs('add', 'majora', '--base-model', 'majora:v2.1', ...said);
  expect(run.out).toContain('✓ Registered majora:v3');
});
