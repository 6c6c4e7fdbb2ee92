import { type AddressInfo, createServer, type Server } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openTransport } from '../../../src/adapters/bucket/open-object-store.ts';
import type { ObjectStore } from '../../../src/core/ports/object-store.ts';
import { openEmulator } from '../../support/gcs/emulator-rig.ts';
import { objectWrite } from '../../support/object-writes.ts';

const limits = { metadataMs: 500, transferMs: 700, leastBytesPerSecond: 1024 * 1024 * 1024 };

/** What a busy machine may add. */
const graceMs = 5000;

function openAt(host: string): ObjectStore {
  const store = openTransport({
    address: { bucket: 'bucket', prefix: '' },
    transport: 'sdk',
    variables: { STORAGE_EMULATOR_HOST: host },
    limits,
  });
  onTestFinished(() => store.close());
  return store;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** A port on which connections are taken and nothing is ever said. */
function openBlackHole(): Promise<number> {
  return listen(createServer(socket => void onTestFinished(() => void socket.destroy())));
}

/** A port nobody listens on. */
async function findClosedPort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise(resolve => server.close(resolve));
  return port;
}

describe.each([
  ['the connection is refused', async () => `http://127.0.0.1:${await findClosedPort()}`],
  ['the name of the server is not known', async () => 'http://storage.invalid'],
  [
    'the server takes the connection and says nothing',
    async () => `http://127.0.0.1:${await openBlackHole()}`,
  ],
  ['the server never speaks TLS', async () => `https://127.0.0.1:${await openBlackHole()}`],
])('when %s', (_, findHost) => {
  test('every call ends in time and says that the network failed', async () => {
    const store = openAt(await findHost());
    const body = { from: 'bytes', bytes: Buffer.alloc(9 * 1024 * 1024) } as const;
    const calls: Readonly<Record<string, () => Promise<unknown>>> = {
      list: () => store.list({}),
      find: () => store.find('latest'),
      read: () => store.read('latest', 100),
      remove: () => store.remove('latest', '1'),
      write: () => store.write(objectWrite('latest', 'text')),
      'write of nine megabytes': () => store.write(objectWrite('weights', '', { body })),
    };
    const startedAt = performance.now();
    const ends = await Promise.all(
      Object.entries(calls).map(async ([call, make]) => {
        const failure = await make().catch((thrown: unknown) => thrown);
        return { call, code: (failure as { code?: string }).code, afterMs: performance.now() - startedAt };
      }),
    );
    expect(ends.filter(end => end.code !== 'network-failed')).toEqual([]);
    expect(ends.filter(end => end.afterMs > limits.transferMs + graceMs)).toEqual([]);
  });
});

test('what speaks no HTTP is said to be a failed network', async () => {
  const port = await listen(createServer(socket => socket.end('SSH-2.0-OpenSSH_9.2\r\n')));
  const failure = await openAt(`http://127.0.0.1:${port}`)
    .list({})
    .catch((thrown: unknown) => thrown);
  expect(failure).toMatchObject({ code: 'network-failed', message: expect.stringContaining('no HTTP') });
});

test('a server whose certificate is not trusted is not spoken to, and what to do is said', async () => {
  const emulator = await openEmulator({ https: true });
  const failure = await openAt(emulator.httpsEndpoint ?? '')
    .list({})
    .catch((thrown: unknown) => thrown);
  expect(failure).toMatchObject({
    code: 'network-failed',
    hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
  });
  expect(emulator.requests).toEqual([]);
});
