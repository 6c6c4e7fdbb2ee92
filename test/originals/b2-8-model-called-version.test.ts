import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createAfsCatalog, linesOf, modelOf, said } from '../support/afs-catalog.ts';
import { makeS2Models } from '../support/catalog-files.ts';

const models = [modelOf('majora', 'v1'), modelOf('version', 'v1', 'v2'), modelOf('models', 'v1')];

/** The key `version` was taken for the mark of a whole file: in an older one a model of that name was lost, and all others with it. */
test.each([
  ['a file of today', models],
  ['an older file, of models alone', makeS2Models(models)],
] as const)('B2.8: models called version and models are found in %s', async (_, registry) => {
  const catalog = createAfsCatalog(registry);
  const listed = linesOf(await catalog.afs('list')).filter(line => /^\w+$/.test(line));
  expect(listed).toEqual(['majora', 'models', 'version']);
});

test('B2.8: and are there after a write to an older file', async () => {
  const catalog = createAfsCatalog(makeS2Models(models));
  expect((await catalog.afs('deploy', 'version', 'v2', ...said)).code).toBe(0);
  const file = JSON.parse(readFileSync(catalog.path, 'utf8'));
  expect(file).toMatchObject(
    'updated_at' in file
      ? { models: { version: { versions: { v2: { deployed: true } } } } }
      : { version: { versions: { v2: { deployed: true } } } },
  );
  const listed = linesOf(await catalog.afs('list')).filter(line => /^\w+$/.test(line));
  expect(listed).toEqual(['majora', 'models', 'version']);
});
