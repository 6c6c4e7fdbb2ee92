import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createNodeFileSystem } from '../../../src/adapters/files/node-file-system.ts';
import { placeHistory } from '../../../src/adapters/history/history-place.ts';
import { ensureRegistryFile, readRegistryFile } from '../../../src/adapters/history/registry-file.ts';
import { openFileHistory, withoutHardLinks } from '../../support/file-history.ts';
import { sampleEntry } from '../../support/sample-entries.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const fileSystem = createNodeFileSystem();
const author = { createdAt: '2026-11-21T03:00:00.000Z', tool: 'lastgood test' };

function createCounter(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `id-${count}-${process.hrtime.bigint()}`;
  };
}

function writeRegistryFile(root: string, text: string): void {
  mkdirSync(join(root, '.lastgood'));
  writeFileSync(join(root, '.lastgood/registry.json'), text);
}

describe('the registry file', () => {
  test('a registry nobody has written has none', async () => {
    expect(await readRegistryFile(fileSystem, placeHistory(createTemporaryFolder()))).toEqual({
      found: 'none',
    });
  });

  test.each([
    ['link', fileSystem],
    ['rename-folder', withoutHardLinks(fileSystem)],
  ] as const)('is made by the first writer and says %s', async (appendMethod, used) => {
    const place = placeHistory(createTemporaryFolder());
    const registry = await ensureRegistryFile(used, place, author, createCounter());
    expect(registry).toEqual({ format: 1, registryId: expect.any(String), appendMethod, ...author });
    expect(await readRegistryFile(used, place)).toEqual({ found: 'registry', registry });
    expect(await ensureRegistryFile(used, place, { ...author, tool: 'other' }, createCounter())).toEqual(
      registry,
    );
  });

  test.each([
    ['with links', fileSystem],
    ['without links', withoutHardLinks(fileSystem)],
  ] as const)('sixteen first writers %s agree on one', async (_, used) => {
    const place = placeHistory(createTemporaryFolder());
    const registries = await Promise.all(
      Array.from({ length: 16 }, (_value, writer) =>
        ensureRegistryFile(used, place, { ...author, tool: `writer ${writer}` }, createCounter()),
      ),
    );
    expect(new Set(registries.map(registry => registry.registryId)).size).toBe(1);
  });

  test('the method is never chosen again', async () => {
    const place = placeHistory(createTemporaryFolder());
    await ensureRegistryFile(fileSystem, place, author, createCounter());
    const later = await ensureRegistryFile(withoutHardLinks(fileSystem), place, author, createCounter());
    expect(later.appendMethod).toBe('link');
  });

  test('of a newer format everything can be read and nothing written', async () => {
    const root = createTemporaryFolder();
    await openFileHistory(root).appendEntry(sampleEntry(1));
    const path = join(root, '.lastgood/registry.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"format":1', '"format":2'));
    const log = openFileHistory(root);
    expect((await log.readHistory('rag')).entries).toHaveLength(1);
    const [stored] = (await log.readHistory('rag')).entries;
    const next = sampleEntry(2, { previousDigest: stored?.digest ?? null });
    await expect(log.appendEntry(next)).rejects.toMatchObject({ code: 'format-too-new' });
    expect(await readRegistryFile(fileSystem, placeHistory(root))).toEqual({ found: 'too-new', format: 2 });
    expect(await log.findHeadGeneration('rag')).toBe(1);
  });

  test.each([
    ['torn', '{"format":1,'],
    ['empty', ''],
    ['a list', '[]'],
    ['without a format', '{}'],
    ['with half of its fields', '{"format":1,"registryId":"a"}'],
    [
      'with an unknown method',
      '{"format":1,"registryId":"a","createdAt":"b","tool":"c","appendMethod":"\\u001b[2J"}',
    ],
    ['nested too deep', '['.repeat(100_000)],
  ])('%s, it stops every write and is left as it is', async (_, text) => {
    const root = createTemporaryFolder();
    writeRegistryFile(root, text);
    expect(await readRegistryFile(fileSystem, placeHistory(root))).toMatchObject({ found: 'unreadable' });
    await expect(openFileHistory(root).appendEntry(sampleEntry(1))).rejects.toMatchObject({
      code: 'history-damaged',
      message: expect.not.stringContaining('\x1b'),
    });
    expect(readFileSync(join(root, '.lastgood/registry.json'), 'utf8')).toBe(text);
  });

  test('a link in the place of .lastgood is not followed by a writer', async () => {
    const root = createTemporaryFolder();
    symlinkSync(createTemporaryFolder(), join(root, '.lastgood'));
    await expect(openFileHistory(root).appendEntry(sampleEntry(1))).rejects.toMatchObject({
      code: 'file-system-failed',
    });
  });
});
