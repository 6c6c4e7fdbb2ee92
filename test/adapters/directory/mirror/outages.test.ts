import { describe, expect, test } from 'vitest';
import { PassingFailure } from '../../../../src/adapters/bucket/passing-failure.ts';
import { createRetryingStore } from '../../../../src/adapters/bucket/retrying-store.ts';
import type { ObjectStore } from '../../../../src/core/ports/object-store.ts';
import { listInRegistry, openBucketOfS0 } from '../../../support/buckets.ts';
import type { Emulator } from '../../../support/gcs/emulator.ts';
import type { Machine } from '../../../support/machine.ts';
import { openReadMachine } from '../../../support/mirror-machines.ts';
import { planRegistration } from '../../../support/plan-registration.ts';
import { apply, planPromote } from '../../../support/registry-rig.ts';

type Call = 'list' | 'write';

/** A machine whose network fails from the first call of a kind about the history on, under a clock that moves only while something waits. */
async function openFailing(
  emulator: Emulator,
  kind: Call,
): Promise<{ machine: Machine; clock: { ms: number }; arm: () => void }> {
  const clock = { ms: 0 };
  let state: 'reachable' | 'armed' | 'lost' = 'reachable';
  const meet = (now: Call | 'other', name: string): void => {
    if (state === 'armed' && now === kind && name.startsWith('.lastgood/history/rag/')) state = 'lost';
    if (state === 'lost') throw new PassingFailure('network-failed', 'The connection was refused.');
  };
  const wrap = (store: ObjectStore): ObjectStore =>
    createRetryingStore(
      {
        ...store,
        list: async (query, options) => {
          meet('list', query.prefix ?? '');
          return await store.list(query, options);
        },
        find: async (name, options) => {
          meet('other', name);
          return await store.find(name, options);
        },
        write: async (write, options) => {
          meet('write', write.name);
          return await store.write(write, options);
        },
      },
      {
        budgetMs: 60_000,
        nowMs: () => clock.ms,
        random: () => 1,
        sleep: async waitMs => {
          clock.ms += waitMs;
        },
      },
    );
  const startMs = Date.parse('2026-11-21T10:00:00Z');
  const machine = await openReadMachine(emulator, { wrap, nowMs: () => startMs + clock.ms });
  const arm = (): void => {
    state = 'armed';
  };
  return { machine, clock, arm };
}

/** A machine whose bucket takes no object of one name, under a clock that moves only while something waits. */
async function openRefusing(emulator: Emulator) {
  const clock = { ms: 0 };
  let refused: RegExp | undefined;
  const wrap = (store: ObjectStore): ObjectStore =>
    createRetryingStore(
      {
        ...store,
        write: async (write, options) => {
          if (refused?.test(write.name)) throw new PassingFailure('network-failed', 'The bucket is busy.');
          return await store.write(write, options);
        },
      },
      {
        budgetMs: 60_000,
        nowMs: () => clock.ms,
        random: () => 1,
        sleep: async waitMs => {
          clock.ms += waitMs;
        },
      },
    );
  const startMs = Date.parse('2026-11-21T10:00:00Z');
  const machine = await openReadMachine(emulator, { wrap, nowMs: () => startMs + clock.ms });
  const refuse = (name: RegExp): void => {
    refused = name;
  };
  return { machine, clock, refuse };
}

describe('a network that is lost in the middle of an act', () => {
  test('before the entry is sent leaves no doubt: it is unavailable, and nothing was written', async () => {
    const emulator = await openBucketOfS0();
    const { machine, clock, arm } = await openFailing(emulator, 'list');
    const plan = await planPromote(machine.session, 'rag', 'v1');
    arm();
    const receipt = await apply(machine.session, plan);
    expect(receipt).toMatchObject({ outcome: 'refused', problem: { code: 'network-failed' } });
    expect(clock.ms).toBeLessThanOrEqual(70_000);
    expect(listInRegistry(emulator, '.lastgood/history/')).toEqual([]);
  });

  test('while the entry is sent is waited for once', async () => {
    const emulator = await openBucketOfS0();
    const { machine, clock, arm } = await openFailing(emulator, 'write');
    const plan = await planPromote(machine.session, 'rag', 'v1');
    arm();
    expect(await apply(machine.session, plan)).toMatchObject({ outcome: 'partial' });
    expect(clock.ms).toBeGreaterThan(45_000);
    expect(clock.ms).toBeLessThanOrEqual(70_000);
  });
});

test('a bucket that takes all of a version but its last file holds up a registration by a minute in all', async () => {
  const emulator = await openBucketOfS0();
  const { machine, clock, refuse } = await openRefusing(emulator);
  const plan = await planRegistration(machine.session);
  refuse(/^rag_v4\/metadata\.json$/);
  const receipt = await apply(machine.session, plan);
  expect(receipt).toMatchObject({ outcome: 'partial', problem: { code: 'network-failed' } });
  expect(clock.ms).toBeGreaterThan(45_000);
  expect(clock.ms).toBeLessThanOrEqual(60_000);
  clock.ms = 0;
  await machine.session.registry.writer.catchUp();
  await expect(
    machine.session.registry.writer.findAddedVersion('rag', plan.operationId),
  ).rejects.toMatchObject({ code: 'network-failed' });
  expect(clock.ms, 'another act has its own minute').toBeGreaterThan(45_000);
});
