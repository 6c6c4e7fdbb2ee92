import { inspect } from 'node:util';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ObjectStore } from '../../../src/core/ports/object-store.ts';
import { openEmulator } from '../../support/gcs/emulator-rig.ts';
import { objectWrite } from '../../support/object-writes.ts';
import { sendJson, startScriptedServer } from '../../support/scripted-server.ts';
import { openStoreWithLogin } from '../../support/store-with-login.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { secretTokens, startTokenServer } from '../../support/token-server.ts';

afterEach(() => vi.unstubAllEnvs());

const large = { from: 'bytes', bytes: Buffer.alloc(9 * 1024 * 1024) } as const;

function everyCall(store: ObjectStore): Readonly<Record<string, () => Promise<unknown>>> {
  return {
    list: () => store.list({}),
    find: () => store.find('latest'),
    read: () => store.read('latest', 100),
    download: () => store.download('latest', `${createTemporaryFolder()}/latest`),
    write: () => store.write(objectWrite('latest', 'text')),
    'write of nine megabytes': () => store.write(objectWrite('weights', '', { body: large })),
    remove: () => store.remove('latest', '1'),
  };
}

/** Every call that failed, with all that its error holds: message, stack, causes, data, and what nobody would print. */
async function collectFailures(store: ObjectStore): Promise<ReadonlyMap<string, string>> {
  const failures = new Map<string, string>();
  for (const [call, make] of Object.entries(everyCall(store)))
    await make().catch((thrown: unknown) => {
      failures.set(call, inspect(thrown, { depth: Number.POSITIVE_INFINITY, showHidden: true }));
    });
  return failures;
}

function findLeaks(failures: ReadonlyMap<string, string>): readonly string[] {
  return [...failures].flatMap(([call, text]) => (text.includes('geheim') ? [`${call}: ${text}`] : []));
}

test('a real login is what is sent, also by an upload of nine megabytes', async () => {
  await startTokenServer();
  const emulator = await openEmulator({ https: true });
  const store = openStoreWithLogin(Number(new URL(emulator.httpsEndpoint ?? '').port));
  const failures = await collectFailures(store);
  const shown = emulator.requests.map(request => request.headers['authorization']);
  expect([...failures]).toEqual([]);
  expect(new Set(shown)).toEqual(new Set([`Bearer ${secretTokens.access}1`]));
  expect(emulator.listObjects('bucket').map(object => object.name)).toEqual(['latest', 'weights']);
});

describe('no token is in an error', () => {
  test.each([400, 401, 403, 404, 412, 429, 500, 503])(
    'of a server that answers %i and repeats what it was sent',
    async status => {
      await startTokenServer();
      const bucket = await startScriptedServer((request, response) => {
        const message = `You sent ${request.headers.authorization} (${JSON.stringify(request.headers)}).`;
        sendJson(response, status, { error: { message, errors: [{ reason: message }] } });
      }, 'https');
      const failures = await collectFailures(openStoreWithLogin(bucket.port));
      expect(failures.size).toBeGreaterThan(1);
      expect(findLeaks(failures)).toEqual([]);
    },
  );

  test.each<[string, Parameters<typeof startScriptedServer>[0]]>([
    ['drops the connection', request => request.socket.destroy()],
    ['answers with the request', (request, response) => response.end(JSON.stringify(request.headers))],
  ])('of a server that %s', async (_, answer) => {
    await startTokenServer();
    const bucket = await startScriptedServer(answer, 'https');
    const failures = await collectFailures(openStoreWithLogin(bucket.port));
    expect(failures.size).toBe(7);
    expect(findLeaks(failures)).toEqual([]);
  });

  test.each([400, 401, 403, 500])(
    'of a server of logins that answers %i and repeats what it was sent',
    async status => {
      await startTokenServer(response => {
        const error_description = `You are ${secretTokens.subject}.`;
        sendJson(response, status, { error: 'invalid_grant', error_description });
      });
      const bucket = await startScriptedServer((_, response) => sendJson(response, 200, {}), 'https');
      const store = openStoreWithLogin(bucket.port);
      const failures = new Map<string, string>();
      await store.list({}).catch((thrown: unknown) => {
        failures.set('list', inspect(thrown, { depth: Number.POSITIVE_INFINITY, showHidden: true }));
      });
      expect(failures.size).toBe(1);
      expect(findLeaks(failures)).toEqual([]);
      expect(bucket.requests).toEqual([]);
    },
  );
});
