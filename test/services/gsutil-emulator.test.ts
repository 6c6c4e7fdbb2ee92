import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openEmulator } from '../support/gcs/emulator-rig.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { openFakeGcsServer } from './fake-gcs-server.ts';
import { type Gsutil, openGsutil } from './run-gsutil.ts';
import { hasTool, tools } from './tools.ts';

const largeBytes = 9_000_000;

/** Files with all that has gone wrong before: a large one, an empty one, a name to quote. */
function writeFiles(folder: string): void {
  mkdirSync(join(folder, 'm_v1/sub'), { recursive: true });
  writeFileSync(join(folder, 'm_v1/metadata.json'), '{"version": "v1"}\n');
  writeFileSync(join(folder, 'm_v1/sub/na me ü#?.txt'), 'ü');
  writeFileSync(join(folder, 'm_v1/weights.bin'), Buffer.alloc(largeBytes, 'weights'));
  writeFileSync(join(folder, 'm_v1/empty'), '');
}

function readFiles(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  return Object.fromEntries(
    names
      .map(entry => join(entry.parentPath, entry.name))
      .sort()
      .map(path => [path.slice(folder.length), readFileSync(path, 'base64')]),
  );
}

/** Sends a folder up, finds nothing to do, and gets the same folder back. */
async function mirrorFolder(gsutil: Gsutil, folder: string): Promise<void> {
  const up = await gsutil('-m', 'rsync', '-r', '.', 'gs://bucket/reg');
  expect(up).toMatchObject({ status: 0 });
  const again = await gsutil('-m', 'rsync', '-r', '.', 'gs://bucket/reg');
  expect(again.words).not.toContain('Copying');
  mkdirSync(join(folder, '../back'));
  const down = await gsutil('-m', 'rsync', '-r', 'gs://bucket/reg', '../back');
  expect(down, down.words).toMatchObject({ status: 0 });
  expect(readFiles(join(folder, '../back'))).toEqual(readFiles(folder));
}

/** Creates once, is refused the second time, replaces what it has seen. */
async function writeOnConditions(gsutil: Gsutil): Promise<void> {
  const write = (generation: string) =>
    gsutil(
      '-h',
      `x-goog-if-generation-match:${generation}`,
      '-h',
      'x-goog-meta-op:1',
      'cp',
      'file',
      'gs://bucket/p',
    );
  expect(await write('0')).toMatchObject({ status: 0 });
  const refused = await write('0');
  expect(refused.status).toBe(1);
  expect(refused.words).toMatch(/PreconditionException: 412/);
  const { words } = await gsutil('stat', 'gs://bucket/p');
  expect(words).toMatch(/op:\s+1/);
  const generation = /Generation:\s+(\d+)/.exec(words)?.[1] ?? '';
  expect(await write(generation)).toMatchObject({ status: 0 });
  expect(await write(generation)).toMatchObject({ status: 1 });
}

function openFolder(): string {
  const folder = join(createTemporaryFolder(), 'files');
  mkdirSync(folder);
  writeFileSync(join(folder, 'file'), 'hello\n');
  return folder;
}

async function openOurs() {
  const emulator = await openEmulator({ https: true });
  const folder = openFolder();
  return {
    emulator,
    folder,
    gsutil: openGsutil(emulator.httpsEndpoint ?? '', emulator.caPath ?? '', folder),
  };
}

