import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hashFile } from '../../../src/adapters/files/hash-file.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const mebibyte = 1024 * 1024;

describe('the hash of a file', () => {
  test.each([0, 1, mebibyte - 1, mebibyte, mebibyte + 1, 5 * mebibyte + 3])(
    'is right for %i bytes',
    async sizeBytes => {
      const path = join(createTemporaryFolder(), 'a');
      const bytes = randomBytes(sizeBytes);
      writeFileSync(path, bytes);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      expect(await hashFile(path)).toEqual({ sha256, sizeBytes });
    },
  );

  test('progress goes up to the size', async () => {
    const path = join(createTemporaryFolder(), 'a');
    writeFileSync(path, randomBytes(3 * mebibyte + 5));
    const seen: (readonly [number, number])[] = [];
    await hashFile(path, { onProgress: (bytesDone, bytesTotal) => seen.push([bytesDone, bytesTotal]) });
    const total = 3 * mebibyte + 5;
    expect(seen).toEqual([
      [mebibyte, total],
      [2 * mebibyte, total],
      [3 * mebibyte, total],
      [total, total],
    ]);
  });

  test('it stops when it is told to', async () => {
    const path = join(createTemporaryFolder(), 'a');
    writeFileSync(path, randomBytes(8 * mebibyte));
    const controller = new AbortController();
    let bytesSeen = 0;
    const hashing = hashFile(path, {
      signal: controller.signal,
      onProgress: bytesDone => {
        bytesSeen = bytesDone;
        controller.abort(new Error('enough'));
      },
    });
    await expect(hashing).rejects.toThrow('enough');
    expect(bytesSeen).toBe(mebibyte);
    await expect(hashFile(path, { signal: controller.signal })).rejects.toThrow('enough');
  });

  test('what is no regular file is refused without waiting', async () => {
    const folder = createTemporaryFolder();
    execFileSync('mkfifo', [join(folder, 'fifo')]);
    symlinkSync('/dev/zero', join(folder, 'link'));
    await expect(hashFile(join(folder, 'fifo'))).rejects.toMatchObject({ code: 'EINVAL' });
    await expect(hashFile(join(folder, 'link'))).rejects.toMatchObject({ code: 'ELOOP' });
    await expect(hashFile('/dev/zero')).rejects.toMatchObject({ code: 'EINVAL' });
    await expect(hashFile(folder)).rejects.toMatchObject({ code: 'EISDIR' });
  });
});
