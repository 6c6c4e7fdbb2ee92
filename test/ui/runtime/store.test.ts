import { describe, expect, test } from 'vitest';
import { UnavailableError } from '../../../src/core/errors/app-error.ts';
import type { HandlerTools } from '../../../src/ui/runtime/effect-handler.ts';
import { defineHandlers } from '../../../src/ui/runtime/effect-handler.ts';
import type { AnyScreen } from '../../../src/ui/runtime/screen.ts';
import { createStore } from '../../../src/ui/runtime/store.ts';
import type { FruitOperations } from './fruit-app.tsx';
import { fruitApp, fruitStart } from './fruit-app.tsx';
import { keyOf } from './press.ts';

type Load = {
  readonly tools: HandlerTools<number>;
  readonly resolve: (fruit: readonly string[]) => void;
  readonly reject: (error: unknown) => void;
};
type Eat = { readonly tools: HandlerTools<never>; readonly resolve: (value: string) => void };

/** A store whose operations, timers and terminal are in the hands of the test. */
function startStore(screens?: readonly AnyScreen[]) {
  const loads: Load[] = [];
  const eats: Eat[] = [];
  const timers: { delayMs: number; callback: () => void; cancelled: boolean }[] = [];
  const asked: string[] = [];
  const handlers = defineHandlers<FruitOperations>({
    loadFruit: {
      kind: 'read',
      run: (_, tools) => new Promise((resolve, reject) => loads.push({ tools, resolve, reject })),
    },
    eatFruit: {
      kind: 'write',
      describe: ({ fruit }) => ({ title: `Eat ${fruit}`, command: `fruit eat ${fruit}` }),
      run: (_, tools) => new Promise(resolve => eats.push({ tools, resolve })),
    },
  });
  const store = createStore({
    app: screens ? { ...fruitApp, screens } : fruitApp,
    start: { size: fruitStart.size, surroundings: fruitStart.surroundings },
    handlers,
    clock: () => fruitStart.now,
    schedule: (delayMs, callback) => {
      const timer = { delayMs, callback, cancelled: false };
      timers.push(timer);
      return () => {
        timer.cancelled = true;
      };
    },
    terminal: {
      queryCursor: () => asked.push('queryCursor'),
      pressKey: async key => void asked.push(`pressKey ${key.name}`),
      copy: text => ({ tone: 'good', text: `Copied ${text}.` }),
      suspend: async () => void asked.push('suspend'),
    },
  });
  const type = (...names: readonly string[]) =>
    store.dispatch(...names.map(name => ({ type: 'key', key: keyOf(name) }) as const));
  const settled = () => new Promise(resolve => setImmediate(resolve));
  const top = () => store.getState().stack.at(-1)?.state as Record<string, unknown> | undefined;
  return { store, loads, eats, timers, asked, type, settled, top };
}

describe('reads', () => {
  test('the home screen is read at the start, and its answer is shown', async () => {
    const { loads, settled, top } = startStore();
    loads[0]?.resolve(['apple']);
    await settled();
    expect(top()).toMatchObject({ all: ['apple'], loading: false });
  });

  test('a read that fails reaches its screen as an error of ours', async () => {
    const { loads, settled, top } = startStore();
    loads[0]?.reject(new UnavailableError('disk-full', 'No space left.'));
    await settled();
    expect(top()).toMatchObject({ problem: 'No space left.' });
  });

  test('something thrown that is no error of ours becomes a bug, and nothing is lost', async () => {
    const { loads, settled, top } = startStore();
    loads[0]?.reject(new TypeError('x is undefined'));
    await settled();
    expect(top()).toMatchObject({ problem: 'Unexpected failure: x is undefined' });
  });

  test('progress arrives while a read runs', () => {
    const { store, loads } = startStore();
    loads[0]?.tools.report(3);
    expect(store.getState().notice?.text).toBe('3 read');
  });

  test('the reads of a screen are aborted when it closes, and their answers do not arrive', async () => {
    const { store, loads, settled, type } = startStore();
    type(':', ...'basket attic', 'enter');
    type('escape');
    expect(loads[1]?.tools.signal.aborted).toBe(true);
    expect(loads[0]?.tools.signal.aborted).toBe(false);
    const before = store.getState();
    loads[1]?.resolve(['moth']);
    await settled();
    expect(store.getState()).toBe(before);
  });
});

describe('writes', () => {
  async function startEating() {
    const started = startStore();
    const { store, timers, type, settled } = started;
    type(':', ...'eat fig', 'enter');
    type(...'hungry', 'enter');
    for (const timer of timers.slice()) if (timer.delayMs === 2000) timer.callback();
    type('y');
    store.dispatch({ type: 'screen-addressed', screenId: 2, message: { type: 'how-chosen', how: 'raw' } });
    await settled();
    return started;
  }

  test('a write goes on when its screen closes, shows under activity, and says how it ended', async () => {
    const { store, eats, type, settled } = await startEating();
    type('escape');
    expect(eats[0]?.tools.signal.aborted).toBe(false);
    expect(store.getState().activity).toMatchObject([
      { title: 'Eat fig', command: 'fruit eat fig', progress: { at: 'running' } },
    ]);
    eats[0]?.resolve('eaten');
    await settled();
    expect(store.getState().activity).toMatchObject([{ progress: { at: 'done' } }]);
    expect(store.getState().notice?.text).toBe('Eat fig: done.');
  });

  test('q ends the console after the write, ctrl-c asks it to stop after its step', async () => {
    const { store, eats, type } = await startEating();
    type('escape', 'q', 'ctrl-c');
    expect(eats[0]?.tools.signal.aborted).toBe(true);
    eats[0]?.resolve('eaten');
    await expect(store.ended).resolves.toBe(130);
  });
});

describe('terminal', () => {
  test('keys behind one that a choice got wait until it was handled', async () => {
    const { asked, store, timers, type, settled, top } = startStore();
    type(':', ...'eat fig', 'enter');
    type(...'hungry', 'enter');
    for (const timer of timers.slice()) if (timer.delayMs === 2000) timer.callback();
    type('y', 'j', 'k', 'escape');
    expect(asked).toEqual(['queryCursor', 'pressKey j']);
    expect(top()).toMatchObject({ at: 'how' });
    await settled();
    expect(asked).toEqual(['queryCursor', 'pressKey j', 'pressKey k']);
    expect(store.getState().stack).toHaveLength(1);
  });

  test('what was copied is told', async () => {
    const { store, loads, settled, type } = startStore();
    loads[0]?.resolve(['apple']);
    await settled();
    type('c');
    expect(store.getState().notice?.text).toBe('Copied apple.');
  });

  test('listeners are called once for a chunk of keys', () => {
    const { store, type } = startStore();
    let calls = 0;
    store.subscribe(() => {
      calls += 1;
    });
    type('j', 'k', 'j', 'G');
    expect(calls).toBe(1);
  });

  test('timers are cancelled at the end', async () => {
    const { store, timers, type } = startStore();
    type('q');
    await expect(store.ended).resolves.toBe(0);
    expect(timers.every(timer => timer.cancelled)).toBe(true);
  });

  test('a screen that throws ends the console with its error', async () => {
    const broken = fruitApp.screens.map(screen => ({
      ...screen,
      update: () => {
        throw new Error('broken screen');
      },
    }));
    const { store, type } = startStore(broken);
    type('j');
    await expect(store.ended).rejects.toThrow('broken screen');
  });
});
