import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  ensureFolder,
  formatTemporaryName,
  isTemporaryName,
  removeIfThere,
  replaceSymlinkDurably,
  writeFileDurably,
} from '../../../src/adapters/files/durable-write.ts';
import { createNodeFileSystem } from '../../../src/adapters/files/node-file-system.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const fileSystem = createNodeFileSystem();
const bytes = new TextEncoder().encode('new');

describe('durable writes', () => {
  test('a file is created or replaced, and nothing else is left in its folder', async () => {
    const folder = createTemporaryFolder();
    for (const text of ['first', 'second']) {
      await writeFileDurably(fileSystem, join(folder, 'a'), new TextEncoder().encode(text), randomUUID);
      expect(readFileSync(join(folder, 'a'), 'utf8')).toBe(text);
    }
    expect(readdirSync(folder)).toEqual(['a']);
  });

  test('a link is replaced by the file, its target is not written through', async () => {
    const folder = createTemporaryFolder();
    writeFileSync(join(folder, 'target'), 'old');
    symlinkSync('target', join(folder, 'a'));
    await writeFileDurably(fileSystem, join(folder, 'a'), bytes, randomUUID);
    expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('old');
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('new');
  });

  test('when it fails, the old file stands and the temporary one is gone', async () => {
    const folder = createTemporaryFolder();
    writeFileSync(join(folder, 'a'), 'old');
    const failing = {
      ...fileSystem,
      rename: async () => {
        throw Object.assign(new Error('EIO'), { code: 'EIO' });
      },
    };
    await expect(writeFileDurably(failing, join(folder, 'a'), bytes, randomUUID)).rejects.toMatchObject({
      code: 'EIO',
    });
    expect(readdirSync(folder)).toEqual(['a']);
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('old');
  });

  test('a pointer replaces nothing, a dangling link and a text file', async () => {
    const folder = createTemporaryFolder();
    const pointer = join(folder, 'latest');
    await replaceSymlinkDurably(fileSystem, 'v1', pointer, randomUUID);
    expect(readlinkSync(pointer)).toBe('v1');
    await replaceSymlinkDurably(fileSystem, 'v2', pointer, randomUUID);
    expect(readlinkSync(pointer)).toBe('v2');
    await writeFileDurably(fileSystem, pointer, bytes, randomUUID);
    await replaceSymlinkDurably(fileSystem, 'v3', pointer, randomUUID);
    expect(readlinkSync(pointer)).toBe('v3');
    expect(readdirSync(folder)).toEqual(['latest']);
  });

  test('a real folder in the place of a pointer stays as it is', async () => {
    const folder = createTemporaryFolder();
    mkdirSync(join(folder, 'latest'));
    const attempt = replaceSymlinkDurably(fileSystem, 'v1', join(folder, 'latest'), randomUUID);
    await expect(attempt).rejects.toMatchObject({ code: 'EISDIR' });
    expect(readdirSync(folder)).toEqual(['latest']);
  });

  test('a folder that must be there may be there, but nothing else in its place', async () => {
    const folder = createTemporaryFolder();
    await ensureFolder(fileSystem, join(folder, 'a'));
    await ensureFolder(fileSystem, join(folder, 'a'));
    symlinkSync('a', join(folder, 'link'));
    await expect(ensureFolder(fileSystem, join(folder, 'link'))).rejects.toMatchObject({ code: 'EEXIST' });
  });

  test('removing what is not there is no failure', async () => {
    const folder = createTemporaryFolder();
    writeFileSync(join(folder, 'a'), '');
    expect(await removeIfThere(fileSystem, join(folder, 'a'))).toBe(true);
    expect(await removeIfThere(fileSystem, join(folder, 'a'))).toBe(false);
    await expect(removeIfThere(fileSystem, folder)).rejects.toMatchObject({
      code: expect.stringMatching(/EISDIR|EPERM/),
    });
  });

  test('temporary names are known again', () => {
    expect(isTemporaryName(formatTemporaryName(randomUUID()))).toBe(true);
    expect(isTemporaryName('.lastgood')).toBe(false);
    expect(isTemporaryName('metadata.json')).toBe(false);
  });
});
