import { mkdirSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { examine, runDoctor } from '../../../src/core/apply/run-doctor.ts';
import { loadOverview } from '../../../src/core/session/load-overview.ts';
import {
  environmentOf,
  openRegistry,
  promote,
  rollBack,
  writeS0Registry,
} from '../../support/registry-rig.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

function createS0(): string {
  const root = createTemporaryFolder();
  writeS0Registry(root, 'rag', 3);
  return root;
}

async function createRolledBack(): Promise<string> {
  const root = createS0();
  await promote(openRegistry(root), 'rag', 'v2');
  await rollBack(openRegistry(root), 'rag', 'v1');
  return root;
}

async function findDamage(root: string): Promise<readonly string[]> {
  const session = openRegistry(root);
  const [looked, repaired] = [await examine(session), await runDoctor(environmentOf(session))];
  expect(repaired).toEqual(looked);
  return looked
    .filter(({ state }) => state === 'damaged')
    .map(({ subject, message }) => `${subject}: ${message}`);
}

describe('a damaged version is found, live or not', () => {
  test.each([
    ['torn', (path: string) => truncateSync(path, 20)],
    ['empty', (path: string) => truncateSync(path, 0)],
    ['too deep', (path: string) => writeFileSync(path, '['.repeat(5000))],
    ['oversized', (path: string) => truncateSync(path, 1024 * 1024 * 1024)],
    [
      'a link',
      (path: string) => {
        rmSync(path);
        symlinkSync('../rag_v1/metadata.json', path);
      },
    ],
  ])('%s', async (_, damage) => {
    const root = createS0();
    damage(join(root, 'rag_v2/metadata.json'));
    expect(await findDamage(root)).toEqual([expect.stringMatching(/^rag v2: metadata\.json is /)]);
  });
});

test('a pointer that names a version that is gone is found in a registry lastgood never wrote', async () => {
  const root = createS0();
  rmSync(join(root, 'latest'), { force: true });
  symlinkSync('rag_v9', join(root, 'latest'));
  expect(await findDamage(root)).toContainEqual(
    expect.stringMatching(/latest names .*v9, which does not exist/),
  );
});

test('a registry file that is gone beside a history is found', async () => {
  const root = await createRolledBack();
  rmSync(join(root, '.lastgood/registry.json'));
  expect(await findDamage(root)).toEqual(['.lastgood/registry.json: is missing, and there is a history']);
});

describe('a history that was longer once', () => {
  test('is told by the rollback log of an operation that is not in it', async () => {
    const root = await createRolledBack();
    const history = join(root, '.lastgood/history/rag');
    const generations = readdirSync(history).sort();
    rmSync(join(history, generations.at(-1) ?? ''), { recursive: true });
    const words = /history is truncated: entry \d+ and later are gone: rollback_logs names operation [\w-]+$/;
    expect(await findDamage(root)).toEqual([expect.stringMatching(words)]);
    const { models } = await loadOverview(openRegistry(root));
    expect(models[0]?.status.concerns[0]).toMatchObject({ severity: 'critical', kind: 'history-damaged' });
    await expect(promote(openRegistry(root), 'rag', 'v3')).rejects.toThrow('history-damaged');
    rmSync(join(root, 'rollback_logs'), { recursive: true });
    expect((await promote(openRegistry(root), 'rag', 'v3')).outcome).toBe('applied');
  });

  test('is told by a pointer of ours when all of it is gone', async () => {
    const root = createS0();
    await promote(openRegistry(root), 'rag', 'v2');
    rmSync(join(root, '.lastgood/history/rag'), { recursive: true });
    expect(await examine(openRegistry(root))).toMatchObject([
      {
        subject: 'rag',
        state: 'needs-decision',
        message: expect.stringContaining('no history yet though rag_latest stands'),
      },
    ]);
    const { models } = await loadOverview(openRegistry(root));
    expect(models[0]?.status.concerns[0]).toMatchObject({ severity: 'critical', kind: 'no-history' });
    expect((await promote(openRegistry(root), 'rag', 'v3')).outcome).toBe('applied');
  });

  test('is not suspected while logs and history agree', async () => {
    expect(await examine(openRegistry(await createRolledBack()))).toEqual([]);
  });
});

test('leftovers are removed too where a first write never got as far as the registry file', async () => {
  const root = createS0();
  mkdirSync(join(root, '.lastgood/tmp'), { recursive: true });
  writeFileSync(join(root, '.lastgood/tmp/left'), '');
  const later = openRegistry(root, { nowMs: () => Date.now() + 60 * 60 * 1000 });
  expect(await runDoctor(environmentOf(later))).toMatchObject([
    { subject: '.lastgood/tmp/left', state: 'repaired' },
  ]);
  expect(readdirSync(join(root, '.lastgood/tmp'))).toEqual([]);
});
