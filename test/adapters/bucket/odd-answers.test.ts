import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { extendCrc32c, formatCrc32c } from '../../../src/adapters/bucket/crc32c.ts';
import { openObjectStore } from '../../../src/adapters/bucket/open-object-store.ts';
import type { ObjectStore } from '../../../src/core/ports/object-store.ts';
import { objectWrite } from '../../support/object-writes.ts';
import { type ScriptedServer, sendJson, startScriptedServer } from '../../support/scripted-server.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

type Answer = (response: ServerResponse, path: string) => void;

/** A store whose bucket answers as the test says. */
async function openAgainst(answer: Answer): Promise<{ store: ObjectStore; server: ScriptedServer }> {
  const server = await startScriptedServer((request, response) => answer(response, request.url ?? ''));
  const store = openObjectStore({
    address: { bucket: 'bucket', prefix: 'registry/' },
    transport: 'sdk',
    variables: { STORAGE_EMULATOR_HOST: server.origin },
    budgetMs: 5000,
  });
  return { store, server };
}

/** What a bucket says of an object that holds these bytes. */
function describeBytes(bytes: Uint8Array, change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    name: 'registry/notes',
    generation: '1700000000000001',
    size: String(bytes.length),
    md5Hash: createHash('md5').update(bytes).digest('base64'),
    crc32c: formatCrc32c(extendCrc32c(0, bytes)),
    updated: '2026-11-21T03:00:00.123Z',
    ...change,
  };
}

/** Facts first, then the bytes, which may be others. */
function answerObject(facts: Record<string, unknown>, bytes: Uint8Array): Answer {
  return (response, path) => {
    if (path.includes('alt=media')) response.end(bytes);
    else sendJson(response, 200, facts);
  };
}

/** Of every page of a list. */
const kind = 'storage#objects';

const damaged = { code: 'answer-damaged' };

describe('an answer that is not what it should be', () => {
  test.each<[string, Answer]>([
    ['a page for people', response => response.end('<html>Please log in to the hotel</html>')],
    ['JSON that stops', response => response.end('{"name":')],
    ['a list', response => sendJson(response, 200, [])],
    ['an object without a generation', response => sendJson(response, 200, { name: 'registry/notes' })],
    [
      'an object of another name',
      response => sendJson(response, 200, describeBytes(Buffer.alloc(1), { name: '../etc' })),
    ],
    [
      'no checksum',
      response => sendJson(response, 200, describeBytes(Buffer.alloc(1), { md5Hash: 'AA==', crc32c: null })),
    ],
    ['a redirection', response => response.writeHead(302, { location: 'http://elsewhere.invalid/' }).end()],
    ['more than an object can have', response => response.end('x'.repeat(100_000))],
  ])('is not taken for one: %s', async (_, answer) => {
    const { store, server } = await openAgainst(answer);
    await expect(store.find('notes')).rejects.toMatchObject(damaged);
    expect(server.requests).toHaveLength(1);
  });

  test.each<[string, Record<string, unknown>]>([
    ['items that are none', { items: 'none' }],
    ['more items than a page has', { items: Array.from({ length: 1001 }, () => ({})) }],
    [
      'an item outside of the prefix',
      { items: [describeBytes(Buffer.alloc(1), { name: 'elsewhere/notes' })] },
    ],
    ['a name that is no text', { items: [describeBytes(Buffer.alloc(1), { name: 'registry/\ud800' })] }],
    ['metadata that is no text', { items: [describeBytes(Buffer.alloc(1), { metadata: { key: 1 } })] }],
    ['a token that is none', { items: [], nextPageToken: 7 }],
  ])('is not taken for a list: %s', async (_, page) => {
    const { store } = await openAgainst(response => sendJson(response, 200, { kind, ...page }));
    await expect(store.list({})).rejects.toMatchObject(damaged);
  });

  test('is not taken for an empty list: an object of some other kind', async () => {
    const { store } = await openAgainst(response => sendJson(response, 200, { status: 'ok' }));
    await expect(store.list({})).rejects.toMatchObject(damaged);
  });

  test('is not taken for a removal: a page for people', async () => {
    const { store } = await openAgainst(response => response.end('<html>Please log in to the hotel</html>'));
    await expect(store.remove('notes', '1')).rejects.toMatchObject(damaged);
  });

  test('other bytes than the bucket says it holds are not read, and leave no file', async () => {
    const bytes = Buffer.from('as it was');
    const { store } = await openAgainst(answerObject(describeBytes(bytes), Buffer.from('as it wax')));
    await expect(store.read('notes', 100)).rejects.toMatchObject(damaged);
    const path = join(createTemporaryFolder(), 'notes');
    await expect(store.download('notes', path)).rejects.toMatchObject(damaged);
    expect(existsSync(path)).toBe(false);
  });

  test.each([
    ['fewer', 'as it'],
    ['more', 'as it was, and then some'],
  ])('%s bytes than the bucket says it holds are not read', async (_, text) => {
    const { store } = await openAgainst(
      answerObject(describeBytes(Buffer.from('as it was')), Buffer.from(text)),
    );
    await expect(store.read('notes', 100)).rejects.toMatchObject(damaged);
    const path = join(createTemporaryFolder(), 'notes');
    await expect(store.download('notes', path)).rejects.toMatchObject(damaged);
    expect(existsSync(path)).toBe(false);
  });

  test('a write that the bucket says it stored otherwise was not made', async () => {
    const facts = describeBytes(Buffer.from('other'), { name: 'registry/notes' });
    const { store } = await openAgainst(response => sendJson(response, 200, facts));
    await expect(store.write(objectWrite('notes', 'mine'))).rejects.toMatchObject(damaged);
  });
});

