import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openObjectStore, openTransport } from '../../../src/adapters/bucket/open-object-store.ts';
import type { ObjectStore } from '../../../src/core/ports/object-store.ts';
import { describeObjectStore } from '../../contracts/object-store.ts';
import type { Emulator } from '../../support/gcs/emulator.ts';
import { openEmulator } from '../../support/gcs/emulator-rig.ts';
import { listAll, objectWrite, writeObject } from '../../support/object-writes.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

describeObjectStore('sdk', {
  open: (emulator, options) =>
    openObjectStore({
      ...options,
      transport: 'sdk',
      variables: { STORAGE_EMULATOR_HOST: emulator.httpEndpoint },
    }),
  https: false,
  shortLimits: { metadataMs: 300, transferMs: 300, leastBytesPerSecond: 1024 * 1024 },
});

/** A store that makes one attempt per call, and its bucket. */
async function open(): Promise<{ store: ObjectStore; emulator: Emulator }> {
  const emulator = await openEmulator();
  const store = openTransport({
    address: { bucket: 'bucket', prefix: '' },
    transport: 'sdk',
    variables: { STORAGE_EMULATOR_HOST: emulator.httpEndpoint },
  });
  onTestFinished(() => store.close());
  return { store, emulator };
}

const kinds = (emulator: Emulator): readonly string[] => emulator.requests.map(request => request.kind);

describe('requests are as few as they can be', () => {
  test('a write is one, whatever its bytes come from', async () => {
    const { store, emulator } = await open();
    const path = join(createTemporaryFolder(), 'file');
    writeFileSync(path, Buffer.alloc(8 * 1024 * 1024, 1));
    await writeObject(store, objectWrite('a', 'text'));
    await writeObject(store, objectWrite('b', '', { body: { from: 'file', path } }));
    expect(kinds(emulator)).toEqual(['write', 'write']);
    expect(emulator.requests.map(request => request.expectGeneration)).toEqual(['0', '0']);
  });

  test('reading what a list said is one, and reading by name alone is two', async () => {
    const { store, emulator } = await open();
    const known = await writeObject(store, objectWrite('a', 'text'));
    emulator.forgetRequests();
    await store.read('a', 100, { known });
    await store.download('a', join(createTemporaryFolder(), 'a'), { known });
    expect(kinds(emulator)).toEqual(['read', 'read']);
    await store.read('a', 100);
    expect(kinds(emulator)).toEqual(['read', 'read', 'find', 'read']);
  });

  test('a list is one for each thousand objects', async () => {
    const { store, emulator } = await open();
    for (let index = 0; index < 2001; index += 1) emulator.putObject('bucket', `${index}`, '');
    expect((await listAll(store)).map(page => page.objects.length)).toEqual([1000, 1000, 1]);
    expect(kinds(emulator)).toEqual(['list', 'list', 'list']);
  });

  test('what is too large to be read is not asked for', async () => {
    const { store, emulator } = await open();
    emulator.putObject('bucket', 'notes', 'eleven byte');
    await expect(store.read('notes', 10)).rejects.toMatchObject({ code: 'answer-damaged' });
    expect(kinds(emulator)).toEqual(['find']);
  });
});

describe('a file that is sent', () => {
  test.each<[string, string, (path: string) => unknown]>([
    ['is not there', 'file-system-failed', () => undefined],
    ['is a folder', 'file-system-failed', path => mkdirSync(path)],
    ['is a link', 'file-system-failed', path => symlinkSync('/etc/hostname', path)],
  ])('and %s is named, and nothing is sent', async (_, code, prepare) => {
    const { store, emulator } = await open();
    const path = join(createTemporaryFolder(), 'weights');
    prepare(path);
    const write = objectWrite('weights', '', { body: { from: 'file', path } });
    await expect(store.write(write)).rejects.toMatchObject({ code, message: expect.stringContaining(path) });
    expect(emulator.requests).toEqual([]);
  });

  test.each([
    ['at once', 2],
    ['in a session', 12],
  ])('and changes meanwhile is refused by the bucket (%s)', async (_, megabytes) => {
    const { store, emulator } = await open();
    const path = join(createTemporaryFolder(), 'weights');
    const bytes = Buffer.alloc(megabytes * 1024 * 1024, 1);
    writeFileSync(path, bytes);
    const write = objectWrite('weights', '', { body: { from: 'file', path } });
    const change = (): void => writeFileSync(path, Buffer.alloc(bytes.length, 2));
    await expect(store.write(write, { onProgress: change })).rejects.toMatchObject({
      code: 'answer-damaged',
    });
    expect(emulator.listObjects('bucket')).toEqual([]);
  });

  test.each([
    ['at once', 2],
    ['in a session', 32],
  ])('and is given up half-way leaves neither an object nor a connection (%s)', async (_, megabytes) => {
    const { store, emulator } = await open();
    const path = join(createTemporaryFolder(), 'weights');
    writeFileSync(path, Buffer.alloc(megabytes * 1024 * 1024, 1));
    const control = new AbortController();
    const reason = new Error('enough');
    const write = objectWrite('weights', '', { body: { from: 'file', path } });
    const onProgress = (): void => control.abort(reason);
    await expect(store.write(write, { signal: control.signal, onProgress })).rejects.toBe(reason);
    await store.close();
    await expect.poll(countSockets).toBe(0);
    expect(emulator.listObjects('bucket')).toEqual([]);
  });
});

/** Connections of this process, of which the emulator holds one end. */
function countSockets(): number {
  return process.getActiveResourcesInfo().filter(name => name === 'TCPSocketWrap').length;
}

test('a download that cannot be written is a failure of the disk', async () => {
  const { store } = await open();
  await writeObject(store, objectWrite('a', 'text'));
  const path = join(createTemporaryFolder(), 'no-such-folder', 'a');
  await expect(store.download('a', path)).rejects.toMatchObject({ code: 'file-system-failed' });
  expect(existsSync(path)).toBe(false);
});

test('a connection that the bucket closed while nobody used it does no harm', async () => {
  const { store: hasty, emulator } = await open();
  const variables = { STORAGE_EMULATOR_HOST: emulator.httpEndpoint };
  const store = openObjectStore({ address: hasty.address, transport: 'sdk', variables });
  await writeObject(store, objectWrite('a', 'text'));
  await emulator.stop();
  await emulator.start();
  expect(await store.find('a')).toMatchObject({ sizeBytes: 4 });
});
