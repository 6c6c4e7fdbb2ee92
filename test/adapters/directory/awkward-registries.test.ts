import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createErrno, createNodeFileSystem } from '../../../src/adapters/files/node-file-system.ts';
import { runDoctor } from '../../../src/core/apply/run-doctor.ts';
import type { FileSystem } from '../../../src/core/ports/file-system.ts';
import { loadModel, loadVersions } from '../../../src/core/session/load-model.ts';
import { prepareChange } from '../../../src/core/session/prepare-change.ts';
import {
  apply,
  environmentOf,
  findLive,
  openRegistry,
  planBack,
  planPromote,
  promote,
  readPointer,
  rollBack,
  writeS0Registry,
  writeS0Version,
} from '../../support/registry-rig.ts';
import { takeSnapshot } from '../../support/snapshot.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

function createS0(versions = 3): string {
  const root = createTemporaryFolder();
  writeS0Registry(root, 'rag', versions);
  return root;
}

function replaceLatest(root: string, make: (path: string) => void): void {
  rmSync(join(root, 'latest'), { force: true });
  make(join(root, 'latest'));
}

describe('the pointer is read', () => {
  test.each([
    ['a relative link', 'link', 'rag_v2'],
    ['a link through the folder itself', 'link', './rag_v2/'],
    ['an absolute link of another machine', 'link', '/srv/ci/models_registry/rag_v2'],
    ['a relative text', 'text', 'rag_v2\n'],
    ['an absolute text of another machine', 'text', '/srv/ci/models_registry/rag_v2'],
    ['an absolute text of a Windows machine', 'text', 'C:\\models\\rag_v2'],
    ['a text with a byte order mark', 'text', '\ufeffrag_v2'],
  ] as const)('%s, and a move makes it a relative link', async (_, form, text) => {
    const root = createS0();
    replaceLatest(root, path => (form === 'link' ? symlinkSync(text, path) : writeFileSync(path, text)));
    expect(await findLive(openRegistry(root), 'rag')).toBe('v2');
    await rollBack(openRegistry(root), 'rag', 'v1');
    expect(takeSnapshot(root)['latest']).toBe('link to rag_v1');
  });

  test.each([
    ['dangling', 'rag_v9'],
    ['a loop', 'latest'],
    ['out of the registry', '../elsewhere/rag_v2'],
    ['to the folder above', '..'],
  ])('a link that is %s: nothing is live, a rollback is refused, nothing changes', async (_, target) => {
    const root = createS0();
    replaceLatest(root, path => symlinkSync(target, path));
    const before = takeSnapshot(root);
    expect(await findLive(openRegistry(root), 'rag')).toBeUndefined();
    const plan = await planBack(openRegistry(root), 'rag', 'v1');
    expect(plan.blockers.map(blocker => blocker.code)).toContain('alias-not-found');
    expect(takeSnapshot(root)).toEqual(before);
    expect((await promote(openRegistry(root), 'rag', 'v2')).outcome).toBe('applied');
    expect(readPointer(root, 'latest')).toBe('rag_v2');
  });

  test.each([
    ['latest', 'latest'],
    ['rag_latest', 'latest'],
    ['rag_staging', 'staging'],
  ])('a real folder in place of %s is never touched: the plan is blocked', async (name, alias) => {
    const root = createS0();
    rmSync(join(root, name), { force: true });
    mkdirSync(join(root, name));
    writeFileSync(join(root, name, 'model.gguf'), 'weights');
    const before = takeSnapshot(root);
    const plan = await planPromote(openRegistry(root), 'rag', 'v2', alias);
    expect(plan.blockers).toMatchObject([
      { code: 'pointer-blocked', message: `${name}: a real folder stands in its place.` },
    ]);
    expect(takeSnapshot(root)).toEqual(before);
  });

  test('a file with the name of a pointer that names no version is not written over', async () => {
    const root = createS0();
    writeFileSync(join(root, 'rag_notes'), 'do not lose me');
    const plan = await planPromote(openRegistry(root), 'rag', 'v2', 'notes');
    expect(plan.blockers).toMatchObject([{ code: 'pointer-blocked' }]);
    expect((await promote(openRegistry(root), 'rag', 'v2')).outcome).toBe('applied');
    expect(readFileSync(join(root, 'rag_notes'), 'utf8')).toBe('do not lose me');
  });
});

