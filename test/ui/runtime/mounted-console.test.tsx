import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Frame } from '../../../src/ui/runtime/chrome/frame.tsx';
import { defineHandlers } from '../../../src/ui/runtime/effect-handler.ts';
import { mountInk } from '../../../src/ui/runtime/mount-ink.tsx';
import { createStore } from '../../../src/ui/runtime/store.ts';
import { eventually } from '../../support/eventually.ts';
import type { FruitOperations } from './fruit-app.tsx';
import { fruitApp, fruitStart } from './fruit-app.tsx';
import { keyOf } from './press.ts';

/** The fruit console with everything but a terminal. */
function mountConsole() {
  const eaten: string[] = [];
  const frames: string[] = [];
  const handlers = defineHandlers<FruitOperations>({
    loadFruit: { kind: 'read', run: async () => Array.from({ length: 2000 }, (_, row) => `fruit ${row}`) },
    eatFruit: {
      kind: 'write',
      describe: ({ fruit }) => ({ title: `Eat ${fruit}`, command: `fruit eat ${fruit}` }),
      run: async ({ fruit }) => {
        eaten.push(fruit);
        return fruit;
      },
    },
  });
  const store = createStore({
    app: fruitApp,
    start: { size: { columns: 120, rows: 40 }, surroundings: fruitStart.surroundings },
    handlers,
    clock: () => fruitStart.now,
    schedule: (delayMs, callback) => {
      const timer = setTimeout(callback, delayMs < 30_000 ? 0 : delayMs);
      return () => clearTimeout(timer);
    },
    terminal: {
      queryCursor: () => undefined,
      pressKey: async key => {
        mounted.pressKey(key);
        await setImmediate();
      },
      copy: text => ({ tone: 'good', text }),
      suspend: async () => undefined,
    },
  });
  const draw = () => (
    <Frame
      app={fruitApp}
      state={store.getState()}
      send={(screenId, message) => store.dispatch({ type: 'screen-addressed', screenId, message })}
    />
  );
  const failures: unknown[] = [];
  const mounted = mountInk(
    draw(),
    { columns: 120, rows: 40 },
    frame => frames.push(frame),
    error => failures.push(error),
  );
  store.subscribe(() => mounted.update(draw()));
  const type = (...names: readonly string[]) =>
    store.dispatch(...names.map(name => ({ type: 'key', key: keyOf(name, names.length > 1) }) as const));
  return { store, mounted, frames, eaten, failures, type };
}

test('a choice gets its keys one by one through Ink, even from one chunk', async () => {
  const { store, mounted, frames, eaten, failures, type } = mountConsole();
  await eventually(() => expect(frames.at(-1)).toContain('fruit 3'));
  type(':', ...'eat fig', 'enter');
  type(...'hungry', 'enter');
  await eventually(() => {
    type('y');
    expect(store.getState().stack.at(-1)?.state).toMatchObject({ at: 'how' });
  });
  await eventually(() => expect(frames.at(-1)).toContain('Cooked'));
  type('j', 'enter');
  await eventually(() =>
    expect(store.getState().stack.at(-1)?.state).toMatchObject({ at: 'eaten', fruit: 'fig cooked' }),
  );
  expect(eaten).toEqual(['fig']);
  expect(failures).toEqual([]);
  mounted.unmount();
});
