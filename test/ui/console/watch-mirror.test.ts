import { expect, onTestFinished, test, vi } from 'vitest';
import type { MirrorCondition } from '../../../src/core/ports/mirror.ts';
import { watchMirror } from '../../../src/ui/console/watch-mirror.ts';
import { sameOnBothSides, withProblem } from '../../support/sample-mirror.ts';

/** A mirror whose condition the test changes, and what was told of it. */
function watched(first: MirrorCondition | undefined) {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const told: (MirrorCondition | undefined)[] = [];
  let condition = first;
  const stop = watchMirror(
    () => condition,
    each => told.push(each),
    100,
  );
  return {
    told,
    stop,
    become: (next: MirrorCondition | undefined, looks = 1) => {
      condition = next;
      vi.advanceTimersByTime(100 * looks);
    },
  };
}

test('what has changed is told once', () => {
  const offline = withProblem('network-failed', 'Wait.');
  const { told, become } = watched(sameOnBothSides);
  become({ ...sameOnBothSides }, 3);
  expect(told).toEqual([]);
  become(offline, 3);
  expect(told).toEqual([offline]);
  become(undefined, 3);
  expect(told).toEqual([offline, undefined]);
});

test('a read of the bucket is told of when it lasts, not when it only flickers', () => {
  const refreshing = { ...sameOnBothSides, isRefreshing: true };
  const { told, become } = watched(sameOnBothSides);
  become(refreshing, 1);
  become(sameOnBothSides, 1);
  expect(told).toEqual([]);
  become(refreshing, 2);
  expect(told).toEqual([refreshing]);
  become(sameOnBothSides, 1);
  expect(told).toEqual([refreshing, sameOnBothSides]);
});

test('nothing is told any more once it was stopped', () => {
  const { told, stop, become } = watched(sameOnBothSides);
  stop();
  become(undefined, 3);
  expect(told).toEqual([]);
});
