import { describe, expect, it } from 'vitest';
import type { MlflowClient } from '../../../../src/adapters/mlflow/mlflow-client.ts';
import { failureOf } from '../../../support/mlflow/failure-of.ts';
import type { FakeMlflow } from '../../../support/mlflow/fake-server.ts';
import type { Fault } from '../../../support/mlflow/faults.ts';
import { startFakeMlflow } from '../../../support/mlflow/start-fake-mlflow.ts';
import { createTestClient } from '../../../support/mlflow/test-client.ts';

type Rig = { readonly fake: FakeMlflow; readonly client: MlflowClient; readonly setTag: () => Promise<void> };

async function startRig(quietMs = 30_000): Promise<Rig> {
  const fake = await startFakeMlflow();
  fake.call('POST', 'mlflow/registered-models/create', { name: 'churn' });
  const client = createTestClient(fake.url, { limits: { quietMs } });
  return { fake, client, setTag: () => client.setModelTag('churn', 'team', 'core') };
}

function wasWritten(fake: FakeMlflow): boolean {
  return fake.store.models.get('churn')?.tags.get('team') === 'core';
}

type Row = readonly [Fault, 'written' | 'not written'];

describe('a write whose answer was lost is told as unknown, done or not, and is sent once', () => {
  const rows: readonly Row[] = [
    [{ does: 'drop-after' }, 'written'],
    [{ does: 'drop-before' }, 'not written'],
    [{ does: 'stall-after' }, 'written'],
    [{ does: 'stall' }, 'not written'],
    [{ does: 'truncate' }, 'written'],
    [{ does: 'cut' }, 'written'],
    [{ does: 'page-after' }, 'written'],
    [{ does: 'page' }, 'not written'],
    [{ does: 'status-after', status: 502 }, 'written'],
    [{ does: 'status', status: 502 }, 'not written'],
    [{ does: 'status-after', status: 500, errorCode: 'INTERNAL_ERROR' }, 'written'],
    [{ does: 'status', status: 503, errorCode: 'TEMPORARILY_UNAVAILABLE' }, 'not written'],
    [{ does: 'status-after', status: 500, errorCode: 'SOMETHING_NEW' }, 'written'],
  ];
  it.each(rows)('%j: %s', async (fault, what) => {
    const { fake, setTag } = await startRig(fault.does.startsWith('stall') ? 800 : undefined);
    fake.faults.add(fault);
    const failure = await failureOf(setTag());
    expect(failure).toMatchObject({ name: 'UnavailableError', code: 'answer-lost', exitCode: 8 });
    expect(failure.message).toContain('whether it was carried out is not known');
    expect(fake.log).toHaveLength(1);
    expect(wasWritten(fake)).toBe(what === 'written');
  });

  it('a version that was registered all the same can be found again', async () => {
    const { fake, client } = await startRig();
    fake.faults.add({ does: 'drop-after' });
    const version = { model: 'churn', source: 's3://b/m', runId: undefined, description: undefined };
    const failure = await failureOf(
      client.createVersion({ ...version, tags: { 'lastgood.operation': 'op-1' } }),
    );
    expect(failure.code).toBe('answer-lost');
    const { rows } = await client.searchVersions({ filter: "tags.`lastgood.operation`='op-1'" });
    expect(rows.map(row => row.version)).toEqual(['1']);
  });
});

describe('a write that was certainly not carried out is not told as unknown', () => {
  it('nobody took the connection', async () => {
    const { fake, setTag } = await startRig();
    await fake.stop();
    const failure = await failureOf(setTag());
    expect(failure).toMatchObject({ code: 'network-failed', data: { errno: 'ECONNREFUSED' } });
    expect(failure.message).toBe(
      `Cannot set a tag of churn: ${fake.url} refused the connection (ECONNREFUSED).`,
    );
    expect(wasWritten(fake)).toBe(false);
  });

  it.each([
    [{ does: 'status', status: 429, retryAfter: '1' }, 'network-failed'],
    [{ does: 'status', status: 401 }, 'login-required'],
    [{ does: 'status', status: 403 }, 'access-denied'],
    [{ does: 'status', status: 409, errorCode: 'RESOURCE_CONFLICT' }, 'request-refused'],
    [{ does: 'status', status: 501, errorCode: 'NOT_IMPLEMENTED' }, 'capability-missing'],
    [{ does: 'status', status: 404 }, 'capability-missing'],
    [{ does: 'status', status: 500, errorCode: 'INVALID_STATE' }, 'request-refused'],
    [{ does: 'status', status: 418 }, 'answer-damaged'],
    [{ does: 'redirect', location: '/elsewhere' }, 'answer-damaged'],
  ] as const)('%j is %s', async (fault, code) => {
    const { fake, setTag } = await startRig();
    fake.faults.add(fault);
    expect((await failureOf(setTag())).code).toBe(code);
    expect(fake.log).toHaveLength(1);
    expect(wasWritten(fake)).toBe(false);
  });
});
