import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createAfsCatalog, modelOf } from '../../support/afs-catalog.ts';
import { makeS2Lineage } from '../../support/catalog-files.ts';

const models = [modelOf('majora', 'v1', { version: 'v2', deployed: true, parent: 'v1' })];

test.each([
  [['v8', '--parent', 'v8']],
  [['v8', '--base-model', 'majora:v8']],
  // The number it gets is v3.
  [['--parent', 'v3']],
])('a version that says it comes from itself is refused: %s', async words => {
  const catalog = createAfsCatalog(models);
  const before = catalog.readText();
  const run = await catalog.run('register', 'majora', ...words, '--yes');
  expect([run.code, `${run.out}${run.error}`]).toEqual([2, expect.stringContaining('cannot be its own')]);
  expect(catalog.readModels()).toEqual(JSON.parse(before).models);
  expect(catalog.readText()).not.toContain('"v8"');
});

test.each([
  [['--parent', 'v77'], 'Its parent v77 is not here'],
  [['--base-model', 'majora:v9'], 'Its base model majora:v9 is not here'],
])('an origin that is not here is said before: %s', async (words, warning) => {
  const catalog = createAfsCatalog(models);
  const run = await catalog.run('register', 'majora', ...words, '--yes');
  expect([run.code, `${run.out}${run.error}`]).toEqual([0, expect.stringContaining(warning)]);
});

test.each([[['--parent', 'v2']], [['--base-model', 'qwen2.5:7b']], [['--base-model', 'majora:v1']]])(
  'an origin that is here, or of a hub, is not: %s',
  async words => {
    const catalog = createAfsCatalog(models);
    const run = await catalog.run('register', 'majora', ...words, '--yes');
    expect([run.code, `${run.out}${run.error}`]).toEqual([0, expect.not.stringContaining('is not here')]);
  },
);

test('a row of another registry in the file of lineage is said to stay, and its number is not given again', async () => {
  const other = [modelOf('majora', 'v1', 'v2', { version: 'v3', parent: 'v2' })];
  const catalog = createAfsCatalog(models, makeS2Lineage(other));
  const asked = await catalog.run('register', 'majora', 'v3', '--parent', 'v1', '--dry-run');
  expect(`${asked.out}${asked.error}`).toContain(
    'lineage.json has majora v3 already, of another registry, with the parent v2: that row stays as it is.',
  );
  await catalog.run('register', 'majora', '--parent', 'v1', '--yes');
  const lineage = JSON.parse(readFileSync(join(dirname(catalog.path), 'lineage.json'), 'utf8'));
  const { versions } = lineage.lineages.majora;
  expect(Object.keys(versions)).toEqual(['v1', 'v2', 'v3', 'v4']);
  expect([versions.v3.parent_version, versions.v4.parent_version]).toEqual(['v2', 'v1']);
});
