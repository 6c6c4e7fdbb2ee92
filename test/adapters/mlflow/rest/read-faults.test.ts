import { describe, expect, it } from 'vitest';
import type { MlflowClient } from '../../../../src/adapters/mlflow/mlflow-client.ts';
import { failureOf } from '../../../support/mlflow/failure-of.ts';
import type { FakeMlflow, FakeMlflowOptions } from '../../../support/mlflow/fake-server.ts';
import type { Fault } from '../../../support/mlflow/faults.ts';
import { startFakeMlflow } from '../../../support/mlflow/start-fake-mlflow.ts';
import { createTestClient, type TestClientOptions } from '../../../support/mlflow/test-client.ts';

type Rig = { readonly fake: FakeMlflow; readonly client: MlflowClient; readonly waits: readonly number[] };

async function startRig(options: FakeMlflowOptions & TestClientOptions = {}): Promise<Rig> {
  const fake = await startFakeMlflow(options);
  fake.call('POST', 'mlflow/registered-models/create', { name: 'churn', description: 'x'.repeat(2000) });
  const waits: number[] = [];
  const client = createTestClient(fake.url, { ...options, onWait: waitMs => void waits.push(waitMs) });
  return { fake, client, waits };
}

describe('a read that meets a passing fault recovers', () => {
  const faults: readonly Fault[] = [
    { does: 'drop-before' },
    { does: 'drop-after' },
    { does: 'stall' },
    { does: 'truncate' },
    { does: 'cut' },
    { does: 'status', status: 500 },
    { does: 'status', status: 500, errorCode: 'INTERNAL_ERROR' },
    { does: 'status', status: 502 },
    { does: 'status', status: 503 },
    { does: 'status', status: 503, errorCode: 'TEMPORARILY_UNAVAILABLE' },
    { does: 'status', status: 504 },
    { does: 'status', status: 429 },
    { does: 'status', status: 429, errorCode: 'REQUEST_LIMIT_EXCEEDED' },
  ];
  it.each(faults)('$does $status $errorCode', async fault => {
    const limits = fault.does === 'stall' ? { quietMs: 800 } : {};
    const { fake, client, waits } = await startRig({ limits });
    fake.faults.add({ ...fault, times: 2 });
    await expect(client.getModel('churn')).resolves.toMatchObject({ name: 'churn' });
    expect(fake.log).toHaveLength(3);
    expect(waits).toEqual([125, 250]);
  });

  it('a search by POST is a read too', async () => {
    const { fake, client } = await startRig();
    fake.faults.add({ does: 'drop-after' });
    await expect(client.searchRuns({ experimentIds: ['0'] })).resolves.toEqual({ rows: [], next: undefined });
  });

  it('a slow answer is waited for as long as something comes', async () => {
    const { fake, client, waits } = await startRig();
    fake.faults.add({ does: 'delay', delayMs: 150 });
    await expect(client.getModel('churn')).resolves.toMatchObject({ name: 'churn' });
    expect(waits).toEqual([]);
  });
});

describe('a server that asks to be left alone', () => {
  it('is left alone that long', async () => {
    const { fake, client, waits } = await startRig();
    fake.faults.add({ does: 'status', status: 429, retryAfter: '7' });
    await expect(client.getModel('churn')).resolves.toMatchObject({ name: 'churn' });
    expect(waits).toEqual([7000]);
  });

  it('may name a time by its own clock', async () => {
    const { fake, client, waits } = await startRig();
    const retryAfter = new Date(Date.now() + 5000).toUTCString();
    fake.faults.add({ does: 'status', status: 503, retryAfter });
    await expect(client.getModel('churn')).resolves.toMatchObject({ name: 'churn' });
    expect(waits).toEqual([expect.closeTo(5000, -4)]);
  });

  it('longer than anybody waits is told', async () => {
    const { fake, client, waits } = await startRig();
    fake.faults.add({ does: 'status', status: 429, retryAfter: '3600' });
    const failure = await failureOf(client.getModel('churn'));
    expect(failure).toMatchObject({
      code: 'network-failed',
      message: `Cannot read churn: ${fake.url} is asked too often (429). It asks to be left alone for 3600 s.`,
      data: { status: 429, attempts: 1 },
    });
    expect(waits).toEqual([]);
  });
});

