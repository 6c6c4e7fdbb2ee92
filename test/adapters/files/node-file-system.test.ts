import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createNodeFileSystem } from '../../../src/adapters/files/node-file-system.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const fileSystem = createNodeFileSystem();
const bytes = new TextEncoder().encode('hello');

describe('the node file system', () => {
  test('a created file has all its bytes, however many', async () => {
    const path = join(createTemporaryFolder(), 'a');
    const large = new Uint8Array(5_000_000).fill(7);
    await fileSystem.createFile(path, large);
    expect(Buffer.compare(readFileSync(path), large)).toBe(0);
    expect(Buffer.compare(await fileSystem.readFile(path, 5_000_000), large)).toBe(0);
  });

  test('a file that could not be filled is not left behind', () => {
    const folder = createTemporaryFolder();
    writeFileSync(join(folder, 'source'), new Uint8Array(100_000));
    const module = new URL('../../../src/adapters/files/node-file-system.ts', import.meta.url);
    const script = `
      const { createNodeFileSystem } = await import(${JSON.stringify(module.href)});
      const fileSystem = createNodeFileSystem();
      const attempts = [fileSystem.createFile('a', new Uint8Array(100_000)), fileSystem.copyFile('source', 'b')];
      for (const { reason } of await Promise.allSettled(attempts)) console.log(reason?.code);`;
    // Files of this process may not grow beyond some KiB, as if the disk were full then.
    const shell = 'trap "" XFSZ; ulimit -f 16; exec "$0" --input-type=module --eval "$1"';
    const out = execFileSync('bash', ['-c', shell, process.execPath, script], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(out.trim().split('\n')).toEqual(['EFBIG', 'EFBIG']);
    expect(readdirSync(folder)).toEqual(['source']);
  });

  test('a file, a link or a folder in its place is never written over', async () => {
    const folder = createTemporaryFolder();
    writeFileSync(join(folder, 'file'), 'old');
    symlinkSync('elsewhere', join(folder, 'link'));
    mkdirSync(join(folder, 'folder'));
    for (const name of ['file', 'link', 'folder']) {
      await expect(fileSystem.createFile(join(folder, name), bytes)).rejects.toMatchObject({
        code: 'EEXIST',
      });
      await expect(fileSystem.link(join(folder, 'file'), join(folder, name))).rejects.toMatchObject({
        code: 'EEXIST',
      });
      await expect(fileSystem.makeFolder(join(folder, name))).rejects.toMatchObject({ code: 'EEXIST' });
    }
    expect(await fileSystem.findFacts(join(folder, 'elsewhere'))).toBeUndefined();
  });

  test('reading stops at the limit', async () => {
    const path = join(createTemporaryFolder(), 'a');
    writeFileSync(path, bytes);
    expect(await fileSystem.readFile(path, 5)).toEqual(Buffer.from(bytes));
    await expect(fileSystem.readFile(path, 4)).rejects.toMatchObject({ code: 'EFBIG' });
  });

  test('a file that says it is empty is read to its end', async () => {
    const read = await fileSystem.readFile('/proc/self/status', 100_000);
    expect(new TextDecoder().decode(read)).toContain('Pid:');
    await expect(fileSystem.readFile('/proc/self/status', 10)).rejects.toMatchObject({ code: 'EFBIG' });
  });

  test('what is no regular file is refused without waiting', async () => {
    const folder = createTemporaryFolder();
    execFileSync('mkfifo', [join(folder, 'fifo')]);
    writeFileSync(join(folder, 'file'), bytes);
    symlinkSync('file', join(folder, 'link'));
    await expect(fileSystem.readFile(join(folder, 'fifo'), 10)).rejects.toMatchObject({ code: 'EINVAL' });
    await expect(fileSystem.readFile(join(folder, 'link'), 10)).rejects.toMatchObject({ code: 'ELOOP' });
    await expect(fileSystem.readFile(folder, 10)).rejects.toMatchObject({ code: 'EISDIR' });
    await expect(fileSystem.readFile('/dev/zero', 10)).rejects.toMatchObject({ code: 'EINVAL' });
    await expect(fileSystem.readFile(join(folder, 'nothing'), 10)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('facts are of the path itself', async () => {
    const folder = createTemporaryFolder();
    writeFileSync(join(folder, 'file'), bytes);
    symlinkSync('file', join(folder, 'link'));
    execFileSync('mkfifo', [join(folder, 'fifo')]);
    expect(await fileSystem.findFacts(join(folder, 'file'))).toMatchObject({ kind: 'file', sizeBytes: 5 });
    expect(await fileSystem.findFacts(join(folder, 'link'))).toMatchObject({ kind: 'link' });
    expect(await fileSystem.findFacts(join(folder, 'fifo'))).toMatchObject({ kind: 'other' });
    expect(await fileSystem.findFacts(folder)).toMatchObject({ kind: 'folder' });
    expect(await fileSystem.findFacts(join(folder, 'file/below'))).toBeUndefined();
    const age = Date.now() - ((await fileSystem.findFacts(folder))?.modifiedAtMs ?? 0);
    expect(age).toBeLessThan(60_000);
  });

  test('copies are whole, new and of regular files only', async () => {
    const folder = createTemporaryFolder();
    const large = new Uint8Array(3_000_001).fill(9);
    writeFileSync(join(folder, 'from'), large);
    symlinkSync('from', join(folder, 'link'));
    await fileSystem.copyFile(join(folder, 'from'), join(folder, 'to'));
    expect(Buffer.compare(readFileSync(join(folder, 'to')), large)).toBe(0);
    await expect(fileSystem.copyFile(join(folder, 'from'), join(folder, 'to'))).rejects.toMatchObject({
      code: 'EEXIST',
    });
    await expect(fileSystem.copyFile(join(folder, 'link'), join(folder, 'b'))).rejects.toMatchObject({
      code: 'ELOOP',
    });
  });

  test('links, renames and removals are the system calls', async () => {
    const folder = createTemporaryFolder();
    await fileSystem.makeFolder(join(folder, 'a'));
    await fileSystem.symlink('a', join(folder, 'l'));
    expect(readlinkSync(join(folder, 'l'))).toBe('a');
    expect(await fileSystem.readLink(join(folder, 'l'))).toBe('a');
    await fileSystem.rename(join(folder, 'l'), join(folder, 'm'));
    expect([...(await fileSystem.listNames(folder))].sort()).toEqual(['a', 'm']);
    await fileSystem.removeFile(join(folder, 'm'));
    await fileSystem.removeFolder(join(folder, 'a'));
    await fileSystem.syncFolder(folder);
    expect(await fileSystem.listNames(folder)).toEqual([]);
  });
});
