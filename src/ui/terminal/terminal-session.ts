import type { ReadStream } from 'node:tty';
import { type CopyOutcome, encodeClipboard } from './clipboard.ts';
import { createCursorQueries } from './cursor-queries.ts';
import type { TerminalTraits } from './describe-terminal.ts';
import { type ExitSignal, exitSignals } from './exit-signal.ts';
import { createFrameWriter } from './frame-writer.ts';
import { createInputReader } from './input-reader.ts';
import { createJobControl } from './job-control.ts';
import type { TerminalInput } from './key.ts';
import { cursorQuery } from './modes.ts';
import type { CellPlace } from './pen.ts';
import { createRawScreen, type TerminalOutput } from './raw-screen.ts';
import type { PaintedSkeleton } from './skeleton.ts';
import type { TerminalSize } from './terminal-size.ts';

/** What a session is made on. Both streams must be terminals. */
export type TerminalHost = {
  readonly input: ReadStream;
  readonly output: TerminalOutput;
  readonly process: NodeJS.Process;
  readonly traits: TerminalTraits;
  /** What the launcher has painted, if it has. */
  readonly skeleton: PaintedSkeleton | undefined;
};

/** Who is told what happens on the terminal. */
export type TerminalListener = {
  /** One key, paste or cursor report; several in one chunk are told one after the other. */
  readonly onInput: (input: TerminalInput) => void;
  /** The terminal has another size; the next frame written should have it. */
  readonly onResize: (size: TerminalSize) => void;
  /**
   * The process is asked to end; a terminal that went away counts as SIGHUP. The session stays as it is:
   * finish what must be finished, then {@link TerminalSession.leave} and exit with the signal's code. May be
   * told more than once.
   */
  readonly onSignal: (signal: ExitSignal) => void;
};

/** The real terminal. Nothing else may write to it between `enter` and `leave`. */
export type TerminalSession = {
  readonly size: () => TerminalSize;
  /** Takes screen and keyboard, once. However the process ends after this, the terminal is given back. */
  readonly enter: (listener: TerminalListener) => void;
  /** Gives screen and keyboard back, at once and for good. Calling it again does nothing. */
  readonly leave: () => void;
  /** Shows a frame with the (hidden) cursor resting at `cursor`, by sending only what changed. */
  readonly write: (frame: string, cursor: CellPlace) => void;
  /**
   * True when the terminal has shown the frame of this tick; false if it has not said so within two seconds.
   */
  readonly queryCursor: () => Promise<boolean>;
  /** Gives the terminal back and stops the process group, as ctrl-z does; takes it again when continued. */
  readonly suspend: () => void;
  /** Puts a text on the clipboard of the user's machine. */
  readonly copy: (text: string) => CopyOutcome;
};

type Latest = { readonly frame: string; readonly cursor: CellPlace };

/** A session on the terminal that takes nothing until `enter`. */
export function createTerminalSession(host: TerminalHost): TerminalSession {
  const { output, traits } = host;
  const screen = createRawScreen(host.input, output);
  const writer = createFrameWriter(traits.colours, traits.charset);
  const queries = createCursorQueries();
  let at: 'outside' | 'inside' | 'suspended' = 'outside';
  let latest: Latest | undefined;
  let unsubscribe: () => void = () => undefined;
  let tellSize: () => void = () => undefined;

  const size = (): TerminalSize => ({ columns: output.columns || 80, rows: output.rows || 24 });
  const draw = () => {
    // A terminal that does not keep up gets the newest frame when it is ready, not all of them.
    if (at !== 'inside' || latest === undefined || output.writableNeedDrain) return;
    const bytes = writer.draw(latest.frame, size(), latest.cursor);
    if (bytes !== '') output.write(bytes);
  };
  const giveBack = () => {
    host.input.pause();
    screen.giveBack();
  };
  const beforeStop = () => {
    at = 'suspended';
    giveBack();
  };
  const afterStop = () => {
    at = 'inside';
    screen.retake();
    host.input.resume();
    writer.forget();
    tellSize();
    draw();
  };
  const jobs = createJobControl(host.process, beforeStop, afterStop);
  const leave = () => {
    if (at === 'outside') return;
    jobs.end();
    unsubscribe();
    if (at === 'inside') giveBack();
    at = 'outside';
  };

  return {
    size,
    enter: listener => {
      tellSize = () => listener.onResize(size());
      unsubscribe = subscribe(host, listener, { draw, leave, answer: queries.answer, size });
      jobs.start();
      screen.take(host.skeleton === undefined ? 'untouched' : 'painted');
      host.skeleton?.handOver();
      host.input.resume();
      at = 'inside';
      draw();
    },
    leave,
    write: (frame, cursor) => {
      latest = { frame, cursor };
      draw();
    },
    queryCursor: () =>
      queries.ask(() => {
        if (at === 'inside') output.write(cursorQuery);
      }),
    suspend: () => {
      if (at === 'inside') jobs.suspend();
    },
    copy: text => {
      const encoded = encodeClipboard(text, traits);
      if ('reason' in encoded) return { type: 'refused', reason: encoded.reason };
      output.write(encoded.bytes);
      return { type: 'sent' };
    },
  };
}

type Reactions = {
  readonly draw: () => void;
  readonly leave: () => void;
  readonly answer: () => void;
  readonly size: () => TerminalSize;
};

/** Listens to everything a terminal and a process can say; returns what ends that. */
function subscribe(host: TerminalHost, listener: TerminalListener, react: Reactions): () => void {
  const { input, output, process } = host;
  const reader = createInputReader(host.traits.escapeDelayMs, received => {
    if (received.type === 'cursor-reported') react.answer();
    listener.onInput(received);
  });
  const onResize = () => listener.onResize(react.size());
  const onLost = () => listener.onSignal('SIGHUP');
  const signals = exitSignals.map(signal => [signal, () => listener.onSignal(signal)] as const);

  input.on('data', reader.push).on('end', onLost).on('error', onLost);
  output.on('resize', onResize).on('drain', react.draw).on('error', onLost);
  process.on('exit', react.leave).on('uncaughtExceptionMonitor', react.leave);
  for (const [signal, tell] of signals) process.on(signal, tell);
  return () => {
    reader.reset();
    // The listeners of `error` stay: a terminal that goes away while we leave must not become an exception.
    input.off('data', reader.push).off('end', onLost);
    output.off('resize', onResize).off('drain', react.draw);
    process.off('exit', react.leave).off('uncaughtExceptionMonitor', react.leave);
    for (const [signal, tell] of signals) process.off(signal, tell);
  };
}
