import type { Key } from '../terminal/key.ts';
import type { AppDefinition, AppEffect, AppMessage, AppState } from './app-state.ts';
import type { Notice } from './effect.ts';
import type { AnyHandler } from './effect-handler.ts';
import { createEffectRunner } from './effect-runner.ts';
import type { AppStart } from './reduce-app.ts';
import { reduceApp, startApp } from './reduce-app.ts';

/** What the console asks of the terminal it runs in. */
export type TerminalActions = {
  /** Writes a cursor-position query after the frame of the current state has been written. */
  readonly queryCursor: () => void;
  /** Hands a key to Ink's own input, for `Choice`; resolves when Ink has handled it. */
  readonly pressKey: (key: Key) => Promise<void>;
  /** Puts text on the clipboard; answers what to tell the user. */
  readonly copy: (text: string) => Notice;
  /** Stops the process until it is continued; the screen is restored before and drawn again after. */
  readonly suspend: () => Promise<void>;
};

/** Calls back once after a delay, unless the returned function is called before. */
export type Schedule = (delayMs: number, callback: () => void) => () => void;

/** What a store is made of. */
export type StoreOptions = {
  readonly app: AppDefinition;
  readonly start: Omit<AppStart, 'now'>;
  readonly handlers: ReadonlyMap<string, AnyHandler>;
  readonly terminal: TerminalActions;
  /** ISO 8601 UTC. */
  readonly clock: () => string;
  readonly schedule: Schedule;
};

/** The console's state outside React, and the only thing that changes it. */
export type Store = {
  readonly getState: () => AppState;
  /** Calls back after each change that has settled, until the returned function is called. For `useSyncExternalStore`. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Handles messages in order; listeners are called once for all of them. Give it a whole chunk of keys at once. */
  readonly dispatch: (...messages: readonly AppMessage[]) => void;
  /** Resolves with the exit code when the console has to end; rejects when a screen is broken. */
  readonly ended: Promise<number>;
};

/** Ages in the header are to the minute, so the clock need not tick more often. Without a change nothing is drawn. */
const tickMs = 30_000;

/** Makes the store and asks for what the home screen needs. */
export function createStore(options: StoreOptions): Store {
  const { app, terminal, clock, schedule } = options;
  const listeners = new Set<() => void>();
  const timers = new Set<() => void>();
  const queue: AppMessage[] = [];
  const { promise: ended, resolve: end, reject: fail } = Promise.withResolvers<number>();
  let busy = false;

  const runner = createEffectRunner({
    handlers: options.handlers,
    clock,
    dispatch: message => dispatch(message),
  });
  const [opened, firstEffects] = startApp(app, { ...options.start, now: clock() });
  let state = opened;

  function dispatch(...messages: readonly AppMessage[]): void {
    queue.push(...messages);
    if (!busy) drain().catch(fail);
  }

  /** Keys behind one that went to Ink wait until Ink has handled it, so that order is kept. */
  async function drain(): Promise<void> {
    busy = true;
    const effects: AppEffect[] = [];
    let isDrawn = true;
    for (let message = queue.shift(); message; message = queue.shift()) {
      const current = { ...state, now: clock() };
      const [next, asked] = reduceApp(app, current, message);
      state = next;
      isDrawn &&= next === current;
      effects.push(...asked);
      const pressed = asked.find(effect => effect.do === 'pressKey');
      if (pressed) {
        // A key that only Ink knows what to do with changes nothing here: drawing for each would make a held key lag.
        if (!isDrawn) tellListeners();
        isDrawn = true;
        for (const effect of effects.splice(0)) perform(effect);
        await terminal.pressKey(pressed.key).catch(reportFailure);
      }
    }
    busy = false;
    settle(effects);
  }

  function settle(effects: readonly AppEffect[]): void {
    tellListeners();
    for (const effect of effects) perform(effect);
  }

  function tellListeners(): void {
    for (const listener of listeners) listener();
  }

  function perform(effect: AppEffect): void {
    switch (effect.do) {
      case 'run':
        runner.run(effect);
        break;
      case 'abortReads':
        runner.abortReads(effect.screenId, effect.run);
        break;
      case 'stopWrites':
        runner.stopWrites(effect.screenId);
        break;
      case 'after': {
        const { screenId, message } = effect;
        later(effect.delayMs, () => dispatch({ type: 'screen-addressed', screenId, message }));
        break;
      }
      case 'copy':
        dispatch({ type: 'notice-arrived', notice: terminal.copy(effect.text) });
        break;
      case 'queryCursor':
        terminal.queryCursor();
        break;
      case 'suspend':
        terminal.suspend().catch(reportFailure);
        break;
      case 'quit':
        for (const cancel of timers) cancel();
        runner.abortAllReads();
        end(effect.exitCode);
        break;
      case 'pressKey': // Awaited in drain, before the next key.
        break;
    }
  }

  function later(delayMs: number, callback: () => void): void {
    const cancel = schedule(delayMs, () => {
      timers.delete(cancel);
      callback();
    });
    timers.add(cancel);
  }

  function tick(): void {
    later(tickMs, () => {
      dispatch({ type: 'clock-ticked' });
      tick();
    });
  }

  function reportFailure(thrown: unknown): void {
    const text = `The terminal refused: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
    dispatch({ type: 'notice-arrived', notice: { tone: 'bad', text } });
  }

  settle(firstEffects);
  tick();
  return {
    getState: () => state,
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispatch,
    ended,
  };
}
