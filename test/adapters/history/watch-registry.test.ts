import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { describePlaces } from '../../../src/adapters/directory/layout.ts';
import { placeHistory } from '../../../src/adapters/history/history-place.ts';
import { watchRegistry } from '../../../src/adapters/history/watch-registry.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

// Timers stand still until a test moves them: what the operating system tells comes when it comes, and no other work counts.

/** A watched folder, and how often it was told that something changed. */
function watchInTest(root: string) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  let told = 0;
  const stop = watchRegistry({ ...placeHistory(root), ...describePlaces(root) }, () => {
    told += 1;
  });
  onTestFinished(() => {
    stop();
    vi.useRealTimers();
  });
  const timers = vi.getTimerCount();
  return {
    count: () => told,
    /** Resolves when a change has been noticed, which sets a timer. */
    isNoticed: async () => {
      while (vi.getTimerCount() === timers) await setImmediate();
    },
  };
}

/** What issue 2 allows. The look now and then comes later than that. */
const mostMs = 2000;

test('a move is told within two seconds of the moment the system tells of it, once', async () => {
  const root = createTemporaryFolder();
  const { count, isNoticed } = watchInTest(root);
  symlinkSync('rag_v1', join(root, 'latest'));
  rmSync(join(root, 'latest'));
  symlinkSync('rag_v2', join(root, 'latest'));
  await isNoticed();
  vi.advanceTimersByTime(mostMs);
  expect(count()).toBe(1);
});

test('a history that is there only since a move is watched too', async () => {
  const root = createTemporaryFolder();
  const { count, isNoticed } = watchInTest(root);
  const history = join(root, '.lastgood/history/rag');
  mkdirSync(history, { recursive: true });
  await isNoticed();
  vi.advanceTimersByTime(mostMs);
  expect(count()).toBe(1);
  writeFileSync(join(history, '00000001.json'), '{}');
  await isNoticed();
  vi.advanceTimersByTime(mostMs);
  expect(count()).toBe(2);
});

test('where the system tells nothing a look now and then does', () => {
  const root = join(createTemporaryFolder(), 'not-there-yet');
  const { count } = watchInTest(root);
  mkdirSync(root);
  vi.advanceTimersByTime(mostMs);
  expect(count()).toBe(0);
  vi.advanceTimersByTime(mostMs);
  expect(count()).toBe(1);
});
