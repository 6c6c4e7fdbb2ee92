import { expect, test } from 'vitest';
import type { AnyHandler } from '../../../src/ui/runtime/effect-handler.ts';
import { createEffectRunner } from '../../../src/ui/runtime/effect-runner.ts';

/** A runner with a write that ends when it is stopped, and which screens' writes were. */
function runnerOfWrites() {
  const stopped: number[] = [];
  const handler: AnyHandler = {
    kind: 'write',
    describe: () => ({ title: 'Carry', command: 'lastgood sync push' }),
    run: (input, { signal }) =>
      new Promise(resolve => {
        signal.addEventListener('abort', () => {
          stopped.push(input as number);
          resolve('stopped');
        });
      }),
  };
  const runner = createEffectRunner({
    handlers: new Map([['carry', handler]]),
    dispatch: () => undefined,
    clock: () => '2026-11-21T08:45:00.000Z',
  });
  for (const screenId of [1, 2]) runner.run({ screenId, run: 'carry', input: screenId });
  return { runner, stopped };
}

test('a screen stops its own writes and nobody else’s', () => {
  const { runner, stopped } = runnerOfWrites();
  runner.stopWrites(2);
  expect(stopped).toEqual([2]);
});

test('the end of the console stops all of them', () => {
  const { runner, stopped } = runnerOfWrites();
  runner.stopWrites(undefined);
  expect(stopped).toEqual([1, 2]);
});

test('at the end of the console nobody waits for a read any more', () => {
  const aborted: boolean[] = [];
  const handler: AnyHandler = {
    kind: 'read',
    run: (_, { signal }) =>
      new Promise(resolve => {
        signal.addEventListener('abort', () => {
          aborted.push(signal.aborted);
          resolve('late');
        });
      }),
  };
  const runner = createEffectRunner({
    handlers: new Map([['look', handler]]),
    dispatch: () => undefined,
    clock: () => '2026-11-21T08:45:00.000Z',
  });
  for (const screenId of [1, 2]) runner.run({ screenId, run: 'look', input: {} });
  runner.abortAllReads();
  expect(aborted).toEqual([true, true]);
});