describe('a read that comes to nothing says what to do', () => {
  it.each([
    [
      'a connection that always breaks',
      { does: 'drop-before' },
      'network-failed',
      /broke the connection off .*Tried 5 times/,
    ],
    [
      'a server that never answers',
      { does: 'stall' },
      'network-failed',
      /gave no answer within 0\.1 s.*Tried 5 times/,
    ],
    [
      'a server with a fault of its own',
      { does: 'status', status: 500 },
      'network-failed',
      /fault of its own \(500\)\. Tried 5 times/,
    ],
    ['an answer that is always cut off', { does: 'truncate' }, 'network-failed', /broke the connection off/],
    ['half an answer', { does: 'cut' }, 'answer-damaged', /cut off or is no JSON/],
    ['a web page', { does: 'page' }, 'answer-damaged', /answered with a web page\./],
    ['a web page that is missing', { does: 'status', status: 404 }, 'answer-damaged', /a web page \(404\)/],
    ['other JSON', { does: 'other-json' }, 'answer-damaged', /not what MLflow says \(registered_model: /],
    [
      'no permission',
      { does: 'status', status: 403, errorCode: 'PERMISSION_DENIED' },
      'access-denied',
      /does not allow it/,
    ],
  ] as const)('%s', async (_, fault, code, words) => {
    const { fake, client } = await startRig({ limits: { quietMs: fault.does === 'stall' ? 100 : 10_000 } });
    fake.faults.add({ ...fault, times: Number.POSITIVE_INFINITY });
    const failure = await failureOf(client.getModel('churn'));
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(words);
    expect(failure.message).toContain(fake.url);
    expect(failure.exitCode).toBe(8);
  });

  it('what will not pass is not tried again', async () => {
    const { fake, client } = await startRig();
    fake.faults.add({ does: 'page', times: Number.POSITIVE_INFINITY });
    await failureOf(client.getModel('churn'));
    expect(fake.log).toHaveLength(1);
  });

  it('a server that is not there refused the connection', async () => {
    const { fake, client } = await startRig();
    await fake.stop();
    const failure = await failureOf(client.getModel('churn'));
    expect(failure).toMatchObject({ code: 'network-failed', data: { errno: 'ECONNREFUSED', attempts: 5 } });
    await fake.resume();
    await expect(client.getModel('churn')).resolves.toMatchObject({ name: 'churn' });
  });

  it('an answer that is too large is not read to its end', async () => {
    const { fake } = await startRig();
    const huge: typeof globalThis.fetch = async () =>
      new Response(
        new ReadableStream({
          pull: controller => controller.enqueue(new Uint8Array(8 * 1024 * 1024).fill(32)),
        }),
      );
    const client = createTestClient(fake.url, { fetch: huge });
    const failure = await failureOf(client.getModel('churn'));
    expect(failure).toMatchObject({ code: 'answer-damaged' });
    expect(failure.message).toContain('larger than it may be');
  });

  it('gives up at once when the caller does', async () => {
    const { fake, client } = await startRig({ limits: { quietMs: 60_000 } });
    fake.faults.add({ does: 'stall' });
    const control = new AbortController();
    const reading = client.getModel('churn', { signal: control.signal });
    await expect.poll(() => fake.log.length).toBe(1);
    control.abort(new Error('the screen was closed'));
    await expect(reading).rejects.toThrow('the screen was closed');
  });
});

describe('a login', () => {
  it('that the server wants is named by its variables', async () => {
    const { client } = await startRig({ login: { username: 'ada', password: 'pw-geheim' } });
    const failure = await failureOf(client.getModel('churn'));
    expect(failure).toMatchObject({ code: 'login-required', exitCode: 8 });
    expect(failure.hint).toBe(
      'Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN.',
    );
  });

  it('of user and password lets in', async () => {
    const login = { username: 'ada', password: 'pw:geheim ü' };
    const { client } = await startRig({ login, credentials: { kind: 'basic', ...login } });
    await expect(client.getModel('churn')).resolves.toMatchObject({ name: 'churn' });
  });

  it('that expires half-way is told at once', async () => {
    const login = { token: 'token-geheim' };
    const { fake, client } = await startRig({ login, credentials: { kind: 'bearer', ...login } });
    await expect(client.getModel('churn')).resolves.toMatchObject({ name: 'churn' });
    fake.login = { token: 'another' };
    const failure = await failureOf(client.getModel('churn'));
    expect(failure.code).toBe('login-required');
    expect(failure.message).toBe(
      `Cannot read churn: ${fake.url} does not accept the token: it is wrong or has expired (401).`,
    );
    expect(failure.hint).toContain('MLFLOW_TRACKING_TOKEN');
    expect(fake.log).toHaveLength(2);
  });
});
