import { EventEmitter } from 'node:events';
import { Storage } from '@google-cloud/storage';
import { describe, expect, it } from 'vitest';
import { openEmulator } from './emulator-rig.ts';

// A download of the SDK puts eleven listeners on one stream, about which Node would warn.
EventEmitter.defaultMaxListeners = 20;

/** The client nobody here wrote. */
async function openSdk() {
  const emulator = await openEmulator();
  const storage = new Storage({
    apiEndpoint: emulator.httpEndpoint,
    projectId: 'p',
    retryOptions: { autoRetry: false },
  });
  return { emulator, bucket: storage.bucket('bucket') };
}

/** The status a call was refused with; 0 when it was not. */
async function refusalOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 0,
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );
}

const oneRequest = { resumable: false } as const;

describe('@google-cloud/storage', () => {
  it.each([
    ['in one request', { resumable: false }],
    ['resumably', { resumable: true }],
    ['resumably in chunks', { resumable: true, chunkSize: 256 * 1024 }],
  ])('writes %s and reads back what it wrote', async (_, options) => {
    const { bucket } = await openSdk();
    const body = Buffer.alloc(600_000, 'abc');
    await bucket.file('a/ü #?%.bin').save(body, options);
    const [read] = await bucket.file('a/ü #?%.bin').download({ validation: 'crc32c' });
    expect(read.equals(body)).toBe(true);
    const [range] = await bucket.file('a/ü #?%.bin').download({ start: 1, end: 3 });
    expect(range.toString()).toBe('bca');
  });

  it('meets preconditions on every way to write', async () => {
    const { bucket } = await openSdk();
    const file = bucket.file('a');
    const save = (ifGenerationMatch: number | string, resumable: boolean) =>
      refusalOf(file.save('x', { resumable, preconditionOpts: { ifGenerationMatch } }));
    expect(await save(0, false)).toBe(0);
    expect(await save(0, false)).toBe(412);
    expect(await save(0, true)).toBe(412);
    const [{ generation = '' }] = await file.getMetadata();
    expect(await save(generation, true)).toBe(0);
    expect(await save(generation, false)).toBe(412);
    expect(await refusalOf(file.delete({ ifGenerationMatch: generation }))).toBe(412);
    expect(await refusalOf(file.setMetadata({ metadata: { k: 'v' } }, { ifMetagenerationMatch: 2 }))).toBe(
      412,
    );
    expect(await refusalOf(file.setMetadata({ metadata: { k: 'v' } }, { ifMetagenerationMatch: 1 }))).toBe(0);
  });

  it('lists by page, by prefix and by delimiter', async () => {
    const { emulator, bucket } = await openSdk();
    for (const name of ['r/a/1', 'r/a/2', 'r/b', 's']) emulator.putObject('bucket', name, name);
    for (let at = 0; at < 1000; at += 1) emulator.putObject('bucket', `t${at}`, '');
    emulator.forgetRequests();
    const [all] = await bucket.getFiles();
    expect(all).toHaveLength(1004);
    expect(emulator.requests).toHaveLength(2);
    const query = { prefix: 'r/', delimiter: '/', autoPaginate: false };
    const [files, , answer] = await bucket.getFiles(query);
    expect(files.map(file => file.name)).toEqual(['r/b']);
    expect(answer).toMatchObject({ prefixes: ['r/a/'] });
  });

  it('copies, composes, and finds that a wrong md5 is refused', async () => {
    const { bucket } = await openSdk();
    await bucket.file('a').save('one ', oneRequest);
    await bucket.file('b').save('two', oneRequest);
    await bucket.file('a').copy(bucket.file('c'));
    await bucket.combine(['c', 'b'], 'd');
    expect((await bucket.file('d').download())[0].toString()).toBe('one two');
    const wrong = { ...oneRequest, validation: false, metadata: { md5Hash: 'AAAA' } };
    expect(await refusalOf(bucket.file('e').save('x', wrong))).toBe(400);
    expect((await bucket.file('e').exists())[0]).toBe(false);
  });
});
