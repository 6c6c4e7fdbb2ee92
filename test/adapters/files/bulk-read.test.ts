import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readManyFiles, readManyJson } from '../../../src/adapters/files/bulk-read.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

function writeFiles(count: number): readonly string[] {
  const folder = createTemporaryFolder();
  return Array.from({ length: count }, (_, index) => {
    const path = join(folder, `${index}.json`);
    writeFileSync(path, JSON.stringify({ index, text: 'x'.repeat(index % 500) }));
    return path;
  });
}

describe('reading many files', () => {
  test('results come in the order of the paths', async () => {
    const paths = writeFiles(300);
    const numbers = await readManyJson(paths, reading =>
      reading.ok ? reading.value.index : reading.problem,
    );
    expect(numbers).toEqual(paths.map((_, index) => index));
  });

  test('what is wrong with a file is said in its place, and nothing waits', async () => {
    const folder = createTemporaryFolder();
    const at = (name: string): string => join(folder, name);
    writeFileSync(at('good'), '{"a":1}');
    writeFileSync(at('torn'), '{');
    writeFileSync(at('large'), JSON.stringify({ text: 'x'.repeat(200_000) }));
    symlinkSync('good', at('link'));
    mkdirSync(at('folder'));
    execFileSync('mkfifo', [at('fifo')]);
    const names = ['good', 'torn', 'none', 'link', 'folder', 'fifo', 'large', 'good'];
    const read = (limitBytes: number): Promise<readonly string[]> =>
      readManyJson([...names.map(at), '/dev/zero'], reading => (reading.ok ? 'read' : reading.fault), {
        limitBytes,
      });
    const others = ['read', 'torn', 'missing', 'not-a-file', 'folder', 'not-a-file'];
    expect(await read(300_000)).toEqual([...others, 'read', 'read', 'not-a-file']);
    expect(await read(1000)).toEqual([...others, 'too-large', 'read', 'not-a-file']);
  });

  test('other work gets its turn between slices', async () => {
    const paths = writeFiles(2000);
    let turns = 0;
    const count = (): void => {
      turns += 1;
      timer = setImmediate(count);
    };
    let timer = setImmediate(count);
    await readManyFiles(paths, reading => reading.ok, { sliceMs: 0.5 });
    clearImmediate(timer);
    expect(turns).toBeGreaterThan(3);
  });

  test('it stops when it is told to', async () => {
    const controller = new AbortController();
    let read = 0;
    const reading = readManyFiles(
      writeFiles(2000),
      () => {
        read += 1;
        if (read === 10) controller.abort(new Error('enough'));
      },
      { sliceMs: 0, signal: controller.signal },
    );
    await expect(reading).rejects.toThrow('enough');
    expect(read).toBe(10);
  });
});