describe('versions that cannot be used', () => {
  const limit = 8 * 1024 * 1024;
  test.each<[string, (path: string) => void, RegExp]>([
    ['torn', path => truncateSync(path, 20), /torn/],
    ['empty', path => writeFileSync(path, ''), /empty/],
    ['huge', path => truncateSync(path, limit + 1), /too large/],
    ['deeply nested', path => writeFileSync(path, '['.repeat(100_000)), /nested deeper/],
    ['no object', path => writeFileSync(path, '[1, 2]'), /not an object/],
    ['not UTF-8', path => writeFileSync(path, Buffer.from([0x7b, 0xff, 0x7d])), /not UTF-8/],
    [
      'a link',
      path => {
        rmSync(path);
        symlinkSync('/etc/passwd', path);
      },
      /not a regular file/,
    ],
    [
      'a folder',
      path => {
        rmSync(path);
        mkdirSync(path);
      },
      /folder/,
    ],
  ])('metadata.json that is %s makes that version damaged, and no other', async (_, spoil, problem) => {
    const root = createS0();
    spoil(join(root, 'rag_v1/metadata.json'));
    const before = takeSnapshot(root);
    const { versions } = await loadVersions(openRegistry(root), 'rag', 'everything');
    expect(versions.map(version => version.whole)).toEqual(['damaged', 'complete', 'complete']);
    expect(versions[0]).toMatchObject({ problem: expect.stringMatching(problem) });
    const plan = await planBack(openRegistry(root), 'rag', 'v1');
    expect(plan.blockers).toMatchObject([{ code: 'version-damaged' }]);
    expect(takeSnapshot(root)).toEqual(before);
    expect((await rollBack(openRegistry(root), 'rag', 'v2')).outcome).toBe('applied');
  });

  test('a folder without metadata is incomplete: shown, never a target', async () => {
    const root = createS0();
    mkdirSync(join(root, 'rag_v4'));
    writeFileSync(join(root, 'rag_v4/summary.json'), '{}');
    const { versions, status } = await loadVersions(openRegistry(root), 'rag', 'listing');
    expect(versions.at(-1)).toEqual({ model: 'rag', version: 'v4', whole: 'incomplete' });
    expect((await planPromote(openRegistry(root), 'rag', 'v4')).blockers).toMatchObject([
      { code: 'version-incomplete' },
    ]);
    expect(status.effective.aliases.get('latest')?.version).toBe('v3');
  });

  test('the older generation of metadata is read', async () => {
    const root = createTemporaryFolder();
    const folder = writeS0Version(root, 'rag', 1);
    const old = {
      model_name: 'rag',
      version: 'v1',
      timestamp: '2025-11-20T10:00:00.123456',
      metrics: { mean_semantic_sim: 0.51, mean_precision_at_k: 0.82 },
      artifact_path: '/models/rag.gguf',
      deployment: {
        git_commit: 'abc1234',
        git_branch: 'main',
        quality_gate_status: 'PASS',
        deployed_by: 'bob',
      },
    };
    writeFileSync(join(folder, 'metadata.json'), JSON.stringify(old));
    const { versions } = await loadVersions(openRegistry(root), 'rag', 'listing');
    expect(versions).toMatchObject([
      {
        whole: 'complete',
        record: {
          createdAt: '2025-11-20T10:00:00.123Z',
          metrics: { mean_semantic_sim: 0.51, mean_precision_at_k: 0.82 },
          artifacts: [{ name: '/models/rag.gguf', role: 'weights' }],
        },
      },
    ]);
  });
});

