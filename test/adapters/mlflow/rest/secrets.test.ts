import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createMlflowClient } from '../../../../src/adapters/mlflow/rest/mlflow-rest-client.ts';
import { AppError } from '../../../../src/core/errors/app-error.ts';
import { failureOf } from '../../../support/mlflow/failure-of.ts';
import { startFakeMlflow } from '../../../support/mlflow/start-fake-mlflow.ts';
import { createTestClient } from '../../../support/mlflow/test-client.ts';
import { sendJson, startScriptedServer } from '../../../support/scripted-server.ts';

const token = 'token-geheim-4711';
const bearer = { kind: 'bearer', token } as const;

describe('a login stays with its server', () => {
  it('no redirect carries it to another host', async () => {
    const other = await startScriptedServer((_, response) => sendJson(response, 200, {}));
    const fake = await startFakeMlflow();
    fake.faults.add({ does: 'redirect', location: `${other.origin}/login?next=1` });
    const failure = await failureOf(createTestClient(fake.url, { credentials: bearer }).getModel('churn'));
    expect(other.requests).toEqual([]);
    expect(failure.code).toBe('answer-damaged');
    expect(failure.message).toBe(
      `Cannot read churn: ${fake.url} sends its visitors on to 127.0.0.1:${other.port}, where the login was not sent.`,
    );
  });

  it('a read follows a redirect within the server', async () => {
    const fake = await startFakeMlflow({ login: { token } });
    fake.call('POST', 'mlflow/registered-models/create', { name: 'churn' });
    const location = '/ajax-api/2.0/mlflow/registered-models/get?name=churn';
    fake.faults.add({ does: 'redirect', status: 307, location });
    const client = createTestClient(fake.url, { credentials: bearer });
    await expect(client.getModel('churn')).resolves.toMatchObject({ name: 'churn' });
  });

  it('a server that redirects for ever is left', async () => {
    const fake = await startFakeMlflow();
    fake.faults.add({ does: 'redirect', location: '/again', times: Number.POSITIVE_INFINITY });
    expect((await failureOf(createTestClient(fake.url).getModel('churn'))).code).toBe('answer-damaged');
    expect(fake.log).toHaveLength(4);
  });
});

describe('a login is never shown', () => {
  it('not even by a server that repeats what it was sent', async () => {
    const server = await startScriptedServer((request, response) =>
      sendJson(response, 400, {
        error_code: 'BAD_REQUEST',
        message: `no: ${request.headers.authorization}\nmore: ${token}`,
      }),
    );
    for (const credentials of [bearer, { kind: 'basic', username: 'ada', password: token }] as const) {
      const failure = await failureOf(createTestClient(server.origin, { credentials }).getModel('churn'));
      const all = inspect([failure, failure.data, failure.hint], { depth: 9 });
      expect(all).toContain('no: B');
      expect(all).not.toContain(token);
      expect(all).not.toContain(Buffer.from(`ada:${token}`).toString('base64'));
    }
  });

  it('a user and password of the address are used and taken out of it', async () => {
    const fake = await startFakeMlflow({ login: { username: 'ada', password: 'p@ss/geheim' } });
    const address = new URL(`${fake.url}/?key=geheim#geheim`);
    address.username = 'ada';
    address.password = 'p@ss/geheim';
    const client = createTestClient(address.href);
    expect(client.url).toBe(fake.url);
    await expect(client.getModel('churn')).resolves.toBeUndefined();
    expect(fake.log.map(({ path }) => path)).toEqual(['mlflow/registered-models/get?name=churn']);
    await fake.stop();
    const failure = await failureOf(client.getModel('churn'));
    expect(inspect([failure, failure.cause], { depth: 9 })).not.toContain('geheim');
  });

  it.each(['ftp://ada:geheim@host/x', 'host:5000?token=geheim', 'ada:geheim@host'])(
    'what is no address of a server is refused without its secrets: %s',
    url => {
      const create = () =>
        createMlflowClient({ url, credentials: { kind: 'none' }, now: Date.now, random: Math.random });
      expect(create).toThrow(AppError);
      expect(create).toThrow(/is not the address of an MLflow server/);
      expect(create).not.toThrow(/geheim/);
    },
  );
});
