import { writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { bucketUrl, confirmed, readAllFiles } from '../support/bucket-program.ts';
import { createFakeGsutil } from '../support/fake-gsutil.ts';
import { startEmulator } from '../support/gcs/emulator.ts';
import type { Fault } from '../support/gcs/faults.ts';
import { sendJson, startScriptedServer } from '../support/scripted-server.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { secretTokens, startTokenServer } from '../support/token-server.ts';
import { startTunnel } from '../support/tunnel.ts';
import { type Finished, runProgram } from './run-program.ts';

const environmentToken = 'ya29.environment-geheim';
const privateKey = 'c2VydmljZS1hY2NvdW50LWdlaGVpbQ';
const secrets = [...Object.values(secretTokens), environmentToken, privateKey, 'geheim'];

const commands = [
  ['models', '--json'],
  ['register', 'rag', '--yes'],
  ['promote', 'rag', 'v1', '--reason', 'x', ...confirmed, '--json'],
  ['sync', 'status'],
  ['doctor'],
] as const;

afterEach(() => vi.unstubAllEnvs());

/** Runs every command at once and holds all that it wrote and left against the secrets. Their ends. */
async function runAll(env: Readonly<Record<string, string>>): Promise<readonly Finished[]> {
  const ends = await Promise.all(
    commands.map(async argv => {
      const home = createTemporaryFolder();
      const where = { cwd: home, env: { ...loginVariables(), HOME: home, LASTGOOD_DEBUG: '1', ...env } };
      const end = await runProgram([...argv, '--registry', bucketUrl], where);
      const written = [end.out, end.error, ...readAllFiles(home).keys(), ...readAllFiles(home).values()];
      return { argv, end, leaks: secrets.filter(secret => written.some(text => text.includes(secret))) };
    }),
  );
  expect(ends.filter(({ leaks }) => leaks.length > 0)).toEqual([]);
  return ends.map(({ end }) => end);
}

/** What of this process's environment is about logins. */
function loginVariables(): Readonly<Record<string, string>> {
  const names = ['GOOGLE_APPLICATION_CREDENTIALS', 'CLOUDSDK_CONFIG', 'METADATA_SERVER_DETECTION'];
  const set = names.flatMap(name => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return {
    ...Object.fromEntries(set),
    CLOUDSDK_AUTH_ACCESS_TOKEN: environmentToken,
    GOOGLE_OAUTH_ACCESS_TOKEN: environmentToken,
  };
}

/** A program that believes to speak to Cloud Storage, with the certificate of nobody. */
async function behindTunnel(port: number): Promise<Readonly<Record<string, string>>> {
  return {
    HTTPS_PROXY: await startTunnel(port),
    NO_PROXY: '127.0.0.1',
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
    NODE_NO_WARNINGS: '1',
  };
}

describe('no token is in any output, file or name', () => {
  /** Runs everything on a bucket with each of these faults. */
  async function runWith(faults: readonly (Fault | undefined)[]): Promise<void> {
    await startTokenServer();
    await Promise.all(
      faults.map(async fault => {
        const emulator = await startEmulator({ https: true });
        try {
          if (fault !== undefined) emulator.addFault(fault);
          const port = Number(new URL(emulator.httpsEndpoint ?? '').port);
          const ends = await runAll(await behindTunnel(port));
          // The token was really shown, and the failure really told.
          const shown = emulator.requests.map(({ headers }) => headers['authorization'] ?? '');
          expect(shown.some(header => header.includes(secretTokens.access))).toBe(true);
          expect(ends.every(({ code }) => code === 0)).toBe(false);
        } finally {
          await emulator.stop();
        }
      }),
    );
  }

  const forever = Number.POSITIVE_INFINITY;

  test.each<[string, Fault | undefined]>([
    // What is promoted before it is registered fails by itself.
    ['is in order', undefined],
    ['knows no login', { does: 'status', status: 401, times: forever }],
    ['allows nothing', { does: 'status', status: 403, times: forever }],
    ['is not there', { does: 'status', status: 404, times: forever }],
    ['allows no write', { does: 'status', status: 403, times: forever, kind: 'write' }],
    ['loses answers', { does: 'drop-after', times: 2, kind: 'write' }],
  ])('when the bucket %s', async (_, fault) => await runWith([fault]));

  test('when the bucket fails for so long that it is given up', async () => {
    await runWith([
      { does: 'status', status: 503, times: forever },
      { does: 'drop-before', times: forever },
      { does: 'truncate', times: forever },
    ]);
  });

  test('when what answers says the token back', async () => {
    await startTokenServer();
    const echo = (request: IncomingMessage, response: ServerResponse): void =>
      sendJson(response, 400, { error: { code: 400, message: `who is ${request.headers.authorization}?` } });
    const server = await startScriptedServer(echo, 'https');
    const ends = await runAll(await behindTunnel(server.port));
    expect(server.requests.length).toBeGreaterThanOrEqual(commands.length);
    expect(ends.map(({ code }) => code)).toEqual(commands.map(() => 8));
  });

  test.each([400, 401, 500])(
    'when the server of logins answers %i and says everything back',
    async status => {
      const tokens = await startTokenServer(response =>
        sendJson(response, status, {
          error: 'invalid_grant',
          error_description: `expired: ${secretTokens.subject} ${secretTokens.access}`,
        }),
      );
      const ends = await runAll({});
      expect(tokens.requests.length).toBeGreaterThanOrEqual(commands.length);
      expect(ends.map(({ code }) => code)).toEqual(commands.map(() => 8));
    },
  );

  test.each([
    ['cut off', `{"type": "service_account", "private_key": "${privateKey}`],
    [
      'of a service account whose key is none',
      JSON.stringify({ type: 'service_account', client_email: 'ci@example.org', private_key: privateKey }),
    ],
  ])('when the file of the login is %s', async (_, text) => {
    const path = join(createTemporaryFolder(), 'login.json');
    writeFileSync(path, text);
    const ends = await runAll({
      GOOGLE_APPLICATION_CREDENTIALS: path,
      CLOUDSDK_CONFIG: createTemporaryFolder(),
      METADATA_SERVER_DETECTION: 'none',
    });
    expect(ends.map(({ code }) => code)).toEqual(commands.map(() => 8));
  });

  test('when gsutil prints it', async () => {
    const gsutil = createFakeGsutil();
    const words = `ServiceException: 401 Authorization: Bearer ${environmentToken} {"access_token": "${environmentToken}"}`;
    gsutil.answer([{ command: 'ls', words, exitCode: 1, ending: 'end' }]);
    const path = `${join(gsutil.path, '..')}:${process.env['PATH']}`;
    const ends = await runAll({
      FAKE_GSUTIL: gsutil.variables['FAKE_GSUTIL'] ?? '',
      PATH: path,
      LASTGOOD_TRANSPORT: 'gsutil',
    });
    expect(gsutil.listCalls().length).toBeGreaterThanOrEqual(commands.length);
    expect(ends.map(({ code }) => code)).toEqual(commands.map(() => 8));
  });
});
