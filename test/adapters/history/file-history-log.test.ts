import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createNodeFileSystem } from '../../../src/adapters/files/node-file-system.ts';
import { removeLeftovers } from '../../../src/adapters/history/remove-leftovers.ts';
import type { FileSystem } from '../../../src/core/ports/file-system.ts';
import type { HistoryDefect, HistoryLog } from '../../../src/core/ports/history-log.ts';
import { appendChain, describeHistoryLog } from '../../contracts/history-log.ts';
import { openFileHistory, withoutHardLinks } from '../../support/file-history.ts';
import { sampleEntry, sha256OfText } from '../../support/sample-entries.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const nodeFileSystem = createNodeFileSystem();

function modelFolder(root: string): string {
  return join(root, '.lastgood/history/rag');
}

function rigOn(fileSystem: FileSystem): Parameters<typeof describeHistoryLog>[1] {
  return {
    open: async writers => {
      const root = createTemporaryFolder();
      return Array.from({ length: writers }, () => openFileHistory(root, fileSystem));
    },
    openWithDefects: async defects => {
      const root = createTemporaryFolder();
      mkdirSync(modelFolder(root), { recursive: true });
      for (const defect of defects) writeDefect(root, defect);
      return openFileHistory(root, fileSystem);
    },
  };
}

function writeDefect(root: string, defect: HistoryDefect): void {
  const text = defect.fault === 'too-new' ? '{"format":4}' : '{"format":1,"model":"ra';
  writeFileSync(join(modelFolder(root), `${String(defect.generation).padStart(8, '0')}.json`), text);
}

async function openWithChain(length: number): Promise<{ readonly root: string; readonly log: HistoryLog }> {
  const root = createTemporaryFolder();
  const log = openFileHistory(root);
  await appendChain(log, length);
  return { root, log };
}

describeHistoryLog('on files, by hard link', rigOn(nodeFileSystem));
describeHistoryLog('on files, by renaming a folder', rigOn(withoutHardLinks(nodeFileSystem)));