describe.skipIf(!hasTool(tools.gsutil))('the real gsutil and our emulator', () => {
  it('mirror a folder up and down', async () => {
    const { folder, gsutil, emulator } = await openOurs();
    writeFiles(folder);
    await mirrorFolder(gsutil, folder);
    expect(emulator.requests.some(({ path }) => path.startsWith('/resumable/upload/'))).toBe(true);
    expect(emulator.requests.some(({ path }) => path.startsWith('/download/'))).toBe(true);
  });

  it('write on conditions', async () => {
    const { gsutil } = await openOurs();
    await writeOnConditions(gsutil);
  });

  it('list, show, read, copy, compose, move and remove', async () => {
    const { gsutil, emulator } = await openOurs();
    emulator.putObject('bucket', 'r/m_v1/a.json', '{}');
    emulator.putObject('bucket', 'r/latest', 'm_v1');
    expect((await gsutil('ls', 'gs://bucket/r/')).words).toBe('gs://bucket/r/latest\ngs://bucket/r/m_v1/\n');
    expect((await gsutil('ls', '-r', 'gs://bucket/r')).words).toContain('gs://bucket/r/m_v1/a.json\n');
    expect((await gsutil('cat', 'gs://bucket/r/latest')).words).toBe('m_v1');
    expect((await gsutil('-q', 'cp', 'gs://bucket/r/latest', 'gs://bucket/r/copy')).status).toBe(0);
    expect(
      (await gsutil('compose', 'gs://bucket/r/latest', 'gs://bucket/r/copy', 'gs://bucket/r/two')).status,
    ).toBe(0);
    expect((await gsutil('cat', 'gs://bucket/r/two')).words).toBe('m_v1m_v1');
    expect((await gsutil('setmeta', '-h', 'x-goog-meta-k:v', 'gs://bucket/r/two')).status).toBe(0);
    expect(emulator.listObjects('bucket').find(({ name }) => name === 'r/two')?.metadata).toEqual({ k: 'v' });
    expect((await gsutil('-q', 'mv', 'gs://bucket/r/two', 'gs://bucket/r/moved')).status).toBe(0);
    expect((await gsutil('-q', 'rm', 'gs://bucket/r/moved')).status).toBe(0);
    expect(await gsutil('stat', 'gs://bucket/r/moved')).toMatchObject({ status: 1 });
    expect((await gsutil('-q', '-m', 'rm', '-r', 'gs://bucket/r')).status).toBe(0);
    expect(emulator.listObjects('bucket')).toEqual([]);
  });

  it('say what is missing and what is not allowed', async () => {
    const { gsutil, emulator } = await openOurs();
    expect((await gsutil('ls', 'gs://nowhere/')).words).toContain('BucketNotFoundException: 404');
    emulator.setAccess({ canRead: true, canList: true, canWrite: false, isLoggedIn: true });
    const refused = await gsutil('cp', 'file', 'gs://bucket/p');
    expect(refused.status).toBe(1);
    expect(refused.words).toContain('protected data with no configured');
    emulator.setAccess({ canRead: true, canList: true, canWrite: true, isLoggedIn: false });
    expect((await gsutil('ls', 'gs://bucket/')).words).toContain('401 Anonymous caller');
  });

  it('try again after a 503, and after an answer that was lost', async () => {
    const { gsutil, emulator, folder } = await openOurs();
    emulator.addFault({ does: 'status', status: 503, kind: 'write' });
    expect((await gsutil('cp', 'file', 'gs://bucket/p')).status).toBe(0);
    emulator.addFault({ does: 'drop-after', kind: 'write' });
    expect((await gsutil('cp', 'file', 'gs://bucket/q')).status).toBe(0);
    expect(emulator.listGenerations('bucket', 'p')).toHaveLength(1);
    expect(emulator.listGenerations('bucket', 'q')).toHaveLength(2);
    expect(existsSync(join(folder, 'file'))).toBe(true);
  });
});

const hasBoth = hasTool(tools.gsutil) && hasTool(tools.fakeGcsServer);

describe.skipIf(!hasBoth)('the real gsutil and fake-gcs-server', () => {
  it('do the same', async () => {
    const folder = openFolder();
    const { endpoint, caPath } = await openFakeGcsServer('https');
    const gsutil = openGsutil(endpoint, caPath, folder);
    await writeOnConditions(gsutil);
    writeFiles(folder);
    await mirrorFolder(gsutil, folder);
  });
});
