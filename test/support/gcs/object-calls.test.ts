import { describe, expect, it } from 'vitest';
import type { Emulator } from './emulator.ts';
import { callEmulator, objectPath, openEmulator, upload } from './emulator-rig.ts';

const media = { alt: 'media' };

async function openWithObject(body = 'hello'): Promise<Emulator> {
  const emulator = await openEmulator();
  emulator.putObject('bucket', 'a/b', body, { k: 'v' });
  return emulator;
}

describe('reading an object', () => {
  it.each([
    [undefined, 200, 'hello', null],
    ['bytes=1-2', 206, 'el', 'bytes 1-2/5'],
    ['bytes=3-', 206, 'lo', 'bytes 3-4/5'],
    ['bytes=-2', 206, 'lo', 'bytes 3-4/5'],
    ['bytes=0-99', 206, 'hello', 'bytes 0-4/5'],
    ['bytes=5-', 416, 'Bad range', 'bytes */5'],
    ['lines=1-2', 200, 'hello', null],
  ])('of range %s', async (range, status, text, contentRange) => {
    const emulator = await openWithObject();
    const headers = range === undefined ? {} : { range };
    const answer = await callEmulator(emulator, { path: objectPath('a/b'), query: media, headers });
    expect([answer.status, answer.text, answer.headers.get('content-range')]).toEqual([
      status,
      text,
      contentRange,
    ]);
  });

  it('tells its generation and hashes in headers', async () => {
    const emulator = await openWithObject();
    const { headers } = await callEmulator(emulator, { path: objectPath('a/b'), query: media });
    expect(headers.get('x-goog-hash')).toBe('crc32c=mnG7TA==,md5=XUFAKrxLKna5cZ2REBfFkg==');
    expect(headers.get('x-goog-generation')).toBe(emulator.listObjects('bucket')[0]?.generation);
    expect(headers.get('x-goog-metageneration')).toBe('1');
  });

  it('works by its media link, and without /storage/v1', async () => {
    const emulator = await openWithObject();
    const { document } = await callEmulator(emulator, { path: '/b/bucket/o/a%2Fb' });
    expect(document).toMatchObject({ name: 'a/b', bucket: 'bucket', size: '5', metadata: { k: 'v' } });
    expect(await (await fetch(String(document['mediaLink']))).text()).toBe('hello');
  });

  it('that is not there is answered in JSON, and in plain text where bytes were asked for', async () => {
    const emulator = await openWithObject();
    const found = await callEmulator(emulator, { path: objectPath('no') });
    expect(found.status).toBe(404);
    expect(found.document['error']).toMatchObject({ code: 404, message: 'No such object: bucket/no' });
    const read = await callEmulator(emulator, { path: objectPath('no'), query: media });
    expect([read.status, read.text]).toEqual([404, 'No such object: bucket/no']);
  });

  it.each(['a#b', 'x?y', '50%', 'a&b', 'a+b', `q"'`, '[z]*', 'sp ace', 'ü', '日本', '😀', 'd/compose', 'a/'])(
    'keeps the name %s',
    async name => {
      const emulator = await openEmulator();
      expect((await upload(emulator, name, 'x')).document['name']).toBe(name);
      expect((await callEmulator(emulator, { path: objectPath(name), query: media })).text).toBe('x');
      expect((await callEmulator(emulator, { method: 'DELETE', path: objectPath(name) })).status).toBe(204);
      expect(emulator.listObjects('bucket')).toEqual([]);
    },
  );
});

describe('changing the settings of an object', () => {
  it('by PATCH keeps what is not named, by PUT does not; both count up the metageneration', async () => {
    const emulator = await openWithObject();
    const change = (method: string, body: unknown) =>
      callEmulator(emulator, { method, path: objectPath('a/b'), body: JSON.stringify(body) });
    const patched = await change('PATCH', { cacheControl: 'no-store', metadata: { l: 'w' } });
    const both = { k: 'v', l: 'w' };
    expect(patched.document).toMatchObject({ metageneration: '2', cacheControl: 'no-store', metadata: both });
    const without = await change('PATCH', { metadata: { k: null } });
    expect(without.document).toMatchObject({
      metageneration: '3',
      cacheControl: 'no-store',
      metadata: { l: 'w' },
    });
    const replaced = await change('PUT', { contentType: 'text/plain' });
    expect(replaced.document).toMatchObject({ metageneration: '4', contentType: 'text/plain' });
    expect(replaced.document).not.toHaveProperty('metadata');
    expect(replaced.document).not.toHaveProperty('cacheControl');
    expect(replaced.document['generation']).toBe(patched.document['generation']);
    expect((await change('PATCH', { metadata: { k: 1 } })).status).toBe(400);
  });
});

