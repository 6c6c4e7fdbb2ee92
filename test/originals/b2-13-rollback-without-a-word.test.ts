import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type AfsCatalog, createAfsCatalog, modelOf, said } from '../support/afs-catalog.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

async function createDeployedTwice(): Promise<AfsCatalog> {
  const catalog = createAfsCatalog([
    modelOf('majora', { version: 'v1', ggufPath: '/models/nowhere/majora-v1.gguf' }, 'v2'),
  ]);
  await catalog.afs('deploy', 'majora', 'v1', ...said);
  await catalog.afs('deploy', 'majora', 'v2', ...said);
  return catalog;
}

type Entries = readonly { readonly facts: readonly object[] }[];

async function readEntries(catalog: AfsCatalog): Promise<Entries> {
  return (await catalog.run('history', 'majora', '--json')).json()['entries'] as Entries;
}

/** A rollback said neither why nor who, left no trace, and took versions whose files were gone. */
test('B2.13: a rollback needs a reason', async () => {
  const catalog = await createDeployedTwice();
  const before = catalog.readText();
  const run = await catalog.afs('rollback', 'majora', 'v1', '--yes');
  expect([run.code, run.error]).toEqual([2, expect.stringContaining('A rollback needs a reason.')]);
  expect(catalog.readText()).toBe(before);
});

test('B2.13: who rolled back, why, and from what is on record', async () => {
  const catalog = await createDeployedTwice();
  await catalog.afs('rollback', 'majora', 'v1', '--yes', '--reason', 'INC-42 slow', '--actor', 'ada');
  expect((await readEntries(catalog)).at(-1)).toMatchObject({
    action: 'rollback',
    actor: 'ada',
    reason: 'INC-42 slow',
    moves: [{ alias: 'deployed', from: 'v2', to: 'v1' }],
  });
});

test('B2.13: that the files of the version are not there is said and on record', async () => {
  const catalog = await createDeployedTwice();
  const run = await catalog.afs('rollback', 'majora', 'v1', ...said);
  expect(run.error).toContain('not verified');
  const facts = (await readEntries(catalog)).at(-1)?.facts;
  expect(facts).toContainEqual(
    expect.objectContaining({ kind: 'digest', version: 'v1', check: 'unverified' }),
  );
});

test('B2.13: a registration says which of its files are not there', async () => {
  const there = join(createTemporaryFolder(), 'lora');
  writeFileSync(there, 'weights');
  const words = ['--base-model', 'x', '--lora-path', there, '--gguf-path', '/nowhere/q8.gguf', ...said];
  const run = await createAfsCatalog().afs('add', 'majora', ...words);
  expect(run.code).toBe(0);
  expect(run.error).toContain('/nowhere/q8.gguf of --gguf-path is not on this machine');
  expect(run.error).not.toContain('of --lora-path');
});
