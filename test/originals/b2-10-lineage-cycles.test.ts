import { expect, test } from 'vitest';
import { createAfsCatalog, linesOf, modelOf } from '../support/afs-catalog.ts';
import { makeS2Lineage } from '../support/catalog-files.ts';

/** Ancestors of a cycle never ended, descendants overflowed the stack. */
test('B2.10: a cycle is told, and every version is drawn once', async () => {
  const models = [
    modelOf(
      'majora',
      { version: 'v1', parent: 'v3' },
      { version: 'v2', parent: 'v1' },
      { version: 'v3', parent: 'v2' },
    ),
  ];
  const catalog = createAfsCatalog(models, makeS2Lineage(models));
  const run = await catalog.afs('tree', 'majora');
  expect(run.code).toBe(0);
  expect(linesOf(run).slice(0, 4)).toEqual([
    'majora version tree:',
    '└── v1',
    '    └── v2',
    '        └── v3',
  ]);
  expect(run.out).toContain('CYCLE');
  for (const words of [
    ['lineage', 'majora', 'v2'],
    ['lineage', 'majora', 'v2', '--affected'],
  ])
    expect((await catalog.run(...words)).code).toBe(0);
});

/** The tree printed grandchildren twice: once below their parent, and once more on their own. */
test('B2.10: a grandchild is drawn once, below its parent', async () => {
  const models = [modelOf('majora', 'v1', { version: 'v2', parent: 'v1' }, { version: 'v3', parent: 'v2' })];
  const tree = linesOf(await createAfsCatalog(models, makeS2Lineage(models)).afs('tree', 'majora'));
  expect(tree).toEqual(['majora version tree:', '└── v1', '    └── v2', '        └── v3']);
});

/** As soon as a version had a parent its summary compared a text with nothing, and failed. */
test('B2.10: the summary of a model with children is printed', async () => {
  const models = [modelOf('majora', 'v1', { version: 'v2', parent: 'v1' })];
  const run = await createAfsCatalog(models, makeS2Lineage(models)).run('summary', 'majora');
  expect([run.code, run.out]).toEqual([0, expect.stringContaining('majora: 2 versions')]);
});

test('B2.10: a chain two thousand deep is walked to its end', async () => {
  const versions = Array.from({ length: 2000 }, (_, at) =>
    at === 0 ? { version: 'v1' } : { version: `v${at + 1}`, parent: `v${at}` },
  );
  const catalog = createAfsCatalog([modelOf('majora', ...versions)]);
  expect(linesOf(await catalog.afs('tree', 'majora'))).toHaveLength(2001);
  const { ancestors } = (await catalog.run('lineage', 'majora', 'v2000', '--json')).json();
  expect(ancestors).toHaveLength(1999);
});
