import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { sendJson, startScriptedServer } from '../../support/scripted-server.ts';
import { openStoreWithLogin } from '../../support/store-with-login.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { giveToken, secretTokens, setLoginFile, startTokenServer } from '../../support/token-server.ts';

afterEach(() => vi.unstubAllEnvs());

/** A bucket that lists nothing, and only for who shows one of these tokens. */
async function startBucket(accepted: readonly number[]) {
  const shown: string[] = [];
  const server = await startScriptedServer((request, response) => {
    const authorization = request.headers.authorization ?? '';
    shown.push(authorization);
    const isAccepted = accepted.some(number => authorization === `Bearer ${secretTokens.access}${number}`);
    if (isAccepted) sendJson(response, 200, { kind: 'storage#objects' });
    else sendJson(response, 401, { error: { message: 'Invalid Credentials' } });
  }, 'https');
  return { port: server.port, shown };
}

describe('the login of this machine', () => {
  test('is asked for once, and shown with every call', async () => {
    const tokens = await startTokenServer();
    const bucket = await startBucket([1]);
    const store = openStoreWithLogin(bucket.port);
    await store.list({});
    await store.list({});
    expect(bucket.shown).toEqual(Array(2).fill(`Bearer ${secretTokens.access}1`));
    expect(tokens.requests).toHaveLength(1);
  });

  test('is asked for again when the bucket does not accept it, once for all calls under way', async () => {
    const tokens = await startTokenServer();
    const bucket = await startBucket([2]);
    const store = openStoreWithLogin(bucket.port);
    const lists = await Promise.all(Array.from({ length: 32 }, () => store.list({})));
    expect(lists.map(list => list.objects)).toEqual(Array(32).fill([]));
    expect(tokens.requests).toHaveLength(2);
  });

  test('is not accepted in the end after two tries', async () => {
    await startTokenServer();
    const bucket = await startBucket([]);
    await expect(openStoreWithLogin(bucket.port).list({})).rejects.toMatchObject({
      code: 'login-required',
      hint: expect.stringContaining('gcloud auth application-default login'),
    });
    expect(bucket.shown).toHaveLength(2);
  });

  test('is found by the next call after somebody has logged in', async () => {
    setLoginFile(undefined);
    const bucket = await startBucket([1]);
    const store = openStoreWithLogin(bucket.port);
    await expect(store.list({})).rejects.toMatchObject({ code: 'login-required' });
    await startTokenServer();
    expect((await store.list({})).objects).toEqual([]);
  });
});

describe('without a login that works nothing is sent to the bucket, and what is wrong is said', () => {
  test.each<[string, () => unknown, object]>([
    [
      'nobody is logged in',
      () => setLoginFile(undefined),
      { code: 'login-required', message: expect.stringContaining('nobody is logged in') },
    ],
    [
      'the file is not there',
      () => setLoginFile('/nowhere/login.json'),
      { code: 'login-required', message: expect.stringContaining('the file of the login') },
    ],
    [
      'the file is torn',
      () => {
        const path = join(createTemporaryFolder(), 'login.json');
        writeFileSync(path, '{"type": "authorized_us');
        setLoginFile(path);
      },
      { code: 'login-required', message: expect.stringContaining('the file of the login') },
    ],
    [
      'the login has expired',
      () => startTokenServer(response => sendJson(response, 400, { error: 'invalid_grant' })),
      { code: 'login-required', message: expect.stringContaining('has expired') },
    ],
    [
      'the server of logins has a fault',
      () => startTokenServer(response => sendJson(response, 503, { error: 'unavailable' })),
      { code: 'network-failed', data: { status: 503 } },
    ],
    [
      'the server of logins drops the connection',
      () => startTokenServer(response => response.destroy()),
      { code: 'network-failed' },
    ],
  ])('%s', async (_, prepare, expected) => {
    await prepare();
    const bucket = await startBucket([1]);
    await expect(openStoreWithLogin(bucket.port).list({})).rejects.toMatchObject(expected);
    expect(bucket.shown).toEqual([]);
  });

  test('a login that is never answered ends with the call', async () => {
    await startTokenServer(() => undefined);
    const bucket = await startBucket([1]);
    const control = new AbortController();
    const listing = openStoreWithLogin(bucket.port).list({}, { signal: control.signal });
    const reason = new Error('the screen was closed');
    control.abort(reason);
    await expect(listing).rejects.toBe(reason);
  });
});

test('a token is given again in time when its life is nearly over', async () => {
  const tokens = await startTokenServer((response, asked) => {
    if (asked > 1) return giveToken(response, asked);
    sendJson(response, 200, {
      access_token: `${secretTokens.access}1`,
      issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      token_type: 'Bearer',
      expires_in: 1,
    });
  });
  const bucket = await startBucket([1, 2]);
  const store = openStoreWithLogin(bucket.port);
  await store.list({});
  await store.list({});
  expect(bucket.shown.at(-1)).toBe(`Bearer ${secretTokens.access}2`);
  expect(tokens.requests).toHaveLength(2);
});