describe('what else lies in the folder', () => {
  test('models whose names begin alike are kept apart', async () => {
    const root = createTemporaryFolder();
    for (const number of [1, 9, 10]) writeS0Version(root, 'foo', number);
    for (const number of [2, 12]) writeS0Version(root, 'foo_v2', number);
    symlinkSync('foo_v2_v12', join(root, 'latest'));
    const index = await openRegistry(root).registry.reader.loadIndex();
    expect(index.models.map(model => [model.model, model.versions.map(version => version.version)])).toEqual([
      ['foo', ['v1', 'v9', 'v10']],
      ['foo_v2', ['v2', 'v12']],
    ]);
    expect(await findLive(openRegistry(root), 'foo')).toBeUndefined();
    expect(await findLive(openRegistry(root), 'foo_v2')).toBe('v12');
  });

  test('foreign names are told with why, made safe, and left alone', async () => {
    const root = createS0(1);
    const names = [
      'rag_vfoo',
      'rag_v007',
      'notes.txt',
      'a\u001b[31mb_v1',
      'line\nbreak_v1',
      '-x_v1',
      '.hidden',
    ];
    for (const name of names) mkdirSync(join(root, name));
    writeFileSync(join(root, 'rag_v8'), 'a file');
    symlinkSync('/etc', join(root, 'rag_v9'));
    const before = takeSnapshot(root);
    const session = openRegistry(root);
    const index = await session.registry.reader.loadIndex();
    expect(index.models.map(model => model.model)).toEqual(['rag']);
    expect(index.models[0]?.versions).toHaveLength(1);
    const shown = index.strangers.map(stranger => stranger.name).join(' ');
    expect(shown).not.toMatch(/[\u0000-\u001f]/);
    expect(index.strangers).toHaveLength(9);
    expect(takeSnapshot(root)).toEqual(before);
  });

  test.each(['../up', 'a/b', 'a\u0000b', 'a\nb', '..', '', 'x'.repeat(300), '\u001b[31mred'])(
    'a name like %j never becomes a path',
    async name => {
      const root = createS0(1);
      const before = takeSnapshot(root);
      const { reader } = openRegistry(root).registry;
      await expect(reader.verifyVersion(name, 'v1')).rejects.toMatchObject({ code: 'invalid-name' });
      await expect(loadModel(openRegistry(root), name)).rejects.toMatchObject({ code: 'invalid-name' });
      expect(takeSnapshot(root)).toEqual(before);
    },
  );
});

describe('a place that is no registry', () => {
  test('is not found, or is a file', async () => {
    const root = createTemporaryFolder();
    writeFileSync(join(root, 'file'), '');
    await expect(openRegistry(join(root, 'none')).registry.reader.loadIndex()).rejects.toMatchObject({
      code: 'registry-not-found',
    });
    await expect(openRegistry(join(root, 'file')).registry.reader.loadIndex()).rejects.toMatchObject({
      code: 'registry-not-a-folder',
    });
  });

  test('is empty: no models, nothing written', async () => {
    const root = createTemporaryFolder();
    const session = openRegistry(root);
    expect(await session.registry.reader.loadIndex()).toMatchObject({
      models: [],
      adoption: 'never-written',
    });
    expect(await runDoctor(environmentOf(session))).toEqual([]);
    expect(takeSnapshot(root)).toEqual({});
  });
});

describe('a registry that may only be read', () => {
  test('because a newer lastgood wrote it: every act and doctor leave it as it is', async () => {
    const root = createS0();
    await promote(openRegistry(root), 'rag', 'v2');
    const path = join(root, '.lastgood/registry.json');
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), format: 2 }));
    rmSync(join(root, 'latest'));
    const before = takeSnapshot(root);
    const session = openRegistry(root);
    expect((await planPromote(session, 'rag', 'v1')).blockers[0]?.code).toBe('format-too-new');
    expect(await runDoctor(environmentOf(session))).toMatchObject([
      { subject: '.lastgood/registry.json', state: 'damaged' },
      {},
    ]);
    expect(takeSnapshot(root)).toEqual(before);
  });

  test('because its history is damaged', async () => {
    const root = createS0();
    await promote(openRegistry(root), 'rag', 'v2');
    truncateSync(join(root, '.lastgood/history/rag/00000001.json'), 10);
    rmSync(join(root, 'latest'));
    const before = takeSnapshot(root);
    const session = openRegistry(root);
    expect((await planPromote(session, 'rag', 'v1')).blockers[0]?.code).toBe('history-damaged');
    await runDoctor(environmentOf(session));
    await session.registry.writer.project('rag');
    expect(takeSnapshot(root)).toEqual(before);
  });

  test('because the user said so', async () => {
    const root = createS0();
    const before = takeSnapshot(root);
    const session = {
      ...openRegistry(root),
      writes: { access: 'read-only', because: '--read-only' } as const,
    };
    const receipt = await apply(session, await planPromote(session, 'rag', 'v2'));
    expect(receipt).toMatchObject({ outcome: 'refused', problem: { code: 'read-only' } });
    await expect(runDoctor(environmentOf(session))).rejects.toMatchObject({ code: 'read-only' });
    expect(takeSnapshot(root)).toEqual(before);
  });

  test.each([
    ['EROFS', 'file-system-read-only'],
    ['EACCES', 'permission-denied'],
    ['ENOSPC', 'disk-full'],
  ])('because every change fails with %s', async (errno, code) => {
    const root = createS0();
    for (const written of [false, true]) {
      if (written) await promote(openRegistry(root), 'rag', 'v2');
      const before = takeSnapshot(root);
      const session = openRegistry(root, { fileSystem: refusingFileSystem(errno) });
      const receipt = await apply(session, await planPromote(session, 'rag', 'v1'));
      expect(receipt).toMatchObject({ outcome: 'refused', problem: { code } });
      expect(takeSnapshot(root)).toEqual(before);
    }
  });

  test.runIf(process.getuid?.() === 0)(
    'a folder that this user may not read: the rest is shown, and a write is refused',
    async () => {
      const root = createS0();
      chmodSync(join(root, 'rag_v1'), 0o700);
      chmodSync(root, 0o755);
      const result = await asNobody(async () => {
        const { versions } = await loadVersions(openRegistry(root), 'rag', 'listing');
        const session = openRegistry(root);
        return { versions, receipt: await apply(session, await planPromote(session, 'rag', 'v2')) };
      });
      expect(result.versions).toMatchObject([
        { whole: 'damaged', problem: expect.stringMatching(/permission denied/) },
        {},
        {},
      ]);
      expect(result.receipt).toMatchObject({ outcome: 'refused', problem: { code: 'permission-denied' } });
    },
  );
});

