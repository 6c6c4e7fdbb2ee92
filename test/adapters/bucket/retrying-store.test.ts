import { describe, expect, test } from 'vitest';
import { PassingFailure } from '../../../src/adapters/bucket/passing-failure.ts';
import { createRetryingStore } from '../../../src/adapters/bucket/retrying-store.ts';
import { UnavailableError } from '../../../src/core/errors/app-error.ts';
import type { ObjectStore } from '../../../src/core/ports/object-store.ts';
import { objectWrite } from '../../support/object-writes.ts';

const budgetMs = 60_000;

/** A store all of whose calls do the same, under a clock that moves only while something waits. */
function rig(attempt: (attempts: number) => unknown, options: { random?: number; attemptMs?: number } = {}) {
  const seen = { attempts: 0, nowMs: 0, waits: [] as number[] };
  const call = async (): Promise<never> => {
    seen.attempts += 1;
    seen.nowMs += options.attemptMs ?? 0;
    return attempt(seen.attempts) as never;
  };
  const inner: ObjectStore = {
    address: { bucket: 'bucket', prefix: '' },
    list: call,
    find: call,
    read: call,
    download: call,
    write: call,
    remove: call,
    close: call,
  };
  const store = createRetryingStore(inner, {
    budgetMs,
    nowMs: () => seen.nowMs,
    random: () => options.random ?? 1,
    sleep: async (waitMs, signal) => {
      signal?.throwIfAborted();
      seen.waits.push(waitMs);
      seen.nowMs += waitMs;
    },
  });
  return { store, seen };
}

function fail(waitMs = 0): never {
  throw new PassingFailure('network-failed', 'Cannot list gs://bucket/: 503.', {
    waitMs,
    data: { status: 503 },
  });
}

describe('a call that fails for a reason that may pass', () => {
  test('is made again until it succeeds', async () => {
    const { store, seen } = rig(attempts => (attempts < 3 ? fail() : 'found'));
    expect(await store.find('latest')).toBe('found');
    expect(seen.attempts).toBe(3);
  });

  test('waits up to twice as long each time, and never longer than eight seconds', async () => {
    const { store, seen } = rig(() => fail());
    await expect(store.list({})).rejects.toMatchObject({ code: 'network-failed' });
    expect(seen.waits.slice(0, 7)).toEqual([250, 500, 1000, 2000, 4000, 8000, 8000]);
  });

  test('waits for a random part of that', async () => {
    const { store, seen } = rig(attempts => (attempts < 4 ? fail() : 'found'), { random: 0.5 });
    await store.find('latest');
    expect(seen.waits).toEqual([125, 250, 500]);
  });

  test('waits as long as the other side asks for', async () => {
    const { store, seen } = rig(attempts => (attempts < 2 ? fail(17_000) : 'found'));
    await store.find('latest');
    expect(seen.waits).toEqual([17_000]);
  });

  test('is given up sooner where the caller wants to know sooner, and never later than the store would', async () => {
    const { store, seen } = rig(() => fail());
    await expect(store.list({}, { budgetMs: 8_000 })).rejects.toMatchObject({ code: 'network-failed' });
    expect(seen.nowMs).toBeLessThanOrEqual(8_000);
    expect(seen.nowMs).toBeGreaterThan(3_000);
    await expect(store.list({}, { budgetMs: 10 * budgetMs })).rejects.toThrow();
    expect(seen.nowMs).toBeLessThanOrEqual(8_000 + budgetMs);
  });

  test('is not made again once it is to stop', async () => {
    const stop = new AbortController();
    const { store, seen } = rig(attempts => {
      if (attempts === 2) stop.abort();
      return fail();
    });
    await expect(store.list({}, { stop: stop.signal })).rejects.toMatchObject({ code: 'network-failed' });
    expect(seen.attempts).toBe(2);
  });

  test('is given up when the next attempt would begin after the budget, without waiting for that', async () => {
    const { store, seen } = rig(() => fail(), { attemptMs: 100 });
    const failure = await store.list({}).catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({
      message: `Cannot list gs://bucket/: 503. Tried ${seen.attempts} times.`,
      data: { status: 503, attempts: seen.attempts },
    });
    expect(seen.nowMs).toBeLessThanOrEqual(budgetMs + 100);
    expect(seen.nowMs).toBeGreaterThan(budgetMs - 8000);
    const asked = rig(() => fail(budgetMs + 1));
    await expect(asked.store.list({})).rejects.toMatchObject({ data: { attempts: 1 } });
    expect(asked.seen).toMatchObject({ waits: [], nowMs: 0 });
  });

  test('is given up as an error that nobody tries again', async () => {
    const { store } = rig(() => fail());
    const failure = await store.list({}).catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(UnavailableError);
    expect(failure).not.toBeInstanceOf(PassingFailure);
  });

  test('counts a transfer from its first failure on, since the time before was not lost', async () => {
    const long = { attemptMs: 10 * budgetMs };
    const download = rig(attempts => (attempts < 2 ? fail() : 'done'), long);
    expect(await download.store.download('weights', '/tmp/weights')).toBe('done');
    const upload = rig(attempts => (attempts < 2 ? fail() : 'done'), long);
    const body = { from: 'file', path: '/tmp/weights' } as const;
    expect(await upload.store.write(objectWrite('weights', '', { body }))).toBe('done');
    const find = rig(attempts => (attempts < 2 ? fail() : 'done'), long);
    await expect(find.store.find('latest')).rejects.toMatchObject({ data: { attempts: 1 } });
  });
});

describe('nothing else is tried again', () => {
  test.each(['login-required', 'access-denied', 'bucket-not-found', 'answer-damaged'] as const)(
    '%s',
    async code => {
      const refusal = new UnavailableError(code, 'No.');
      const { store, seen } = rig(() => {
        throw refusal;
      });
      await expect(store.write(objectWrite('latest', 'text'))).rejects.toBe(refusal);
      expect(seen).toMatchObject({ attempts: 1, waits: [] });
    },
  );

  test('a write that was refused', async () => {
    const { store, seen } = rig(() => ({ outcome: 'refused' }));
    expect(await store.write(objectWrite('latest', 'text'))).toEqual({ outcome: 'refused' });
    expect(seen.attempts).toBe(1);
  });

  test('a call that was given up while it failed', async () => {
    const control = new AbortController();
    const reason = new Error('the screen was closed');
    const { store, seen } = rig(() => {
      control.abort(reason);
      return fail();
    });
    await expect(store.find('latest', { signal: control.signal })).rejects.toBe(reason);
    expect(seen).toMatchObject({ attempts: 1, waits: [] });
  });
});
