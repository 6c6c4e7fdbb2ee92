import { writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  behindTunnel,
  commands,
  environmentToken,
  expectSecret,
  expectSecretWithoutLogin,
  privateKey,
  runSecretly,
  someCommands,
} from '../support/bucket-secrets.ts';
import { createFakeGsutil } from '../support/fake-gsutil.ts';
import { sendJson, startScriptedServer } from '../support/scripted-server.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { startTokenServer } from '../support/token-server.ts';

// What waits out retries, and every command with every failure: test/services/bucket-tokens.test.ts.

afterEach(() => vi.unstubAllEnvs());

describe('no token is in any output, file or name', () => {
  test('when the bucket is in order', async () => {
    // The promotion of what nobody registered fails by itself.
    await expectSecret(commands, undefined);
  });

  test('when the bucket allows nothing', async () => {
    await expectSecret(someCommands, { does: 'status', status: 403, times: Number.POSITIVE_INFINITY });
  });

  test('when what answers says the token back', async () => {
    await startTokenServer();
    const echo = (request: IncomingMessage, response: ServerResponse): void =>
      sendJson(response, 400, { error: { code: 400, message: `who is ${request.headers.authorization}?` } });
    const server = await startScriptedServer(echo, 'https');
    const ends = await runSecretly(someCommands, await behindTunnel(server.port));
    expect(server.requests.length).toBeGreaterThanOrEqual(someCommands.length);
    expect(ends.map(({ code }) => code)).toEqual(someCommands.map(() => 8));
  });

  test('when the server of logins knows no such login and says everything back', async () => {
    await expectSecretWithoutLogin(someCommands, 400);
  });

  test.each([
    ['cut off', `{"type": "service_account", "private_key": "${privateKey}`],
    [
      'of a service account whose key is none',
      JSON.stringify({ type: 'service_account', client_email: 'ci@example.org', private_key: privateKey }),
    ],
  ])('when the file of the login is %s', async (_, text) => {
    const path = join(createTemporaryFolder(), 'login.json');
    writeFileSync(path, text);
    const ends = await runSecretly(someCommands, {
      GOOGLE_APPLICATION_CREDENTIALS: path,
      CLOUDSDK_CONFIG: createTemporaryFolder(),
      METADATA_SERVER_DETECTION: 'none',
    });
    expect(ends.map(({ code }) => code)).toEqual(someCommands.map(() => 8));
  });

  test('when gsutil prints it', async () => {
    const gsutil = createFakeGsutil();
    const words = `ServiceException: 401 Authorization: Bearer ${environmentToken} {"access_token": "${environmentToken}"}`;
    gsutil.answer([{ command: 'ls', words, exitCode: 1, ending: 'end' }]);
    const path = `${join(gsutil.path, '..')}:${process.env['PATH']}`;
    const ends = await runSecretly(someCommands, {
      FAKE_GSUTIL: gsutil.variables['FAKE_GSUTIL'] ?? '',
      PATH: path,
      LASTGOOD_TRANSPORT: 'gsutil',
    });
    expect(gsutil.listCalls().length).toBeGreaterThanOrEqual(someCommands.length);
    expect(ends.map(({ code }) => code)).toEqual(someCommands.map(() => 8));
  });
});
