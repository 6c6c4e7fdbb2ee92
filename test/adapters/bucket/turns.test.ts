import { describe, expect, it } from 'vitest';
import { createTurns } from '../../../src/adapters/bucket/turns.ts';

describe('turns', () => {
  it('are taken by so many at once, first come, first served', async () => {
    const turns = createTurns(2);
    const begun: number[] = [];
    const ends = Array.from({ length: 5 }, () => Promise.withResolvers<void>());
    const work = ends.map(({ promise }, index) =>
      turns.take(undefined, async () => {
        begun.push(index);
        await promise;
        return index;
      }),
    );
    await expect.poll(() => begun).toEqual([0, 1]);
    ends[1]?.resolve();
    await expect.poll(() => begun).toEqual([0, 1, 2]);
    for (const { resolve } of ends) resolve();
    expect(await Promise.all(work)).toEqual([0, 1, 2, 3, 4]);
    expect(begun).toEqual([0, 1, 2, 3, 4]);
  });

  it('go on after work that failed', async () => {
    const turns = createTurns(1);
    const failed = turns.take(undefined, () => Promise.reject(new Error('no')));
    const next = turns.take(undefined, async () => 'next');
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('next');
  });

  it('are not waited for by one that gives up, and nobody loses a turn by it', async () => {
    const turns = createTurns(1);
    const first = Promise.withResolvers<void>();
    const running = turns.take(undefined, () => first.promise);
    const control = new AbortController();
    const reason = new Error('given up');
    const waiting = turns.take(control.signal, async () => 'never');
    const last = turns.take(undefined, async () => 'last');
    control.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    first.resolve();
    await running;
    expect(await last).toBe('last');
  });
});