describe('a history on files', () => {
  test('is one canonical JSON file for each generation, whose sha256 is its digest', async () => {
    const { root, log } = await openWithChain(2);
    expect(readdirSync(modelFolder(root)).sort()).toEqual(['00000001.json', '00000002.json']);
    const text = readFileSync(join(modelFolder(root), '00000002.json'), 'utf8');
    expect(text).toMatch(/^\{"action":"promote",.*\}\n$/);
    const read = await log.readHistory('rag');
    expect(read.entries[1]?.digest).toBe(sha256OfText(text));
    expect(readdirSync(join(root, '.lastgood/tmp'))).toEqual([]);
  });

  test('reading writes nothing', async () => {
    const root = createTemporaryFolder();
    const log = openFileHistory(root);
    await log.listModels();
    await log.readHistory('rag');
    await log.findHeadGeneration('rag');
    expect(readdirSync(root)).toEqual([]);
  });

  test('names that are no generations are passed over', async () => {
    const { root, log } = await openWithChain(1);
    for (const name of [
      '00000002.json.swp',
      '2.json',
      '00000000.json',
      '0000000002.json',
      '.00000003.json',
    ]) {
      writeFileSync(join(modelFolder(root), name), 'x');
    }
    writeFileSync(join(root, '.lastgood/history/stray-file'), 'x');
    mkdirSync(join(root, '.lastgood/history/empty-model'));
    expect(await log.findHeadGeneration('rag')).toBe(1);
    expect(await log.readHistory('rag')).toMatchObject({ entries: [{}], defects: [] });
    expect(await log.listModels()).toEqual(['rag']);
  });

  test('an entry that stands in the wrong place is damage', async () => {
    const { root, log } = await openWithChain(1);
    const text = readFileSync(join(modelFolder(root), '00000001.json'), 'utf8');
    writeFileSync(join(modelFolder(root), '00000002.json'), text);
    mkdirSync(join(root, '.lastgood/history/other'));
    writeFileSync(join(root, '.lastgood/history/other/00000001.json'), text);
    expect((await log.readHistory('rag')).defects).toEqual([
      { generation: 2, fault: 'damaged', problem: 'it says it is entry 1' },
    ]);
    expect((await log.readHistory('other')).defects).toEqual([
      { generation: 1, fault: 'damaged', problem: 'it belongs to the model rag' },
    ]);
  });

  test('a link in the place of an entry is damage and is not followed', async () => {
    const { root, log } = await openWithChain(1);
    symlinkSync('00000001.json', join(modelFolder(root), '00000002.json'));
    symlinkSync('nowhere', join(modelFolder(root), '00000003.json'));
    const read = await log.readHistory('rag');
    expect(read.defects.map(defect => [defect.generation, defect.fault])).toEqual([
      [2, 'damaged'],
      [3, 'damaged'],
    ]);
    await expect(log.appendEntry(sampleEntry(3))).rejects.toMatchObject({ code: 'history-damaged' });
  });

  test('an empty folder in the place of an entry is damage', async () => {
    const { root, log } = await openWithChain(1);
    mkdirSync(join(modelFolder(root), '00000002.json'));
    expect((await log.readHistory('rag')).defects).toEqual([
      { generation: 2, fault: 'damaged', problem: 'no entry in it' },
    ]);
  });

  test('a far-away generation does not make reading endless', async () => {
    const { root, log } = await openWithChain(2);
    writeFileSync(join(modelFolder(root), '99999999.json'), '{}');
    const read = await log.readHistory('rag');
    expect(read.entries).toHaveLength(2);
    expect(read.defects).toMatchObject([{ generation: 99_999_999 }]);
  });

  test('writers that claim by link and by folder never both win', async () => {
    const root = createTemporaryFolder();
    await appendChain(openFileHistory(root), 1);
    const registryFile = join(root, '.lastgood/registry.json');
    const byLink = readFileSync(registryFile, 'utf8');
    const { entries } = await openFileHistory(root).readHistory('rag');
    const link = { previousDigest: entries[0]?.digest ?? null };
    await openFileHistory(root).appendEntry(sampleEntry(2, link));
    writeFileSync(registryFile, byLink.replace('"link"', '"rename-folder"'));
    const late = sampleEntry(2, { ...link, operationId: 'late' });
    expect(await openFileHistory(root).appendEntry(late)).toMatchObject({ outcome: 'taken' });
  });

  test('a client that cannot claim the way the registry demands writes nothing', async () => {
    const { root } = await openWithChain(1);
    const { entries } = await openFileHistory(root).readHistory('rag');
    const log = openFileHistory(root, withoutHardLinks(nodeFileSystem));
    const next = sampleEntry(2, { previousDigest: entries[0]?.digest ?? null });
    await expect(log.appendEntry(next)).rejects.toMatchObject({ code: 'permission-denied' });
    expect(await log.findHeadGeneration('rag')).toBe(1);
    expect(readdirSync(join(root, '.lastgood/tmp'))).toEqual([]);
  });

  test('leftovers of killed writers are removed once they are old, and never read', async () => {
    const { root, log } = await openWithChain(1);
    const temporary = join(root, '.lastgood/tmp');
    writeFileSync(join(temporary, 'a'), '{"format":1');
    mkdirSync(join(temporary, 'b'));
    writeFileSync(join(temporary, 'b/entry.json'), '{"format":1');
    const inAnHour = (): number => Date.now() + 3_600_000;
    expect(await removeLeftovers(nodeFileSystem, root, 3_600_000, Date.now)).toEqual([]);
    expect(await removeLeftovers(nodeFileSystem, root, 60_000, inAnHour)).toEqual(['a', 'b']);
    expect(readdirSync(temporary)).toEqual([]);
    expect(await log.readHistory('rag')).toMatchObject({ entries: [{}], defects: [] });
    expect(await removeLeftovers(nodeFileSystem, createTemporaryFolder(), 0, Date.now)).toEqual([]);
  });

  test('a registry whose folder is gone is a failure of the file system, with nothing made', async () => {
    const root = createTemporaryFolder();
    rmSync(root, { recursive: true });
    await expect(openFileHistory(root).appendEntry(sampleEntry(1))).rejects.toMatchObject({
      code: 'file-system-failed',
    });
  });
});
