import { readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatHistoryEntry } from '../../../../src/core/history/parse-entry.ts';
import { buildS0Registry } from '../../../support/s0-registry.ts';
import { sampleChain } from '../../../support/sample-entries.ts';
import { createTemporaryFolder } from '../../../support/temporary-folder.ts';
import {
  brief,
  countRequests,
  listCopied,
  listFiles,
  type MirrorRig,
  openMirror,
  put,
  putFolder,
  sampleMetadata,
} from './mirror-rig.ts';

const models = ['frontshift-rag', 'intent', 'rag'];

/** Three models with two versions and a history each, as a folder. */
function buildModels(): string {
  const folder = createTemporaryFolder();
  for (const model of models) {
    const versions = [{ version: 'v1' }, { version: 'v2' }];
    buildS0Registry(folder, { model, versions, latest: { form: 'none' } });
  }
  return folder;
}

function putHistory({ emulator }: MirrorRig, model: string, length: number): void {
  for (const { entry } of sampleChain(length, { model })) {
    const name = `.lastgood/history/${model}/${String(entry.generation).padStart(8, '0')}.json`;
    put(emulator, name, formatHistoryEntry(entry));
  }
}

describe('a read of the bucket', () => {
  it('brings nothing from an empty prefix, and knows when it looked', async () => {
    const rig = await openMirror({ now: () => Date.UTC(2026, 10, 21, 3) });
    rig.emulator.putObject('bucket', 'elsewhere/rag_v1/metadata.json', '{}');
    expect(rig.mirror.getCondition().seenAt).toBeUndefined();
    const report = await rig.mirror.refresh();
    expect(report).toEqual({ objects: 0, fetched: 0, remade: [], differences: [] });
    expect(rig.mirror.getCondition()).toMatchObject({
      seenAt: '2026-11-21T03:00:00.000Z',
      isRefreshing: false,
    });
    expect((await rig.reader.loadIndex()).models).toEqual([]);
  });

  it.each(['packed', 'plain'] as const)('brings three models, %s', async how => {
    const rig = await openMirror();
    const folder = buildModels();
    putFolder(rig.emulator, folder, how);
    for (const model of models) putHistory(rig, model, 2);
    const report = await rig.mirror.refresh();
    const files = listFiles(folder);
    expect(report.differences.filter(({ kind }) => kind !== 'pointer-stale')).toEqual([]);
    expect(report.objects).toBe(files.length + 6);
    expect(listCopied(rig.root)).toEqual(
      [
        ...files,
        ...models.flatMap(model => [1, 2].map(n => `.lastgood/history/${model}/0000000${n}.json`)),
      ].sort(),
    );
    for (const name of files)
      expect(readFileSync(join(rig.root, name))).toEqual(readFileSync(join(folder, name)));
    const index = await rig.reader.loadIndex();
    expect(index.models.map(({ model, versions }) => [model, versions.length])).toEqual(
      models.map(model => [model, 2]),
    );
    expect(readlinkSync(join(rig.root, 'rag_latest'))).toBe('rag_v2');
    expect(readlinkSync(join(rig.root, 'latest'))).toBe('rag_v2');
    expect(countRequests(rig.emulator)).toEqual(
      how === 'packed' ? { list: 1 } : { list: 1, read: files.length },
    );
  });

  it('costs one list when nothing changed, on a machine that was started again too', async () => {
    const rig = await openMirror();
    putFolder(rig.emulator, buildModels(), 'plain');
    putHistory(rig, 'rag', 3);
    put(rig.emulator, 'latest', 'rag_v3', 'plain');
    await rig.mirror.refresh();
    rig.emulator.forgetRequests();
    expect(await rig.mirror.refresh()).toMatchObject({ fetched: 0 });
    const again = await openMirror(rig);
    expect(again.mirror.getCondition().seenAt).toBeUndefined();
    expect(await again.mirror.refresh()).toMatchObject({ fetched: 0 });
    expect(countRequests(rig.emulator)).toEqual({ list: 2 });
  });

  it('forgets what it saw without harm: what is here is compared and not fetched', async () => {
    const rig = await openMirror();
    putFolder(rig.emulator, buildModels(), 'plain');
    putHistory(rig, 'rag', 3);
    await rig.mirror.refresh();
    for (const name of ['mirror.json', 'mirror-objects']) rmSync(join(rig.root, '.lastgood', name));
    rig.emulator.forgetRequests();
    const again = await openMirror(rig);
    expect(await again.mirror.refresh()).toMatchObject({ fetched: 0 });
    expect(countRequests(rig.emulator)).toEqual({ list: 1 });
  });

  it('brings back what was deleted here', async () => {
    const rig = await openMirror();
    putFolder(rig.emulator, buildModels(), 'plain');
    await rig.mirror.refresh();
    rmSync(join(rig.root, 'rag_v1'), { recursive: true });
    expect(await rig.mirror.refresh()).toMatchObject({ fetched: 4, differences: [] });
  });

  it('leaves large files in the bucket until they are pulled', async () => {
    const rig = await openMirror();
    put(rig.emulator, 'rag_v1/metadata.json', sampleMetadata('rag', 'v1'));
    put(rig.emulator, 'rag_v1/weights.bin', new Uint8Array(8 * 1024 * 1024 + 1), 'plain');
    const { differences } = await rig.mirror.refresh();
    expect(brief(differences)).toEqual(['only-in-bucket rag_v1/weights.bin']);
    const transfers = await rig.mirror.describeTransfers('pull');
    expect(transfers).toMatchObject([
      {
        to: 'cache',
        act: 'add',
        unit: 'version',
        name: 'rag_v1',
        files: ['rag_v1/weights.bin'],
        sizeBytes: 8388609,
      },
    ]);
  });

  it('is shared by two that ask at once, and goes on when one of them gives up', async () => {
    const rig = await openMirror();
    putFolder(rig.emulator, buildModels(), 'packed');
    rig.emulator.setLatency(50);
    const giveUp = new AbortController();
    const one = rig.mirror.refresh({ signal: giveUp.signal });
    const other = rig.mirror.refresh();
    expect(rig.mirror.getCondition().isRefreshing).toBe(true);
    giveUp.abort(new Error('enough'));
    await expect(one).rejects.toThrow('enough');
    expect((await other).objects).toBe(24);
    expect(countRequests(rig.emulator)).toEqual({ list: 1 });
  });

  it('does not depend on the clock of the bucket', async () => {
    const rig = await openMirror();
    rig.emulator.setClockOffset(2 * 60 * 60 * 1000);
    putFolder(rig.emulator, buildModels(), 'plain');
    putHistory(rig, 'rag', 2);
    await rig.mirror.refresh();
    rig.emulator.setClockOffset(-2 * 60 * 60 * 1000);
    put(
      rig.emulator,
      '.lastgood/history/rag/00000003.json',
      formatHistoryEntry(sampleChain(3)[2]?.entry ?? fail()),
    );
    put(rig.emulator, 'rag_v3/metadata.json', sampleMetadata('rag', 'v3'));
    const report = await rig.mirror.refresh();
    expect(report.fetched).toBe(2);
    expect(readlinkSync(join(rig.root, 'rag_latest'))).toBe('rag_v3');
  });

  it('refuses a folder that is the copy of another bucket, and touches nothing', async () => {
    const rig = await openMirror();
    await rig.mirror.refresh();
    const path = join(rig.root, '.lastgood', 'mirror.json');
    const text = readFileSync(path, 'utf8').replace('gs://bucket/registry', 'gs://other/registry');
    writeFileSync(path, text);
    await expect(openMirror(rig)).rejects.toMatchObject({ code: 'invalid-configuration' });
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});

describe('names from the bucket', () => {
  it('that cannot be paths are shown and never written', async () => {
    const rig = await openMirror();
    const names = [
      'rag_v1/../../escape',
      '../escape',
      'rag_v1//metadata.json',
      'rag_v1/a\u0007b',
      'rag_v1/.hidden',
      'rag_v1/CON',
      '/etc/passwd',
      `rag_v1/${'x'.repeat(300)}`,
      '.lastgood/operations/x.json',
      '.lastgood/history/rag/1.json',
      '.lastgood/evidence/../../x',
      'rag_v01/metadata.json',
      'notes.txt',
      'nobody_latest',
    ];
    for (const name of names) put(rig.emulator, name, 'x');
    put(rig.emulator, 'rag_v1/', '');
    put(rig.emulator, 'rag_v1/metadata.json', sampleMetadata('rag', 'v1'));
    const { differences, objects } = await rig.mirror.refresh();
    expect(objects).toBe(names.length + 1);
    expect(differences.filter(({ kind }) => kind === 'stranger')).toHaveLength(names.length);
    expect(differences.map(({ name }) => name).join()).not.toContain('\u0007');
    expect(listCopied(rig.root)).toEqual(['rag_v1/metadata.json']);
  });

  it('that would lead through a link of the copy are not written', async () => {
    const rig = await openMirror();
    put(rig.emulator, 'rag_v1/metadata.json', sampleMetadata('rag', 'v1'));
    await rig.mirror.refresh();
    const outside = createTemporaryFolder();
    symlinkSync(outside, join(rig.root, 'rag_v2'));
    put(rig.emulator, 'rag_v2/metadata.json', sampleMetadata('rag', 'v2'));
    const { differences } = await rig.mirror.refresh();
    expect(brief(differences)).toEqual(['changed-here rag_v2/metadata.json']);
    expect(listFiles(outside)).toEqual([]);
  });

  it('are shown a hundred at most, and counted', async () => {
    const rig = await openMirror();
    for (let number = 0; number < 130; number += 1) put(rig.emulator, `notes-${number}.txt`, 'x', 'plain');
    const { differences } = await rig.mirror.refresh();
    expect(differences).toHaveLength(101);
    expect(differences.at(-1)).toMatchObject({ kind: 'stranger', name: '30 more' });
  });
});

function fail(): never {
  throw new Error('not there');
}