describe('bytes without an md5, of an object that was put together of parts', () => {
  const bytes = Buffer.from('as it was');
  const composed = describeBytes(bytes, { md5Hash: undefined });

  test('are checked by their crc32c', async () => {
    const { store } = await openAgainst(answerObject(composed, bytes));
    const read = await store.read('notes', 100);
    expect(read).toMatchObject({ facts: { md5: undefined } });
    expect(Buffer.from(read?.bytes ?? []).toString()).toBe('as it was');
  });

  test('are refused when they have another one', async () => {
    const { store } = await openAgainst(answerObject(composed, Buffer.from('as it wax')));
    await expect(store.read('notes', 100)).rejects.toMatchObject(damaged);
  });
});

test('an object that is stored compressed comes as it is stored', async () => {
  const stored = gzipSync('{"a":1}');
  const asked: (string | undefined)[] = [];
  const server = await startScriptedServer((request, response) => {
    if (request.url?.includes('alt=media')) asked.push(request.headers['accept-encoding']?.toString());
    answerObject(describeBytes(stored), stored)(response, request.url ?? '');
  });
  const store = openObjectStore({
    address: { bucket: 'bucket', prefix: 'registry/' },
    transport: 'sdk',
    variables: { STORAGE_EMULATOR_HOST: server.origin },
  });
  expect(Buffer.from((await store.read('notes', 100))?.bytes ?? [])).toEqual(stored);
  expect(asked).toEqual(['gzip']);
});

describe('a bucket that asks to be left alone', () => {
  test.each<[string, Record<string, string>]>([
    ['for some seconds', { 'retry-after': '1' }],
    [
      'until a time, by a clock that is two hours ahead',
      { 'retry-after': 'Sat, 21 Nov 2026 05:00:01 GMT', date: 'Sat, 21 Nov 2026 05:00:00 GMT' },
    ],
  ])('is left alone %s', async (_, headers) => {
    let asked = 0;
    const { store } = await openAgainst(response => {
      asked += 1;
      if (asked === 1) response.writeHead(429, headers).end();
      else sendJson(response, 200, { kind, items: [] });
    });
    const startedAt = performance.now();
    expect((await store.list({})).objects).toEqual([]);
    expect(performance.now() - startedAt).toBeGreaterThan(990);
    expect(asked).toBe(2);
  });

  test('for longer than there is patience is given up at once', async () => {
    const { store, server } = await openAgainst(response =>
      response.writeHead(503, { 'retry-after': '3600' }).end(),
    );
    await expect(store.list({})).rejects.toMatchObject({ code: 'network-failed', data: { status: 503 } });
    expect(server.requests).toHaveLength(1);
  });

  test('is asked again when it calls that a matter of permission', async () => {
    let asked = 0;
    const { store } = await openAgainst(response => {
      asked += 1;
      const errors = [{ reason: 'userRateLimitExceeded' }];
      if (asked === 1) sendJson(response, 403, { error: { message: 'Too often.', errors } });
      else sendJson(response, 200, { kind, items: [] });
    });
    expect((await store.list({})).objects).toEqual([]);
  });
});

test('what the bucket says is shown on one line, and not as long as it likes', async () => {
  const message = `No.\n\u001b[31m${'x'.repeat(5000)}`;
  const { store } = await openAgainst(response => sendJson(response, 403, { error: { message } }));
  const failure = await store.list({}).catch((thrown: unknown) => thrown);
  expect(failure).toMatchObject({
    code: 'access-denied',
    message: expect.stringMatching(/^[\x20-\x7e↵…]{1,500}$/),
  });
});
