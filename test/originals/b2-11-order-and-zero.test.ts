import { expect, test } from 'vitest';
import { createAfsCatalog, linesOf, modelOf } from '../support/afs-catalog.ts';
import { makeS2Lineage } from '../support/catalog-files.ts';

const names = Array.from({ length: 12 }, (_, at) => `v${at + 1}`);

/** Sorted as texts, v10 came before v2, and the "last five" were v5 to v9. */
test('B2.11: v10 comes after v9, and the newest five are the newest five', async () => {
  const catalog = createAfsCatalog([modelOf('majora', ...names)]);
  const listed = linesOf(await catalog.afs('list')).flatMap(line => /○ (\S+)/.exec(line)?.[1] ?? []);
  expect(listed).toEqual(['v8', 'v9', 'v10', 'v11', 'v12']);
  const all = linesOf(await catalog.afs('versions', 'majora')).flatMap(
    line => /^○ (\S+)/.exec(line)?.[1] ?? [],
  );
  expect(all).toEqual(names);
  expect((await catalog.afs('info', 'majora')).out).toContain('Latest Version: v12');
});

test('B2.11: what is deployed is listed however old it is', async () => {
  const [first, ...others] = names;
  const catalog = createAfsCatalog([modelOf('majora', { version: first ?? '', deployed: true }, ...others)]);
  expect((await catalog.afs('list')).out).toContain('● v1 ');
});

/** A score of 0 is falsy, and was left out everywhere. */
test('B2.11: a score of 0 is shown', async () => {
  const catalog = createAfsCatalog([
    modelOf('majora', { version: 'v1', scores: { accuracy: 0, perplexity: 0 } }, 'v2'),
  ]);
  expect((await catalog.afs('list')).out).toContain('v1       (draft     ) acc=0.000');
  expect((await catalog.afs('versions', 'majora')).out).toContain('acc=0.000');
  expect(linesOf(await catalog.afs('compare', 'majora', 'v1', 'v2'))).toEqual(
    expect.arrayContaining(['accuracy:', '  v1: 0', '  v2: None']),
  );
  const newest = createAfsCatalog([modelOf('majora', { version: 'v1', scores: { accuracy: 0 } })]);
  expect(linesOf(await newest.afs('info', 'majora'))).toContain('  Accuracy: 0.0000');
});

/** tree and lineage took --registry and looked into the file of the home folder. */
test.each(['tree', 'lineage'])('B2.11: %s looks where --registry says', async command => {
  const models = [modelOf('elsewhere', 'v1', { version: 'v2', parent: 'v1' })];
  const there = createAfsCatalog(models, makeS2Lineage(models));
  const here = createAfsCatalog([modelOf('majora', 'v1')]);
  const run = await here.afs(command, 'elsewhere', '--registry', there.path);
  expect([run.code, run.out]).toEqual([0, expect.stringContaining('v2')]);
  expect((await here.afs(command, 'elsewhere')).code).toBe(1);
});
