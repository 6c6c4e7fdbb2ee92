import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type AfsCatalog, createAfsCatalog, modelOf, said } from '../support/afs-catalog.ts';

/** Whoever is told that another was quicker tries again, as a pipeline does. */
async function insist(catalog: AfsCatalog, ...words: readonly string[]): Promise<number> {
  const { code } = await catalog.afs(...words, ...said);
  return code === 4 ? await insist(catalog, ...words) : code;
}

/** Each process loaded the whole file, and wrote the whole file: what others wrote in between was gone. */
test('B2.6: of eight that write at once nothing is lost', async () => {
  const catalog = createAfsCatalog([modelOf('majora', 'v1'), modelOf('oracle', 'v1')]);
  const codes = await Promise.all(
    ['majora', 'oracle'].flatMap(model => [
      ...['v2', 'v3', 'v4'].map(name => insist(catalog, 'add', model, name, '--base-model', 'x')),
      insist(catalog, 'score', model, 'v1', '--accuracy', '0.9'),
    ]),
  );
  expect(codes).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  for (const model of ['majora', 'oracle']) {
    const { versions = {} } = catalog.readModels()[model] ?? {};
    expect(Object.keys(versions).toSorted()).toEqual(['v1', 'v2', 'v3', 'v4']);
    expect(versions).toMatchObject({ v1: { evaluation_scores: { accuracy: 0.9 } } });
  }
});

test('B2.6: what S2 writes over with an old copy comes back with the next write', async () => {
  const catalog = createAfsCatalog([modelOf('majora', 'v1')]);
  const old = catalog.readText();
  await catalog.afs('add', 'majora', 'v2', '--base-model', 'x', '--accuracy', '0.9', ...said);
  await catalog.afs('deploy', 'majora', 'v2', ...said);
  writeFileSync(catalog.path, old);
  expect((await catalog.afs('versions', 'majora')).out).toContain('v2');
  await catalog.afs('score', 'majora', 'v1', '--accuracy', '0.5', ...said);
  expect(catalog.readVersion('majora', 'v2')).toMatchObject({ evaluation_scores: { accuracy: 0.9 } });
});
