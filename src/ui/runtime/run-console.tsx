import { setImmediate } from 'node:timers/promises';
import { exitCodeOfSignal } from '../terminal/exit-signal.ts';
import type { TerminalSession } from '../terminal/terminal-session.ts';
import type { AppDefinition } from './app-state.ts';
import { Frame } from './chrome/frame.tsx';
import { findCursorPlace } from './cursor-place.ts';
import type { Notice } from './effect.ts';
import type { AnyHandler } from './effect-handler.ts';
import { describeLeft } from './leaving.ts';
import { mountInk } from './mount-ink.tsx';
import type { Schedule, Store, TerminalActions } from './store.ts';
import { createStore } from './store.ts';
import type { Surroundings } from './surroundings.ts';

/** What a console is run with. */
export type ConsoleOptions = {
  readonly app: AppDefinition;
  readonly surroundings: Surroundings;
  /** @see defineHandlers */
  readonly handlers: ReadonlyMap<string, AnyHandler>;
  /** A session that has not been entered. It is left when the console ends. */
  readonly session: TerminalSession;
  /** ISO 8601 UTC. */
  readonly clock: () => string;
  /** Called with the store before the first key, for what comes from outside: `surroundings-changed`, `notice-arrived`. */
  readonly onStarted?: (store: Store) => void;
  /** Called once the terminal is given back, with what became of the writes that still ran when the console was left: a line each. */
  readonly onLeft?: (lines: readonly string[]) => void;
};

/**
 * Runs the console on a terminal until it ends and gives the terminal back. Resolves with the exit code; the caller then ends
 * the process, since a write that was left at once may still hold it. Rejects with what a broken screen threw.
 */
export async function runConsole(options: ConsoleOptions): Promise<number> {
  const { app, surroundings, handlers, session, clock } = options;
  const size = session.size();
  const terminal: TerminalActions = {
    queryCursor: () => {
      // The answer arrives as input; the screen keeps its own time for a terminal that does not answer.
      void session.queryCursor();
    },
    pressKey: async key => {
      mounted.pressKey(key);
      await setImmediate(); // React has drawn, and the choice listens with what it now is.
    },
    copy: text => noticeOfCopy(session, text),
    suspend: async () => session.suspend(),
  };
  const store = createStore({ app, start: { size, surroundings }, handlers, terminal, clock, schedule });
  const draw = () => (
    <Frame
      app={app}
      state={store.getState()}
      send={(screenId, message) => store.dispatch({ type: 'screen-addressed', screenId, message })}
    />
  );
  const show = (frame: string) => {
    const { marker } = store.getState().surroundings.theme.symbols;
    session.write(frame, findCursorPlace(frame, marker));
  };
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  const mounted = mountInk(draw(), size, show, fail);
  const unsubscribe = store.subscribe(() => mounted.update(draw()));
  session.enter({
    onInput: input => store.dispatch(input),
    onResize: resized => {
      mounted.resize(resized);
      store.dispatch({ type: 'resized', size: resized });
    },
    onSignal: signal => store.dispatch({ type: 'stop-requested', exitCode: exitCodeOfSignal(signal) }),
  });
  options.onStarted?.(store);
  try {
    return await Promise.race([store.ended, failed]);
  } finally {
    unsubscribe();
    mounted.unmount();
    session.leave();
    options.onLeft?.(describeLeft(store.getState()));
  }
}

const schedule: Schedule = (delayMs, callback) => {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
};

function noticeOfCopy(session: TerminalSession, text: string): Notice {
  const outcome = session.copy(text);
  if (outcome.type === 'refused') return { tone: 'warning', text: outcome.reason };
  return { tone: 'good', text: `Sent to the clipboard: ${text.replace(/\s+/g, ' ')}` };
}
