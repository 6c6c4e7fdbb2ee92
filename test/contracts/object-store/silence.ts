import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TimeLimits } from '../../../src/adapters/bucket/deadline.ts';
import { objectWrite } from '../../support/object-writes.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import type { OpenStage } from './stage.ts';

/** Nothing waits longer than it was told to, and nothing goes on after it was given up. */
export function describeSilence(impatient: OpenStage, limits: TimeLimits): void {
  /** Time for a program to be stopped, and for a machine that is busy with other tests. */
  const graceMs = 8000;

  test('a bucket that never answers is given up in time', async () => {
    const { store, emulator } = await impatient();
    emulator.setStalled(true);
    const startedAt = performance.now();
    await expect(store.find('latest')).rejects.toMatchObject({ code: 'network-failed' });
    expect(performance.now() - startedAt).toBeLessThan(limits.metadataMs + graceMs);
    const writtenAt = performance.now();
    await expect(store.write(objectWrite('latest', 'text'))).rejects.toMatchObject({
      code: 'network-failed',
    });
    expect(performance.now() - writtenAt).toBeLessThan(limits.transferMs + graceMs);
    expect(emulator.listObjects('bucket')).toEqual([]);
  });

  test('a bucket that cannot be reached is said to be so', async () => {
    const { store, emulator } = await impatient();
    await emulator.stop();
    await expect(store.list({})).rejects.toMatchObject({ code: 'network-failed' });
    await emulator.start();
    // Its limits are short: on a busy machine the first answer may come too late.
    await expect.poll(async () => (await store.list({})).objects).toEqual([]);
  });

  test('a download that stops in the middle leaves no file', async () => {
    const { store, emulator } = await impatient();
    emulator.putObject('bucket', 'team/registry/weights', Buffer.alloc(100_000, 1));
    emulator.addFault({ kind: 'read', does: 'truncate', times: Number.POSITIVE_INFINITY });
    const path = join(createTemporaryFolder(), 'weights');
    await expect(store.download('weights', path)).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:network-failed|answer-damaged)$/),
    });
    expect(existsSync(path)).toBe(false);
  });

  test('a call that is given up ends with the reason of its signal, and one given up before sends nothing', async () => {
    const { store, emulator } = await impatient();
    emulator.setStalled(true);
    const control = new AbortController();
    const reason = new Error('the screen was closed');
    const calls = [
      store.find('latest', { signal: control.signal }),
      store.write(objectWrite('latest', 'text'), { signal: control.signal }),
    ];
    control.abort(reason);
    for (const call of calls) await expect(call).rejects.toBe(reason);
    emulator.setStalled(false);
    emulator.forgetRequests();
    await expect(store.list({}, { signal: control.signal })).rejects.toBe(reason);
    expect(emulator.requests).toEqual([]);
  });
}
