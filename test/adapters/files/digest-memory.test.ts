import { createHash } from 'node:crypto';
import { renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  createDigestMemory,
  type DigestMemory,
  largeFromBytes as largeBytes,
} from '../../../src/adapters/files/digest-memory.ts';
import { hashFile } from '../../../src/adapters/files/hash-file.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

/** A memory that thinks a minute has passed since every file was written, and how often it read one. */
function createCounting(laterMs = 60_000): { readonly memory: DigestMemory; readonly reads: () => number } {
  let reads = 0;
  const memory = createDigestMemory({
    hash: (path, options) => {
      reads += 1;
      return hashFile(path, options);
    },
    now: () => Date.now() + laterMs,
  });
  return { memory, reads: () => reads };
}

function writeFile(bytes: number, fill = 'a'): string {
  const path = join(createTemporaryFolder(), 'weights');
  writeFileSync(path, Buffer.alloc(bytes, fill));
  return path;
}

function digestOf(bytes: number, fill: string): string {
  return createHash('sha256').update(Buffer.alloc(bytes, fill)).digest('hex');
}

describe('a large file that was read', () => {
  test('is not read again while it stays as it is', async () => {
    const { memory, reads } = createCounting();
    const path = writeFile(largeBytes);
    const first = await memory.read(path);
    expect(first).toEqual({ sha256: digestOf(largeBytes, 'a'), sizeBytes: largeBytes });
    expect(await memory.recall(path)).toEqual(first);
    expect(reads()).toBe(1);
  });

  test('is read again by who wants it read', async () => {
    const { memory, reads } = createCounting();
    const path = writeFile(largeBytes);
    await memory.read(path);
    await memory.read(path);
    expect(reads()).toBe(2);
  });

  test('is read again when other bytes of the same length and time stand there', async () => {
    const { memory } = createCounting();
    const path = writeFile(largeBytes);
    await memory.read(path);
    const { atime, mtime } = statSync(path);
    writeFileSync(path, Buffer.alloc(largeBytes, 'b'));
    utimesSync(path, atime, mtime);
    expect((await memory.recall(path)).sha256).toBe(digestOf(largeBytes, 'b'));
  });

  test('is read again when another file was put in its place', async () => {
    const { memory } = createCounting();
    const path = writeFile(largeBytes);
    await memory.read(path);
    renameSync(writeFile(largeBytes, 'b'), path);
    expect((await memory.recall(path)).sha256).toBe(digestOf(largeBytes, 'b'));
  });

  test('is read again when it was written right before: another change could bear the same time', async () => {
    const { memory, reads } = createCounting(0);
    const path = writeFile(largeBytes);
    await memory.read(path);
    await memory.recall(path);
    expect(reads()).toBe(2);
  });

  test('rejects when it is gone', async () => {
    const { memory } = createCounting();
    const path = writeFile(largeBytes);
    await memory.read(path);
    renameSync(path, `${path}.old`);
    await expect(memory.recall(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

test('a small file is read each time', async () => {
  const { memory, reads } = createCounting();
  const path = writeFile(largeBytes - 1);
  await memory.read(path);
  await memory.recall(path);
  expect(reads()).toBe(2);
});

describe('a file that is being read', () => {
  test('is waited for, not read twice', async () => {
    const { memory, reads } = createCounting();
    const path = writeFile(largeBytes);
    const [one, other] = await Promise.all([memory.read(path), memory.recall(path)]);
    expect(other).toEqual(one);
    expect(reads()).toBe(1);
  });

  test('is read by who waits when the reader is stopped', async () => {
    const { memory } = createCounting();
    const path = writeFile(largeBytes);
    const stop = new AbortController();
    const stopped = memory.read(path, { signal: stop.signal });
    const other = memory.recall(path);
    stop.abort(new Error('stopped'));
    await expect(stopped).rejects.toThrow('stopped');
    expect((await other).sha256).toBe(digestOf(largeBytes, 'a'));
  });

  test('is waited for only until the one who waits is stopped', async () => {
    const { memory } = createCounting();
    const path = writeFile(largeBytes);
    const reading = memory.read(path);
    await expect(memory.recall(path, { signal: AbortSignal.abort(new Error('stopped')) })).rejects.toThrow(
      'stopped',
    );
    await reading;
  });
});
