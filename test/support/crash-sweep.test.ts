import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  isTemporaryName,
  replaceSymlinkDurably,
  writeFileDurably,
} from '../../src/adapters/files/durable-write.ts';
import { createNodeFileSystem } from '../../src/adapters/files/node-file-system.ts';
import type { CrashScenario } from './crash-sweep.ts';
import { sweepCrashes } from './crash-sweep.ts';
import { Crash, createFaultyFileSystem } from './faulty-file-system.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

const newBytes = new TextEncoder().encode('new text');

/** A pointer `latest` from v1 to v2, moved by `act`. */
function pointerScenario(act: CrashScenario['act']): CrashScenario {
  return {
    prepare: async root => {
      mkdirSync(join(root, 'v1'));
      mkdirSync(join(root, 'v2'));
      symlinkSync('v1', join(root, 'latest'));
    },
    act,
    recover: async () => undefined,
    check: async (root, aftermath) => {
      const target = readlinkSync(join(root, 'latest'));
      expect(aftermath.isAcknowledged ? ['v2'] : ['v1', 'v2']).toContain(target);
    },
  };
}

/** A file `a` from old to new, written by `act`. */
function fileScenario(act: CrashScenario['act']): CrashScenario {
  return {
    prepare: async root => writeFileSync(join(root, 'a'), 'old'),
    act,
    recover: async () => undefined,
    check: async (root, aftermath) => {
      const text = readFileSync(join(root, 'a'), 'utf8');
      expect(aftermath.isAcknowledged ? ['new text'] : ['old', 'new text']).toContain(text);
    },
  };
}

/** A claim of the file `claim`, which is absent or whole, and there once it is acknowledged. */
function claimScenario(act: CrashScenario['act']): CrashScenario {
  return {
    prepare: async root => mkdirSync(join(root, 'tmp')),
    act,
    recover: async () => undefined,
    check: async (root, aftermath) => {
      const isThere = readdirSync(root).includes('claim');
      if (aftermath.isAcknowledged) expect(isThere).toBe(true);
      if (isThere) expect(readFileSync(join(root, 'claim'), 'utf8')).toBe('new text');
    },
  };
}

describe('the crash sweep', () => {
  test('finds nothing wrong with a durable write and a durable pointer', async () => {
    const file = await sweepCrashes(
      fileScenario((root, fileSystem) => writeFileDurably(fileSystem, join(root, 'a'), newBytes, randomUUID)),
    );
    expect(file.failures).toEqual([]);
    expect(file.calls.map(call => call.split(' ')[0])).toEqual([
      'write',
      'sync-file',
      'rename',
      'sync-folder',
    ]);
    const pointer = await sweepCrashes(
      pointerScenario((root, fileSystem) =>
        replaceSymlinkDurably(fileSystem, 'v2', join(root, 'latest'), randomUUID),
      ),
    );
    expect(pointer.failures).toEqual([]);
    expect(pointer.visited).toBeGreaterThan(10);
  });

  test('finds a pointer that is removed before it is made', async () => {
    const result = await sweepCrashes(
      pointerScenario(async (root, fileSystem) => {
        await fileSystem.removeFile(join(root, 'latest'));
        await fileSystem.symlink('v2', join(root, 'latest'));
        await fileSystem.syncFolder(root);
      }),
    );
    expect(result.failures.map(failure => failure.where)).toContain('after 1 (remove-file latest)');
  });

  test('finds a file that is renamed before its bytes are synced', async () => {
    const result = await sweepCrashes(
      fileScenario((root, fileSystem) => {
        const hasty = { ...fileSystem, createFile: fileSystem.createFileWithoutSync };
        return writeFileDurably(hasty, join(root, 'a'), newBytes, randomUUID);
      }),
    );
    expect(result.failures.some(failure => failure.where.startsWith('after the end'))).toBe(true);
  });

  test('finds a file that is linked before its bytes are synced', async () => {
    const link =
      (sync: 'synced' | 'not synced'): CrashScenario['act'] =>
      async (root, fileSystem) => {
        const create = sync === 'synced' ? fileSystem.createFile : fileSystem.createFileWithoutSync;
        await create(join(root, 'tmp/1'), newBytes);
        await fileSystem.link(join(root, 'tmp/1'), join(root, 'claim'));
        await fileSystem.syncFolder(root);
        await fileSystem.removeFile(join(root, 'tmp/1'));
      };
    expect((await sweepCrashes(claimScenario(link('synced')))).failures).toEqual([]);
    expect((await sweepCrashes(claimScenario(link('not synced')))).failures).not.toEqual([]);
  });

  test('finds a link that is acknowledged before its folder is synced', async () => {
    const result = await sweepCrashes(
      claimScenario(async (root, fileSystem) => {
        await fileSystem.createFile(join(root, 'tmp/1'), newBytes);
        await fileSystem.link(join(root, 'tmp/1'), join(root, 'claim'));
      }),
    );
    expect(result.failures.every(failure => failure.where.startsWith('after the end'))).toBe(true);
    expect(result.failures).not.toEqual([]);
  });

  test('finds a file that is written in place', async () => {
    const result = await sweepCrashes(
      claimScenario((root, fileSystem) => fileSystem.createFile(join(root, 'claim'), newBytes)),
    );
    expect(result.failures.map(failure => failure.where)).toContain('in 1 (write claim)');
  });

  test('fails each call once with each errno it is given, and leaves nothing behind when the act cleans up', async () => {
    const scenario = fileScenario((root, fileSystem) =>
      writeFileDurably(fileSystem, join(root, 'a'), newBytes, randomUUID),
    );
    let failed = 0;
    const result = await sweepCrashes({
      ...scenario,
      errnos: ['ENOSPC', 'EIO'],
      act: async (root, fileSystem) => {
        try {
          await scenario.act(root, fileSystem);
        } catch (thrown) {
          if (thrown instanceof Crash) throw thrown;
          failed += 1;
          expect(readdirSync(root).filter(isTemporaryName)).toEqual([]);
          throw thrown;
        }
      },
    });
    expect(result.failures).toEqual([]);
    expect(failed).toBe(8);
  });

  test('after a crash nothing works any more', async () => {
    const root = createTemporaryFolder();
    const run = createFaultyFileSystem(createNodeFileSystem(), root, {
      fault: 'crash',
      at: 1,
      when: 'before',
    });
    await expect(run.fileSystem.makeFolder(join(root, 'a'))).rejects.toBeInstanceOf(Crash);
    await expect(run.fileSystem.makeFolder(join(root, 'b'))).rejects.toBeInstanceOf(Crash);
    await expect(async () => run.fileSystem.listNames(root)).rejects.toBeInstanceOf(Crash);
    expect(readdirSync(root)).toEqual([]);
  });
});
