import { expect, test } from 'vitest';
import { createAfsCatalog, linesOf, modelOf, said } from '../support/afs-catalog.ts';

const versions = [
  { version: 'v1', deployed: true, scores: { accuracy: 0.85 } },
  { version: 'v2', status: 'completed', scores: { accuracy: 0.87 } },
  { version: 'v3', deployed: true, scores: { accuracy: 0.88 } },
];

/** Deploying never took the version before out of service: the document's own example shows two deployed ones. */
test('B2.4: of versions deployed one after the other the last one is deployed, and it alone', async () => {
  const catalog = createAfsCatalog([modelOf('majora', 'v1', 'v2', 'v3')]);
  for (const version of ['v1', 'v2', 'v3']) {
    expect((await catalog.afs('deploy', 'majora', version, ...said)).code).toBe(0);
    expect(catalog.listDeployed('majora')).toEqual([version]);
  }
  expect(catalog.readVersion('majora', 'v2')).toMatchObject({ status: 'deprecated', deployed: false });
});

test('B2.4: several in a file are shown as they are, and as something to decide', async () => {
  const catalog = createAfsCatalog([modelOf('majora', ...versions)]);
  const before = catalog.readText();
  expect(linesOf(await catalog.afs('list')).slice(3)).toEqual([
    'majora',
    '  Versions: 3 (2 deployed)',
    '  ● v1       (deployed  ) acc=0.850',
    '  ○ v2       (completed ) acc=0.870',
    '  ● v3       (deployed  ) acc=0.880',
  ]);
  expect((await catalog.run('models')).out).toContain('v1 and v3 at once');
  expect(catalog.readText()).toBe(before);
});

test.each(['v1', 'v2', 'v3'])('B2.4: choosing %s among several leaves that one', async version => {
  const catalog = createAfsCatalog([modelOf('majora', ...versions)]);
  const run = await catalog.afs('deploy', 'majora', version, ...said);
  expect(run.code, run.error).toBe(0);
  expect(catalog.listDeployed('majora')).toEqual([version]);
});
