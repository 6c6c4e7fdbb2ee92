import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPacedTelling } from '../../../src/adapters/source/paced-telling.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

test('the first change is told at once, those soon after it once', () => {
  const telling = createPacedTelling(500);
  const told = vi.fn();
  telling.listen(told);
  for (let change = 0; change < 5; change += 1) telling.tell();
  expect(told).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(500);
  expect(told).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(5000);
  expect(told).toHaveBeenCalledTimes(2);
});

test('nothing is told while something is read, and after a long reading there is rest four times as long', async () => {
  const telling = createPacedTelling(500);
  const told = vi.fn();
  telling.listen(told);
  const { promise, resolve } = Promise.withResolvers<void>();
  const reading = telling.measure(() => promise);
  telling.tell();
  vi.advanceTimersByTime(1000);
  expect(told).not.toHaveBeenCalled();
  resolve();
  await reading;
  vi.advanceTimersByTime(3500);
  expect(told).not.toHaveBeenCalled();
  vi.advanceTimersByTime(500);
  expect(told).toHaveBeenCalledTimes(1);
});

test('who listens no more is told nothing', () => {
  const telling = createPacedTelling(500);
  const told = vi.fn();
  const stop = telling.listen(told);
  telling.tell();
  telling.tell();
  stop();
  vi.advanceTimersByTime(5000);
  telling.tell();
  expect(told).toHaveBeenCalledTimes(1);
});