test('a second writer is refused with who was first, and changes nothing', async () => {
  const root = createS0();
  const plan = await planPromote(openRegistry(root), 'rag', 'v1');
  await promote(openRegistry(root, { actor: 'bob@example.com' }), 'rag', 'v2');
  const before = takeSnapshot(root);
  const receipt = await apply(openRegistry(root), plan);
  expect(receipt).toMatchObject({
    outcome: 'refused',
    problem: { code: 'moved-meanwhile', message: expect.stringMatching(/bob@example.com/) },
  });
  expect(takeSnapshot(root)).toEqual(before);
});

test('a disk that is really full refuses the move and leaves what was live', async () => {
  const root = createTemporaryFolder();
  if (!mountSmall(root)) {
    process.stdout.write('not tried: no tmpfs of 64 KiB can be mounted here\n');
    return;
  }
  writeFileSync(join(root, 'filler'), '');
  writeS0Registry(root, 'rag', 2);
  await promote(openRegistry(root), 'rag', 'v1');
  fillUp(join(root, 'filler'));
  const before = takeSnapshot(root);
  const receipt = await apply(openRegistry(root), await planPromote(openRegistry(root), 'rag', 'v2'));
  expect(receipt).toMatchObject({ outcome: 'refused', problem: { code: 'disk-full' } });
  expect(takeSnapshot(root)).toEqual(before);
  truncateSync(join(root, 'filler'), 0);
  const session = openRegistry(root);
  const hold = await prepareChange(session, { change: 'hold', model: 'rag', version: 'v2', reason: 'r' });
  expect((await apply(session, hold)).outcome).toBe('applied');
});

/** Mounts 64 KiB of memory on a folder; false where that is not allowed. */
function mountSmall(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return false;
  }
  onTestFinished(() => {
    execFileSync('umount', [folder], { stdio: 'ignore' });
  });
  return true;
}

function fillUp(path: string): void {
  for (let size = 64 * 1024; size >= 1; size = Math.floor(size / 2)) {
    try {
      writeFileSync(path, Buffer.alloc(size), { flag: 'a' });
      size *= 2;
    } catch {
      // Less fits.
    }
  }
}

/** A file system on which every change fails and every reading works. */
function refusingFileSystem(errno: string): FileSystem {
  const refuse = async (path: string): Promise<never> => {
    throw createErrno(errno, path);
  };
  const changes = {
    createFile: refuse,
    link: refuse,
    symlink: refuse,
    rename: refuse,
    removeFile: refuse,
    removeFolder: refuse,
    makeFolder: refuse,
    copyFile: refuse,
  };
  return { ...createNodeFileSystem(), ...changes };
}

/** Does something as a user who owns nothing. */
async function asNobody<Result>(work: () => Promise<Result>): Promise<Result> {
  process.seteuid?.(65534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}