describe('copying', () => {
  it('keeps bytes, type and metadata, unless others are sent', async () => {
    const emulator = await openWithObject();
    const copy = (verb: string, to: string, body = '') =>
      callEmulator(emulator, { method: 'POST', path: `${objectPath('a/b')}/${verb}/b/bucket/o/${to}`, body });
    const rewritten = await copy('rewriteTo', 'c%2Fd');
    expect(rewritten.document).toMatchObject({
      done: true,
      objectSize: '5',
      resource: { name: 'c/d', metadata: { k: 'v' } },
    });
    const copied = await copy('copyTo', 'e', '{"contentType":"text/plain"}');
    expect(copied.document).toMatchObject({
      name: 'e',
      contentType: 'text/plain',
      md5Hash: expect.any(String),
    });
    expect(copied.document).not.toHaveProperty('metadata');
    const missing = { method: 'POST', path: `${objectPath('no')}/copyTo/b/bucket/o/f` };
    expect((await callEmulator(emulator, missing)).status).toBe(404);
  });
});

describe('composing', () => {
  it('makes one object of several, which has no md5 even when the client sends one', async () => {
    const emulator = await openWithObject('one ');
    emulator.putObject('bucket', 'c', 'two');
    const compose = (names: readonly string[]) => {
      const sourceObjects = names.map(name => ({ name }));
      const destination = { contentType: 'text/plain', md5Hash: 'AAAA', crc32c: 'AAAAAA==' };
      const body = JSON.stringify({ sourceObjects, destination });
      return callEmulator(emulator, { method: 'POST', path: `${objectPath('all')}/compose`, body });
    };
    const { document } = await compose(['a/b', 'c']);
    expect(document).toMatchObject({ componentCount: 2, size: '7', contentType: 'text/plain' });
    expect(document).not.toHaveProperty('md5Hash');
    expect((await callEmulator(emulator, { path: objectPath('all'), query: media })).text).toBe('one two');
    expect((await compose([])).status).toBe(400);
    expect((await compose(Array.from({ length: 33 }, () => 'c'))).status).toBe(400);
    expect((await compose(['no'])).status).toBe(404);
  });
});

describe('buckets', () => {
  const buckets = '/storage/v1/b';

  it('are made, listed, described and removed', async () => {
    const emulator = await openWithObject();
    const body = '{"name":"new"}';
    expect((await callEmulator(emulator, { method: 'POST', path: buckets, body })).status).toBe(200);
    expect((await callEmulator(emulator, { method: 'POST', path: buckets, body })).status).toBe(409);
    const { document } = await callEmulator(emulator, { path: buckets, query: { fields: 'items/name' } });
    expect(document).toEqual({ items: [{ name: 'bucket' }, { name: 'new' }] });
    const layout = await callEmulator(emulator, { path: `${buckets}/new/storageLayout` });
    expect(layout.document).toMatchObject({ bucket: 'new', hierarchicalNamespace: { enabled: false } });
    expect((await callEmulator(emulator, { method: 'DELETE', path: `${buckets}/bucket` })).status).toBe(409);
    expect((await callEmulator(emulator, { method: 'DELETE', path: `${buckets}/new` })).status).toBe(204);
    expect((await callEmulator(emulator, { path: `${buckets}/new` })).status).toBe(404);
    expect((await callEmulator(emulator, { path: `${buckets}/new/o` })).status).toBe(404);
  });

  it('have no other paths', async () => {
    const emulator = await openWithObject();
    for (const path of ['/', '/storage/v2/b/bucket', `${buckets}/bucket/acl`, '/upload/storage/v1/x'])
      expect((await callEmulator(emulator, { path })).status).toBe(404);
    expect((await callEmulator(emulator, { path: `${buckets}/bucket/o/%ff` })).status).toBe(400);
  });
});
