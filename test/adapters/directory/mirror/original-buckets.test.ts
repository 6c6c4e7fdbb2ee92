import { lstatSync, readFileSync, readlinkSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatHistoryEntry } from '../../../../src/core/history/parse-entry.ts';
import { buildS0Registry } from '../../../support/s0-registry.ts';
import { sampleChain } from '../../../support/sample-entries.ts';
import { createTemporaryFolder } from '../../../support/temporary-folder.ts';
import { brief, type MirrorRig, openMirror, put, putFolder } from './mirror-rig.ts';

const model = 'frontshift-rag';
const rollbackLogs = [{ previousVersion: '3', targetVersion: `${model}_v2` }];

/** A bucket as S0 pushes it: files only, the link `latest` left out by its copying tool. */
async function openOriginal(): Promise<MirrorRig & { readonly folder: string }> {
  const rig = await openMirror();
  const folder = createTemporaryFolder();
  const versions = ['v1', 'v2', 'v3'].map(version => ({ version }));
  buildS0Registry(folder, { model, versions, latest: { form: 'none' }, rollbackLogs });
  putFolder(rig.emulator, folder, 'plain');
  return { ...rig, folder };
}

async function findLatest(rig: MirrorRig) {
  const [index] = (await rig.reader.loadIndex()).models;
  return index?.pointers.find(({ target }) => target === 'latest')?.reading;
}

