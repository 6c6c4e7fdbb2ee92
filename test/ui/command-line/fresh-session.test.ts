import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SourceCondition } from '../../../src/core/ports/source.ts';
import { readSource } from '../../../src/ui/command-line/fresh-session.ts';
import { openRegistry } from '../../support/registry-rig.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const condition: SourceCondition = {
  url: 'https://mlflow.example.org',
  cache: '/nowhere',
  seenAt: undefined,
  problem: undefined,
  isRefreshing: true,
  listed: 0,
  isRead: false,
  writeProblem: undefined,
};

/** Reads a server that answers after so many seconds, and tells how that ended. */
async function readSlowServer(seconds: number, seenAt: string | undefined): Promise<string> {
  const session = openRegistry('/nowhere');
  const source = {
    getCondition: () => ({ ...condition, seenAt }),
    refresh: async ({ signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<void> => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      setTimeout(resolve, seconds * 1000);
      signal?.addEventListener('abort', () => reject(signal.reason));
      await promise;
    },
  };
  const host = { stop: new AbortController().signal, canAsk: false, writeError: () => undefined };
  const ended = readSource({ ...session, registry: { ...session.registry, source } }, host).then(
    () => 'read',
    (thrown: Error) => thrown.message,
  );
  await vi.advanceTimersByTimeAsync(100_000);
  return await ended;
}

test('a server that was read before is waited for ten seconds, since what it said can be shown', async () => {
  const seenAt = '2026-11-21T03:00:00Z';
  expect(await readSlowServer(9, seenAt)).toBe('read');
  expect(await readSlowServer(11, seenAt)).toBe(
    'https://mlflow.example.org did not answer within 10 seconds.',
  );
});

test('a server of which nothing is known is waited for a minute', async () => {
  expect(await readSlowServer(55, undefined)).toBe('read');
  expect(await readSlowServer(65, undefined)).toBe(
    'https://mlflow.example.org did not answer within 60 seconds.',
  );
});
