import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { examine, runDoctor } from '../../../src/core/apply/run-doctor.ts';
import { loadModel } from '../../../src/core/session/load-model.ts';
import { openCatalog } from '../../support/catalog-rig.ts';
import { apply, environmentOf, planPromote } from '../../support/registry-rig.ts';
import { changeAsS2, listDeployed, makeS2File, readS2File, writeS2File } from '../../support/s2-catalog.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

/** Three versions, v1 promoted; then the file is wiped as S2 does when it cannot read it. */
async function openWiped() {
  const folder = createTemporaryFolder();
  const path = join(folder, 'registry.json');
  writeS2File(path, makeS2File('majora', 3));
  const session = openCatalog(path);
  await apply(session, await planPromote(session, 'majora', 'v1', 'deployed'));
  const previous = join(folder, 'registry.lastgood', 'previous.json');
  const kept = readFileSync(previous);
  const wiped = '{"version":"1.0","updated_at":"x","models":{}}';
  writeFileSync(path, wiped);
  return { folder, path, session, previous, kept, wiped };
}

test('a wiped file is told, and is no reason to give up the copy of before', async () => {
  const { session, previous, kept } = await openWiped();
  const { status } = await loadModel(session, 'majora');
  const lost = 'the file of models has lost v1, v2, v3; the copy of before our last write has them';
  expect(status.concerns).toContainEqual(expect.objectContaining({ severity: 'critical', message: lost }));
  const findings = await runDoctor(environmentOf(session));
  expect(findings.filter(({ state }) => state === 'repaired')).toEqual([]);
  expect(findings).toContainEqual(expect.objectContaining({ state: 'needs-decision', message: lost }));
  expect(readFileSync(previous)).toEqual(kept);
});

test('doctor puts the versions back when it is told to, and keeps what stood there', async () => {
  const { folder, path, session, wiped } = await openWiped();
  const findings = await runDoctor(environmentOf(session), { isRestoring: true });
  expect(findings[0]).toMatchObject({ state: 'repaired', subject: 'registry.json' });
  expect(findings[0]?.message).toContain('was without 3 versions it had before, is whole again');
  expect(listDeployed(path, 'majora')).toEqual(['v1']);
  expect(Object.keys(readS2File(path).models['majora']?.versions ?? {})).toEqual(['v1', 'v2', 'v3']);
  const torn = join(folder, 'registry.lastgood', 'torn');
  expect(readdirSync(torn).map(name => readFileSync(join(torn, name), 'utf8'))).toEqual([wiped]);
  expect(await examine(environmentOf(session))).toEqual([]);
});

test('one version that a save lost is told and put back; what the save brought stays', async () => {
  const { path, session } = await openWiped();
  await runDoctor(environmentOf(session), { isRestoring: true });
  changeAsS2(path, file => {
    const rows = file.models['majora']?.versions ?? {};
    delete rows['v2'];
    Object.assign(file.models, makeS2File('other', 2).models);
  });
  const found = await examine(environmentOf(session));
  expect(found.map(({ subject, state }) => [subject, state])).toEqual([['majora', 'needs-decision']]);
  await runDoctor(environmentOf(session), { isRestoring: true });
  expect(Object.keys(readS2File(path).models['majora']?.versions ?? {}).sort()).toEqual(['v1', 'v2', 'v3']);
  expect(Object.keys(readS2File(path).models['other']?.versions ?? {})).toEqual(['v1', 'v2']);
});
