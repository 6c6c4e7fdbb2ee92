import { expect, test } from 'vitest';
import { createAfsCatalog, linesOf, modelOf, said } from '../support/afs-catalog.ts';

const names = ['v1', 'v2', 'v2b', 'v2.1', 'v10', '1.0.0-rc.1', 'run-2026-01-03', '3'] as const;

/** `v2b`, which S2's own document has, and every other name that is no number made list and get_latest raise. */
test('B2.3: any version name is listed, in order', async () => {
  const catalog = createAfsCatalog([modelOf('majora', ...names)]);
  const { versions } = (await catalog.afs('versions', 'majora', '--json')).json();
  const listed = (versions as readonly { readonly version: string }[]).map(({ version }) => version);
  expect(listed.toSorted()).toEqual(names.toSorted());
  expect(listed.filter(name => /^v\d/.test(name))).toEqual(['v1', 'v2', 'v2.1', 'v2b', 'v10']);
  expect((await catalog.afs('list')).code).toBe(0);
});

test.each(names)('B2.3: %s can be named by its own name: compared, scored and deployed', async name => {
  const catalog = createAfsCatalog([modelOf('majora', ...names)]);
  expect((await catalog.afs('compare', 'majora', name, 'v1')).code).toBe(0);
  expect((await catalog.afs('score', 'majora', name, '--accuracy', '0.5', ...said)).code).toBe(0);
  expect((await catalog.afs('deploy', 'majora', name, ...said)).code).toBe(0);
  expect(catalog.listDeployed('majora')).toEqual([name]);
  expect(linesOf(await catalog.afs('list'))).toContain(`  ● ${name.padEnd(8)} (deployed  ) acc=0.500`);
});
