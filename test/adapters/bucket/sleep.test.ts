import { expect, test } from 'vitest';
import { sleep } from '../../../src/adapters/bucket/sleep.ts';

test('a wait that is given up ends at once, with the reason', async () => {
  const control = new AbortController();
  const reason = new Error('the screen was closed');
  const startedAt = performance.now();
  const waiting = sleep(600_000, control.signal);
  control.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  await expect(sleep(600_000, control.signal)).rejects.toBe(reason);
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});

test('a wait that nobody gives up ends by itself', async () => {
  await expect(sleep(1, new AbortController().signal)).resolves.toBeUndefined();
});