describe('a bucket that S0 has filled', () => {
  it('and that has no latest has versions and nothing live', async () => {
    const rig = await openOriginal();
    expect((await rig.mirror.refresh()).differences).toEqual([]);
    const [index] = (await rig.reader.loadIndex()).models;
    expect(index).toMatchObject({ model, pointers: [], foreignRollbacks: [{ version: 'v3', target: 'v2' }] });
    expect(index?.versions).toHaveLength(3);
    expect((await rig.reader.loadVersions(model, ['v2'], 'everything'))[0]?.whole).toBe('complete');
  });

  it.each([
    ['a path of another machine', `/srv/ci/registry/${model}_v2\n`],
    ['a name', `${model}_v2`],
    ['a path of Windows', `C:\\registry\\${model}_v2`],
  ])('and whose latest is the text of %s has that version live', async (_, text) => {
    const rig = await openOriginal();
    put(rig.emulator, 'latest', text, 'plain');
    expect((await rig.mirror.refresh()).differences).toEqual([]);
    expect(readlinkSync(join(rig.root, 'latest'))).toBe(`${model}_v2`);
    expect(await findLatest(rig)).toEqual({ state: 'names', version: 'v2' });
  });

  it('follows latest when it is written again, and leaves alone what was changed here', async () => {
    const rig = await openOriginal();
    put(rig.emulator, 'latest', `${model}_v2`, 'plain');
    await rig.mirror.refresh();
    put(rig.emulator, 'latest', `${model}_v3`, 'plain');
    await rig.mirror.refresh();
    expect(readlinkSync(join(rig.root, 'latest'))).toBe(`${model}_v3`);
    unlinkSync(join(rig.root, 'latest'));
    symlinkSync(`${model}_v1`, join(rig.root, 'latest'));
    const { differences } = await rig.mirror.refresh();
    expect(differences).toMatchObject([{ kind: 'changed-here', name: 'latest' }]);
    expect(readlinkSync(join(rig.root, 'latest'))).toBe(`${model}_v1`);
  });

  it('and whose latest is deleted there has nothing live any more, and says so until there is one again', async () => {
    const rig = await openOriginal();
    put(rig.emulator, 'latest', `${model}_v2`, 'plain');
    await rig.mirror.refresh();
    rig.emulator.removeObject('bucket', 'registry/latest');
    for (const machine of [rig, await openMirror(rig)]) {
      const { differences } = await machine.mirror.refresh();
      expect(differences).toMatchObject([{ kind: 'gone-from-bucket', name: 'latest' }]);
      expect(differences[0]?.detail).toContain(`${model}_v2`);
      expect(lstatSync(join(rig.root, 'latest'), { throwIfNoEntry: false })).toBeUndefined();
      expect(await machine.mirror.describeTransfers('push')).toEqual([]);
    }
    put(rig.emulator, 'latest', `${model}_v3`, 'plain');
    expect((await rig.mirror.refresh()).differences).toEqual([]);
    expect(readlinkSync(join(rig.root, 'latest'))).toBe(`${model}_v3`);
  });

  it('and whose latest is deleted there leaves a link alone that was changed here', async () => {
    const rig = await openOriginal();
    put(rig.emulator, 'latest', `${model}_v2`, 'plain');
    await rig.mirror.refresh();
    unlinkSync(join(rig.root, 'latest'));
    symlinkSync(`${model}_v1`, join(rig.root, 'latest'));
    rig.emulator.removeObject('bucket', 'registry/latest');
    const { differences } = await rig.mirror.refresh();
    expect(brief(differences)).toEqual(['gone-from-bucket latest']);
    expect(readlinkSync(join(rig.root, 'latest'))).toBe(`${model}_v1`);
  });

  it('for the first time from a folder gets its pointers too, as its own tool never managed', async () => {
    const rig = await openOriginal();
    buildS0Registry(rig.root, {
      model,
      versions: [{ version: 'v1' }, { version: 'v2' }],
      latest: { form: 'none' },
    });
    symlinkSync(`/srv/ci/registry/${model}_v2`, join(rig.root, 'latest'));
    symlinkSync(`${model}_v1`, join(rig.root, `${model}_prod`));
    symlinkSync('nobody_v1', join(rig.root, 'nobody_prod'));
    const { differences } = await rig.mirror.refresh();
    const pointers = differences.filter(({ name }) => !name.includes('/') && !/_v\d+$/.test(name));
    expect(brief(pointers)).toEqual([`only-here ${model}_prod`, 'only-here latest']);
    const pushes = await rig.mirror.describeTransfers('push');
    expect(pushes.filter(({ unit }) => unit === 'pointer').map(({ name }) => name)).toEqual([
      `${model}_prod`,
      'latest',
    ]);
  });

  it('does not take a latest for a pointer that is too long or leads elsewhere', async () => {
    const rig = await openOriginal();
    for (const text of ['x'.repeat(9000), '../../etc/passwd', '']) {
      put(rig.emulator, 'latest', text, 'plain');
      await rig.mirror.refresh();
      expect(lstatSync(join(rig.root, 'latest'), { throwIfNoEntry: false })).toBeUndefined();
    }
  });

  it.each(['latest', `${model}_prod`])(
    'and whose %s became a folder has the version live that it is a copy of',
    async pointer => {
      const rig = await openOriginal();
      for (const name of ['metadata.json', 'summary.json', 'bias_report.json'])
        put(rig.emulator, `${pointer}/${name}`, readFileSync(join(rig.folder, `${model}_v2`, name)), 'plain');
      rig.emulator.forgetRequests();
      const { differences } = await rig.mirror.refresh();
      expect(differences).toMatchObject([{ kind: 'pointer-is-folder', name: pointer }]);
      expect(differences[0]?.detail).toContain('3 files lie');
      expect(readlinkSync(join(rig.root, pointer))).toBe(`${model}_v2`);
      expect(rig.emulator.requests.filter(({ name }) => name?.includes(`${pointer}/`))).toEqual([]);
    },
  );

  it('and whose folder latest is a copy of nothing there goes by the version it names', async () => {
    const rig = await openOriginal();
    put(
      rig.emulator,
      'latest/metadata.json',
      JSON.stringify({ model_name: model, version: 'v1', mine: 1 }),
      'plain',
    );
    await rig.mirror.refresh();
    expect(readlinkSync(join(rig.root, 'latest'))).toBe(`${model}_v1`);
    rig.emulator.forgetRequests();
    await rig.mirror.refresh();
    expect(rig.emulator.requests.map(({ kind }) => kind)).toEqual(['list']);
  });

  it('shows the version that came back after it was deleted, and the one that is gone', async () => {
    const rig = await openOriginal();
    await rig.mirror.refresh();
    const names = ['metadata.json', 'summary.json', 'bias_report.json', 'pipeline_config.json'];
    for (const name of names) rig.emulator.removeObject('bucket', `registry/${model}_v1/${name}`);
    expect(brief((await rig.mirror.refresh()).differences)).toEqual([`gone-from-bucket ${model}_v1`]);
    putFolder(rig.emulator, rig.folder, 'plain');
    expect((await rig.mirror.refresh()).differences).toEqual([]);
    rmSync(join(rig.root, `${model}_v3`), { recursive: true });
    expect((await rig.mirror.refresh()).differences).toEqual([]);
    expect((await rig.reader.loadIndex()).models[0]?.versions).toHaveLength(3);
  });

  it('lets the history decide once there is one, whatever the old pointer says', async () => {
    const rig = await openOriginal();
    put(rig.emulator, 'latest', `${model}_v3`, 'plain');
    put(rig.emulator, 'latest/metadata.json', '{}', 'plain');
    for (const { entry } of sampleChain(2, { model }))
      put(
        rig.emulator,
        `.lastgood/history/${model}/0000000${entry.generation}.json`,
        formatHistoryEntry(entry),
      );
    const { differences } = await rig.mirror.refresh();
    expect(readlinkSync(join(rig.root, 'latest'))).toBe(`${model}_v2`);
    expect(brief(differences)).toEqual([
      `pointer-is-folder latest`,
      `pointer-stale ${model}_latest`,
      'pointer-stale latest',
    ]);
    const transfers = await rig.mirror.describeTransfers('push');
    expect(transfers.map(({ unit, name }) => `${unit} ${name}`)).toEqual([
      `pointer latest`,
      `pointer ${model}_latest`,
    ]);
  });
});
