import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Emulator } from './emulator.ts';
import { callEmulator, openEmulator, upload } from './emulator-rig.ts';

const path = '/upload/storage/v1/b/bucket/o';
const grainBytes = 256 * 1024;

function sendMultipart(emulator: Emulator, contentType: string, body: string, query = {}) {
  const headers = { 'content-type': contentType };
  return callEmulator(emulator, {
    method: 'POST',
    path,
    query: { uploadType: 'multipart', ...query },
    headers,
    body,
  });
}

function bodyOf(emulator: Emulator, name: string): string | undefined {
  const found = emulator.listObjects('bucket').find(object => object.name === name);
  return found && Buffer.from(found.body).toString('latin1');
}

describe('a multipart upload', () => {
  const document = '{"name": "a", "contentType": "text/plain", "metadata": {"k": "v"}}';

  it.each([
    [
      'with lines that end in CRLF',
      'multipart/related; boundary=b',
      `--b\r\nContent-Type: application/json\r\n\r\n${document}\r\n--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n`,
    ],
    [
      'with bare line ends and a boundary in single quotes, as apitools sends it',
      "multipart/related; boundary='===============41=='",
      `--===============41==\nContent-Type: application/json\nMIME-Version: 1.0\n\n${document}\n--===============41==\nContent-Type: text/plain\nContent-Transfer-Encoding: binary\n\nx\n--===============41==--\n`,
    ],
    [
      'with a boundary in double quotes',
      'multipart/related; charset=UTF-8; boundary="b c"',
      `--b c\r\n\r\n${document}\r\n--b c\r\n\r\nx\r\n--b c--`,
    ],
    [
      'with parts that have no headers, as Go sends them',
      'multipart/related; boundary=b',
      `--b\r\n\r\n${document}\r\n--b\r\n\r\nx\r\n--b--\r\n`,
    ],
  ])('%s', async (_, contentType, body) => {
    const emulator = await openEmulator();
    const answer = await sendMultipart(emulator, contentType, body);
    expect(answer.document).toMatchObject({
      name: 'a',
      size: '1',
      contentType: 'text/plain',
      metadata: { k: 'v' },
    });
    expect(bodyOf(emulator, 'a')).toBe('x');
  });

  it('keeps the bytes between boundaries as they are', async () => {
    const emulator = await openEmulator();
    const text = '\r\n--bee\r\n\n--b x\nin a line --b\r\nheader: value\r\n\r\n';
    const body = `--b\r\n\r\n${document}\r\n--b\r\n\r\n${text}\r\n--b--`;
    await sendMultipart(emulator, 'multipart/related; boundary=b', body);
    expect(bodyOf(emulator, 'a')).toBe(text);
  });

  it.each([
    ['no boundary', 'multipart/related', '--b--'],
    ['no end', 'multipart/related; boundary=b', `--b\r\n\r\n${document}\r\n--b\r\n\r\nx`],
    ['one part', 'multipart/related; boundary=b', `--b\r\n\r\n${document}\r\n--b--`],
    ['no JSON', 'multipart/related; boundary=b', '--b\r\n\r\n{\r\n--b\r\n\r\nx\r\n--b--'],
    ['no name', 'multipart/related; boundary=b', '--b\r\n\r\n{}\r\n--b\r\n\r\nx\r\n--b--'],
  ])('with %s is refused', async (_, contentType, body) => {
    const emulator = await openEmulator();
    expect((await sendMultipart(emulator, contentType, body)).status).toBe(400);
    expect(emulator.listObjects('bucket')).toEqual([]);
  });

  it('is under the name in the query rather than the one inside', async () => {
    const emulator = await openEmulator();
    const body = `--b\r\n\r\n${document}\r\n--b\r\n\r\nx\r\n--b--`;
    await sendMultipart(emulator, 'multipart/related; boundary=b', body, { name: 'outside' });
    expect(bodyOf(emulator, 'outside')).toBe('x');
  });

  it.each([
    ['md5Hash', 'AAAA'],
    ['crc32c', 'AAAAAA=='],
  ])('whose %s is wrong is refused', async (field, value) => {
    const emulator = await openEmulator();
    const wrong = JSON.stringify({ name: 'a', [field]: value });
    const body = `--b\r\n\r\n${wrong}\r\n--b\r\n\r\nx\r\n--b--`;
    const answer = await sendMultipart(emulator, 'multipart/related; boundary=b', body);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain("doesn't match calculated");
    expect(emulator.listObjects('bucket')).toEqual([]);
  });
});

describe('any upload', () => {
  it('whose hash in a header is wrong is refused', async () => {
    const emulator = await openEmulator();
    const query = { uploadType: 'media', name: 'a' };
    const send = (headers: Readonly<Record<string, string>>) =>
      callEmulator(emulator, { method: 'POST', path, query, headers, body: 'hello' });
    expect((await send({ 'x-goog-hash': 'crc32c=AAAAAA==' })).status).toBe(400);
    expect((await send({ 'x-goog-hash': 'crc32c=mnG7TA==,md5=AAAA' })).status).toBe(400);
    expect((await send({ 'content-md5': 'AAAA' })).status).toBe(400);
    expect((await send({ 'x-goog-hash': 'crc32c=mnG7TA==,md5=XUFAKrxLKna5cZ2REBfFkg==' })).status).toBe(200);
  });

  it.each(['', '.', '..', 'a\nb', 'x'.repeat(1025), 'ü'.repeat(513), '.well-known/acme-challenge/x'])(
    'under a name GCS does not take is refused: %j',
    async name => {
      const emulator = await openEmulator();
      expect((await upload(emulator, name, 'x')).status).toBe(400);
    },
  );

  it('carries at most 8 KiB of metadata, keys included', async () => {
    const emulator = await openEmulator();
    const send = (value: string) => {
      const document = JSON.stringify({ name: 'a', metadata: { ab: value } });
      const body = `--b\r\n\r\n${document}\r\n--b\r\n\r\nx\r\n--b--`;
      return sendMultipart(emulator, 'multipart/related; boundary=b', body);
    };
    expect((await send('x'.repeat(8190))).status).toBe(200);
    expect((await send('x'.repeat(8191))).status).toBe(400);
  });

  it('into a bucket that is not there is answered with 404', async () => {
    const emulator = await openEmulator({ buckets: ['other'] });
    const answer = await upload(emulator, 'a', 'x');
    expect(answer.status).toBe(404);
    expect(answer.document['error']).toMatchObject({ message: 'The specified bucket does not exist.' });
  });
});

