import { closeSync, existsSync, openSync, readFileSync, rmSync, utimesSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createNodeFileSystem } from '../../../src/adapters/files/node-file-system.ts';
import { examine, runDoctor } from '../../../src/core/apply/run-doctor.ts';
import { loadModel } from '../../../src/core/session/load-model.ts';
import { openCatalog } from '../../support/catalog-rig.ts';
import { apply, environmentOf, planPromote } from '../../support/registry-rig.ts';
import { listDeployed, makeS2File, readS2File, writeS2File } from '../../support/s2-catalog.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

/** Three versions, v1 promoted. */
async function openPromoted() {
  const path = join(createTemporaryFolder(), 'registry.json');
  writeS2File(path, makeS2File('majora', 3));
  const session = openCatalog(path);
  await apply(session, await planPromote(session, 'majora', 'v1', 'deployed'));
  return { path, session };
}

test('doctor waits for a save in place to end, and repairs nothing of it', async () => {
  const { path, session } = await openPromoted();
  const theirs = readS2File(path);
  Object.assign(theirs.models, makeS2File('other', 1).models);
  const text = JSON.stringify(theirs, undefined, 2);
  const file = openSync(path, 'w');
  writeSync(file, text.slice(0, 900));
  const repairing = runDoctor(environmentOf(session));
  const looking = loadModel(session, 'majora');
  setTimeout(() => {
    writeSync(file, text.slice(900));
    closeSync(file);
  }, 300);
  expect(await repairing).toEqual([]);
  expect((await looking).status.concerns).toEqual([]);
  expect(readFileSync(path, 'utf8')).toBe(text);
  expect(existsSync(join(dirname(path), 'registry.lastgood', 'torn'))).toBe(false);
});

test('what nobody has touched for a while is torn, and repaired', async () => {
  const { path, session } = await openPromoted();
  const text = readFileSync(path, 'utf8');
  const file = openSync(path, 'w');
  writeSync(file, text.slice(0, 900));
  closeSync(file);
  utimesSync(path, new Date(0), new Date(0));
  const findings = await runDoctor(environmentOf(session));
  expect(findings.map(({ state }) => state)).toEqual(['repaired']);
  expect(listDeployed(path, 'majora')).toEqual(['v1']);
});

test('a file that was removed is told and shown, and the next write makes it again', async () => {
  const { path, session } = await openPromoted();
  rmSync(path);
  const { status } = await loadModel(session, 'majora');
  expect(status.index.versions.map(({ version }) => version)).toEqual(['v1', 'v2', 'v3']);
  expect(status.effective.aliases.get('deployed')?.version).toBe('v1');
  const gone = 'registry.json is gone; shown is what it said before';
  expect(status.concerns[0]?.message).toContain(gone);
  expect((await examine(environmentOf(session)))[0]?.message).toContain(gone);
  const receipt = await apply(session, await planPromote(session, 'majora', 'v2', 'deployed'));
  expect(receipt.outcome).toBe('applied');
  expect(listDeployed(path, 'majora')).toEqual(['v2']);
});

test('doctor makes a removed file again', async () => {
  const { path, session } = await openPromoted();
  rmSync(path);
  await runDoctor(environmentOf(session));
  expect(listDeployed(path, 'majora')).toEqual(['v1']);
  expect(await examine(environmentOf(session))).toEqual([]);
});

test('a save in place at the moment of our rename is kept beside, and told', async () => {
  const { path } = await openPromoted();
  const inner = createNodeFileSystem();
  const theirs = makeS2File('theirs', 1);
  let isDue = true;
  const fileSystem = {
    ...inner,
    rename: async (from: string, to: string) => {
      if (to === path && isDue) {
        isDue = false;
        writeS2File(path, theirs);
      }
      await inner.rename(from, to);
    },
  };
  const session = openCatalog(path, { fileSystem });
  const receipt = await apply(session, await planPromote(session, 'majora', 'v2', 'deployed'));
  expect(receipt.outcome).toBe('applied');
  const kept = receipt.steps.map(({ problem }) => /kept in (\S+)$/.exec(problem ?? '')?.[1]).find(Boolean);
  expect(kept).toMatch(/^registry\.lastgood\/lost\//);
  expect(readS2File(join(dirname(path), kept ?? ''))).toEqual(theirs);
});

test('a save by a rename before our last look is not replaced', async () => {
  const { path } = await openPromoted();
  const inner = createNodeFileSystem();
  let isDue = true;
  const fileSystem = {
    ...inner,
    link: async (from: string, to: string) => {
      await inner.link(from, to);
      if (from !== path || !isDue) return;
      isDue = false;
      const file = readS2File(path);
      Object.assign(file.models, makeS2File('theirs', 1).models);
      writeS2File(`${path}.s2`, file);
      await inner.rename(`${path}.s2`, path);
    },
  };
  const session = openCatalog(path, { fileSystem });
  expect((await apply(session, await planPromote(session, 'majora', 'v2', 'deployed'))).outcome).toBe(
    'applied',
  );
  expect(Object.keys(readS2File(path).models)).toEqual(['majora', 'theirs']);
  expect(listDeployed(path, 'majora')).toEqual(['v2']);
});
