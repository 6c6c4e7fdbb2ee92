import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadVersions } from '../../../src/core/session/load-model.ts';
import { loadOverview } from '../../../src/core/session/load-overview.ts';
import { openCatalog } from '../../support/catalog-rig.ts';
import { apply, planPromote } from '../../support/registry-rig.ts';
import { listDeployed, makeS2File, s2Version, writeS2File } from '../../support/s2-catalog.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

/** A catalogue of `org/majora`, whose v2 is deployed, and of `din` with a version that no folder can be called after. */
function openNested() {
  const path = join(createTemporaryFolder(), 'registry.json');
  const file = makeS2File('org/majora', 2);
  const { din } = makeS2File('din', 2).models;
  Object.assign(din?.versions ?? {}, { 'exp/v3': s2Version('din', 'exp/v3'), '..': s2Version('din', '..') });
  writeS2File(path, { ...file, models: { ...file.models, din } });
  return { path, session: openCatalog(path) };
}

test('models and versions of any name are listed and read', async () => {
  const { session } = openNested();
  const { models } = await loadOverview(session);
  expect(models.map(({ status }) => status.index.model)).toEqual(['din', 'org/majora']);
  const { versions } = await loadVersions(session, 'din', 'everything');
  expect(versions.map(({ version, whole }) => [version, whole])).toEqual([
    ['..', 'complete'],
    ['v1', 'complete'],
    ['v2', 'complete'],
    ['exp/v3', 'complete'],
  ]);
});

test.each([
  ['org/majora', 'v1', 'The model name "org/majora" holds "/"'],
  ['din', 'exp/v3', 'The version name "exp/v3" holds "/"'],
  ['din', '..', 'The version name ".." begins with a dot'],
])('promoting %s %s is refused before anything is written, with the reason', async (model, version, why) => {
  const { path, session } = openNested();
  const before = readFileSync(path, 'utf8');
  const { blockers } = await planPromote(session, model, version, 'deployed');
  expect(blockers[0]).toMatchObject({ code: 'invalid-name', message: expect.stringContaining(why) });
  expect(readFileSync(path, 'utf8')).toBe(before);
  expect(existsSync(path.replace('.json', '.lastgood'))).toBe(false);
});

test('a model of such a name does not keep the others from being written', async () => {
  const { path, session } = openNested();
  const receipt = await apply(session, await planPromote(session, 'din', 'v1', 'deployed'));
  expect(receipt.outcome).toBe('applied');
  expect(listDeployed(path, 'din')).toEqual(['v1']);
  expect(listDeployed(path, 'org/majora')).toEqual(['v2']);
});
