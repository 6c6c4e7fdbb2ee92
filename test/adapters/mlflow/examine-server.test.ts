import { expect, test } from 'vitest';
import { examineServer } from '../../../src/adapters/mlflow/examine-server.ts';
import type { MlflowCredentials } from '../../../src/adapters/mlflow/rest/credentials.ts';
import { createMlflowClient } from '../../../src/adapters/mlflow/rest/mlflow-rest-client.ts';
import { startFakeService } from '../../support/notify/fake-service.ts';

const basic: MlflowCredentials = { kind: 'basic', username: 'mina', password: '5ecretMlflow' };

async function examine(url: string, credentials: MlflowCredentials) {
  const limits = { budgetMs: 0, attempts: 1 };
  const client = createMlflowClient({ url, credentials, limits, now: Date.now, random: () => 0 });
  return await examineServer({ name: 'rag', client, credentials, warning: undefined }, undefined);
}

async function startServer(version: { readonly status: number; readonly text: string }, status = 200) {
  return await startFakeService(({ path, headers }) => {
    if (path === '/version') return version;
    if (headers.authorization === undefined) return { status: 401, value: {} };
    return {
      status,
      value: status === 200 ? { registered_models: [] } : { error_code: 'PERMISSION_DENIED' },
    };
  });
}

test('a server says its version and lets us read; the login goes to its API only', async () => {
  const server = await startServer({ status: 200, text: '3.1.4\n' });
  expect(await examine(server.origin, basic)).toEqual({
    ...{ name: 'rag', place: server.origin, state: 'ready', identity: 'mina', missing: [] },
    may: ['read models (MLflow 3.1.4)', 'write: only seen when it is done'],
  });
  expect(server.requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
  const version = server.requests.find(({ path }) => path === '/version');
  expect(version?.headers.authorization).toBeUndefined();
});

test.each([
  { status: 404, text: 'no' },
  { status: 200, text: '<html>sign in</html>' },
])('a server behind a front that does not say its version ($status) is ready all the same', async version => {
  const server = await startServer(version);
  expect(await examine(server.origin, basic)).toMatchObject({
    state: 'ready',
    may: ['read models', 'write: only seen when it is done'],
  });
});

test('no login, and one that may not, are not usable, with what to do', async () => {
  const wantsLogin = await startServer({ status: 404, text: '' });
  expect(await examine(wantsLogin.origin, { kind: 'none' })).toMatchObject({
    state: 'not-usable',
    missing: [
      { what: expect.stringContaining('(401)'), fix: expect.stringContaining('MLFLOW_TRACKING_USERNAME') },
    ],
  });
  const refuses = await startServer({ status: 404, text: '' }, 403);
  const refused = await examine(refuses.origin, basic);
  expect(refused).toMatchObject({
    state: 'not-usable',
    missing: [{ what: expect.stringContaining('(403)') }],
  });
  expect(JSON.stringify(refused)).not.toContain('5ecretMlflow');
});

test('a login that the server is not given is said where the server does not ask for one', async () => {
  const open = await startFakeService(({ path }) =>
    path === '/version' ? { status: 200, text: '3.1.4' } : { status: 200, value: {} },
  );
  const withheld = { because: 'It is given no login.', hint: 'Add it to tokenHosts.' };
  expect(await examine(open.origin, { kind: 'none', withheld })).toMatchObject({
    state: 'limited',
    missing: [{ what: withheld.because, fix: withheld.hint }],
  });
});
