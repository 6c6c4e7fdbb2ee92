import { describe, expect, test } from 'vitest';
import { PassingFailure } from '../../../../src/adapters/bucket/passing-failure.ts';
import { createRetryingStore } from '../../../../src/adapters/bucket/retrying-store.ts';
import { UnavailableError } from '../../../../src/core/errors/app-error.ts';
import type { ObjectStore } from '../../../../src/core/ports/object-store.ts';
import { openBucketOfS0 } from '../../../support/buckets.ts';
import { openMachine } from '../../../support/mirror-machines.ts';

/** A bucket that refuses every list, tried again under a clock that moves only while something waits. */
function withoutNetwork(clock: { nowMs: number }, fail: () => never) {
  return (store: ObjectStore): ObjectStore =>
    createRetryingStore(
      { ...store, list: async () => fail() },
      {
        budgetMs: 60_000,
        nowMs: () => clock.nowMs,
        random: () => 1,
        sleep: async waitMs => {
          clock.nowMs += waitMs;
        },
      },
    );
}

function refuse(): never {
  throw new PassingFailure('network-failed', 'Cannot list gs://bucket/: the connection was refused.');
}

describe('a bucket that cannot be reached', () => {
  test('is offline within ten seconds for who looks, and asked for a minute by who writes', async () => {
    const emulator = await openBucketOfS0(1);
    const clock = { nowMs: 0 };
    const { session } = openMachine(emulator, { wrap: withoutNetwork(clock, refuse) });
    const { mirror } = session.registry;
    await expect(mirror?.reader.refresh()).rejects.toMatchObject({ code: 'network-failed' });
    expect(clock.nowMs).toBeLessThanOrEqual(10_000);
    expect(mirror?.reader.getCondition().problem).toMatchObject({ code: 'network-failed' });

    clock.nowMs = 0;
    await expect(session.registry.writer.catchUp()).rejects.toBeInstanceOf(UnavailableError);
    expect(clock.nowMs).toBeGreaterThan(45_000);
  });

  test('and hangs until somebody gives it up has a problem, and none for who no longer wants the answer', async () => {
    const emulator = await openBucketOfS0(1);
    const hang: ObjectStore['list'] = async (_query, call) => {
      call?.signal?.throwIfAborted();
      const { promise, reject } = Promise.withResolvers<never>();
      call?.signal?.addEventListener('abort', () => reject(call.signal?.reason));
      return await promise;
    };
    const { session } = openMachine(emulator, { wrap: store => ({ ...store, list: hang }) });
    const { mirror } = session.registry;
    for (const [reason, problem] of [
      [new Error('the program ends'), undefined],
      [new UnavailableError('network-failed', 'It did not answer.'), { code: 'network-failed' }],
    ] as const) {
      const giveUp = new AbortController();
      const read = mirror?.reader.refresh({ signal: giveUp.signal });
      giveUp.abort(reason);
      await expect(read).rejects.toBe(reason);
      const found = mirror?.reader.getCondition().problem;
      if (problem === undefined) expect(found).toBeUndefined();
      else expect(found).toMatchObject(problem);
    }
  });

  test('is asked for a minute by a write that meets a look at it, too', async () => {
    const emulator = await openBucketOfS0(1);
    const clock = { nowMs: 0 };
    let isReachable = false;
    const { session } = openMachine(emulator, {
      wrap: store => {
        const { list } = store;
        const reached: ObjectStore = {
          ...store,
          list: (query, call) => (clock.nowMs > 30_000 ? list(query, call) : refuse()),
        };
        return createRetryingStore(
          {
            ...reached,
            list: async (query, call) => {
              const page = await reached.list(query, call);
              isReachable = true;
              return page;
            },
          },
          {
            budgetMs: 60_000,
            nowMs: () => clock.nowMs,
            random: () => 1,
            sleep: async waitMs => {
              clock.nowMs += waitMs;
            },
          },
        );
      },
    });
    const { mirror } = session.registry;
    const looked = mirror?.reader.refresh().catch(thrown => thrown);
    await session.registry.writer.catchUp();
    expect(await looked).toMatchObject({ code: 'network-failed' });
    expect(isReachable).toBe(true);
    expect(mirror?.reader.getCondition().problem).toBeUndefined();
  });
});