describe('a resumable upload', () => {
  async function begin(emulator: Emulator, prefix = ''): Promise<string> {
    const query = { uploadType: 'resumable', name: 'a' };
    const headers = { 'x-upload-content-type': 'text/plain' };
    const begun = await callEmulator(emulator, { method: 'POST', path: `${prefix}${path}`, query, headers });
    expect(begun.status).toBe(200);
    return begun.headers.get('location') ?? '';
  }

  async function send(location: string, range: string, bytes = '', headers = {}) {
    const options = { method: 'PUT', headers: { 'content-range': range, ...headers }, body: bytes };
    const { status, headers: answered } = await fetch(location, { ...options, redirect: 'manual' });
    return { status, range: answered.get('range'), override: answered.get('x-http-status-code-override') };
  }

  it('takes parts of whole multiples of 256 KiB, and tells how far it is', async () => {
    const emulator = await openEmulator();
    const location = await begin(emulator);
    const part = 'x'.repeat(grainBytes);
    const last = grainBytes - 1;
    expect(await send(location, 'bytes */*')).toMatchObject({ status: 308, range: null });
    expect(await send(location, `bytes 0-${last}/*`, part)).toMatchObject({
      status: 308,
      range: `bytes=0-${last}`,
    });
    const odd = await send(location, `bytes ${grainBytes}-${grainBytes + 9}/*`, 'y'.repeat(10));
    expect(odd).toMatchObject({ status: 308, range: `bytes=0-${last}` });
    const total = grainBytes + 3;
    expect(await send(location, `bytes */${total}`)).toMatchObject({ status: 308, range: `bytes=0-${last}` });
    expect((await send(location, `bytes ${grainBytes}-${grainBytes + 2}/${total}`, 'end')).status).toBe(200);
    expect(bodyOf(emulator, 'a')).toBe(`${part}end`);
  });

  it('answers again what it ended with, and makes one generation', async () => {
    const emulator = await openEmulator();
    const location = await begin(emulator);
    expect((await send(location, 'bytes 0-2/3', 'abc')).status).toBe(200);
    expect((await send(location, 'bytes */3')).status).toBe(200);
    expect((await send(location, 'bytes 0-2/3', 'abc')).status).toBe(200);
    expect(emulator.listGenerations('bucket', 'a')).toHaveLength(1);
  });

  it('takes an object whose length nobody knew, and an empty one', async () => {
    const emulator = await openEmulator();
    expect((await send(await begin(emulator), 'bytes 0-*/*', 'abc')).status).toBe(200);
    expect(bodyOf(emulator, 'a')).toBe('abc');
    expect((await send(await begin(emulator), 'bytes */0')).status).toBe(200);
    expect(bodyOf(emulator, 'a')).toBe('');
  });

  it('keeps of a part that broke off what it can go on from', async () => {
    const emulator = await openEmulator();
    const location = await begin(emulator);
    const total = grainBytes * 2;
    const range = `bytes 0-${total - 1}/${total}`;
    const { hostname, port, pathname, search } = new URL(location);
    const head = [`PUT ${pathname}${search} HTTP/1.1`, 'Host: localhost', `Content-Range: ${range}`];
    const socket = connect(Number(port), hostname);
    socket.write(`${head.join('\r\n')}\r\nContent-Length: ${total}\r\n\r\n`);
    socket.end(Buffer.alloc(grainBytes + 100, 'x'));
    const askHowFar = async () => (await send(location, `bytes */${total}`)).range;
    await expect.poll(askHowFar).toBe(`bytes=0-${grainBytes - 1}`);
    const rest = await send(location, `bytes ${grainBytes}-${total - 1}/${total}`, 'y'.repeat(grainBytes));
    expect(rest.status).toBe(200);
    expect(bodyOf(emulator, 'a')).toBe('x'.repeat(grainBytes) + 'y'.repeat(grainBytes));
  });

  it('tells clients in Go in a header what they would take for a redirect', async () => {
    const emulator = await openEmulator();
    const answer = await send(await begin(emulator), 'bytes */*', '', { 'x-guploader-no-308': 'yes' });
    expect(answer).toMatchObject({ status: 200, override: '308' });
  });

  it('begins where gsutil begins it too, and can be given up', async () => {
    const emulator = await openEmulator();
    const location = await begin(emulator, '/resumable');
    expect((await fetch(location, { method: 'DELETE' })).status).toBe(499);
    expect((await send(location, 'bytes 0-2/3', 'abc')).status).toBe(404);
    expect(emulator.listObjects('bucket')).toEqual([]);
  });

  it.each(['bytes x', 'bytes 0-2/2', 'bytes 5-7/8'])('refuses a part that does not fit: %s', async range => {
    const emulator = await openEmulator();
    expect((await send(await begin(emulator), range, 'abc')).status).toBeOneOf([400, 503]);
    expect(emulator.listObjects('bucket')).toEqual([]);
  });
});
