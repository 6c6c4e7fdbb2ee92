import { readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildS0Registry, listS0Versions } from '../../support/s0-registry.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { runLastgood } from './command-line.ts';

const model = 'frontshift-rag';
const confirmed = ['--yes', '--confirm', `${model}@latest`];

/** What the original broke, done again through the command line. */
describe('defects of the original that are not here', () => {
  test('B0.8: an absolute text pointer is understood after the registry has moved to another place', async () => {
    const folder = createTemporaryFolder();
    const latest = { form: 'text-absolute', version: 'v1' } as const;
    buildS0Registry(join(folder, 'here'), { model, versions: listS0Versions(3), latest });
    renameSync(join(folder, 'here'), join(folder, 'there'));
    expect((await runLastgood(join(folder, 'there'), ['resolve', model])).out).toBe('v1\n');
  });

  test('B0.9: previous_version is what was live, not the last name in the alphabet', async () => {
    const root = createTemporaryFolder();
    const latest = { form: 'symlink', version: 'v11' } as const;
    buildS0Registry(root, { model, versions: listS0Versions(11), latest });
    await runLastgood(root, ['rollback', model, '--to', '10', '--reason', 'INC-1', ...confirmed]);
    await runLastgood(root, ['register', model, '--yes']);
    const metadata = JSON.parse(readFileSync(join(root, `${model}_v12`, 'metadata.json'), 'utf8'));
    expect(metadata).toMatchObject({ version: 'v12', previous_version: 'v10' });
  });

  test('B0.10: a model is not counted among the versions of one whose name begins alike', async () => {
    const root = createTemporaryFolder();
    buildS0Registry(root, { model: 'foo_v2', versions: [{ version: 'v9' }], latest: { form: 'none' } });
    const run = await runLastgood(root, ['register', 'foo', '--yes', '--json']);
    expect(run.json()).toMatchObject({ registration: { version: 'v1' } });
  });

  test('B0.11: a folder without metadata.json is no version to go to, and its number is not taken again', async () => {
    const root = createTemporaryFolder();
    const versions = [...listS0Versions(2), { version: 'v3', metadata: 'none' as const }];
    buildS0Registry(root, { model, versions, latest: { form: 'symlink', version: 'v2' } });
    const promoted = await runLastgood(root, ['promote', model, '--dry-run']);
    expect(promoted.out).toContain('latest already is v2');
    const run = await runLastgood(root, ['register', model, '--yes', '--json']);
    expect(run.json()).toMatchObject({ registration: { version: 'v4' } });
  });

  test('B0.14: two rollbacks in one second leave two logs', async () => {
    const root = createTemporaryFolder();
    const latest = { form: 'symlink', version: 'v3' } as const;
    buildS0Registry(root, { model, versions: listS0Versions(3), latest });
    for (const version of ['v2', 'v1']) {
      await runLastgood(root, ['rollback', model, '--to', version, '--reason', 'INC-1', ...confirmed]);
    }
    expect(readdirSync(join(root, 'rollback_logs'))).toHaveLength(2);
  });
});
