import { expect, onTestFinished, test, vi } from 'vitest';
import type { SourceFacts } from '../../../src/core/session/source-facts.ts';
import { watchSource } from '../../../src/ui/console/watch-source.ts';
import { behindServer, inBucket, sameOnBothSides, withProblem } from '../../support/sample-mirror.ts';

/** A bucket or server about which the test changes what is known, and what was told of it. */
function watched(first: SourceFacts | undefined) {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const told: (SourceFacts | undefined)[] = [];
  let source = first;
  const stop = watchSource(
    () => source,
    each => told.push(each),
    100,
  );
  return {
    told,
    stop,
    become: (next: SourceFacts | undefined, looks = 1) => {
      source = next;
      vi.advanceTimersByTime(100 * looks);
    },
  };
}

const same = inBucket(sameOnBothSides);

test('what has changed is told once', () => {
  const offline = inBucket(withProblem('network-failed', 'Wait.'));
  const { told, become } = watched(same);
  become(inBucket({ ...sameOnBothSides }), 3);
  expect(told).toEqual([]);
  become(offline, 3);
  expect(told).toEqual([offline]);
  become(undefined, 3);
  expect(told).toEqual([offline, undefined]);
});

test('a read of the bucket is told of when it lasts, not when it only flickers', () => {
  const refreshing = inBucket({ ...sameOnBothSides, isRefreshing: true });
  const { told, become } = watched(same);
  become(refreshing, 1);
  become(same, 1);
  expect(told).toEqual([]);
  become(refreshing, 2);
  expect(told).toEqual([refreshing]);
  become(same, 1);
  expect(told).toEqual([refreshing, same]);
});

test('nothing is told any more once it was stopped', () => {
  const { told, stop, become } = watched(same);
  stop();
  become(undefined, 3);
  expect(told).toEqual([]);
});

test('a server that answers again, and one that is no bucket, are told of', () => {
  const down = behindServer({ problem: { code: 'network-failed', message: 'No answer.', hint: 'Wait.' } });
  const { told, become } = watched(down);
  become(behindServer(), 1);
  become(same, 1);
  expect(told).toEqual([behindServer(), same]);
});
