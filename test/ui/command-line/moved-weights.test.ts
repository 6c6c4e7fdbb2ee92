import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createAfsCatalog } from '../../support/afs-catalog.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

/** v1, registered with weights and live once; v2 is live. Then another program writes other weights into the row of v1. */
async function replaceWeights() {
  const weights = join(createTemporaryFolder(), 'good.gguf');
  writeFileSync(weights, 'good weights');
  const catalog = createAfsCatalog([]);
  const deploy = (version: string) =>
    catalog.run('promote', 'majora', version, '--yes', '--confirm', 'majora@deployed');
  expect(await catalog.run('register', 'majora', '--model-path', weights, '--yes')).toMatchObject({
    code: 0,
  });
  expect(await deploy('v1')).toMatchObject({ code: 0 });
  expect(await catalog.run('register', 'majora', 'a=1', '--yes')).toMatchObject({ code: 0 });
  expect(await deploy('v2')).toMatchObject({ code: 0 });
  writeFileSync(catalog.path, readFileSync(catalog.path, 'utf8').replace('good.gguf', 'evil.gguf'));
  return catalog;
}

test('a version whose row names other files than it was registered with is damaged, and nothing goes back to it', async () => {
  const catalog = await replaceWeights();
  const show = await catalog.run('show', 'majora', 'v1');
  expect(show.out).toContain('registry.json names another gguf_path than it was registered with');
  const back = await catalog.run('rollback', 'majora', '--to', 'v1', '--reason', 'INC-7', '--dry-run');
  expect(back).toMatchObject({ code: 6, out: expect.stringContaining('gguf_path') });
  const good = await catalog.run('rollback', 'majora', '--last-good', '--reason', 'INC-7', '--dry-run');
  expect(good.code).toBe(1);
  expect(catalog.listDeployed('majora')).toEqual(['v2']);
});
