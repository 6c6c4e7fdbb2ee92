import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type IPty, spawn } from '@lydell/node-pty';
import { bytesOfKeyName } from './terminal-keys.ts';
import { createTerminalScreen } from './terminal-screen.ts';

export type TerminalOptions = {
  readonly columns?: number;
  readonly rows?: number;
  readonly cwd?: string;
  /** Added to the test's own environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What a slow line adds to each direction, in milliseconds. */
  readonly latencyMs?: number;
  /** `silent` for a terminal that answers no query. */
  readonly answers?: 'all' | 'silent';
};

type ProgramExit = { readonly code: number; readonly signal: string | undefined };

/** A program running in a terminal, and the hands and eyes of its user. */
export type TerminalProgram = {
  /** The rows of the last complete frame, without trailing blanks. */
  readonly screen: () => readonly string[];
  /** Every cell with its style, as {@link createTerminalScreen} describes it. */
  readonly cells: () => readonly (readonly string[])[];
  /**
   * Resolves with the screen once it shows `wanted`; rejects with the screen printed after `timeoutMs`, so long by default that only a
   * program that hangs gets there.
   */
  readonly waitFor: (wanted: Wanted, timeoutMs?: number) => Promise<readonly string[]>;
  /** Presses keys by name (`j`, `enter`, `ctrl-c`, `page-down`), no faster than fingers do. */
  readonly press: (...names: readonly string[]) => Promise<void>;
  /** Sends text in one piece, as a slow line delivers fast typing. */
  readonly type: (text: string) => void;
  /** Pastes text, bracketed if the program asked for that. */
  readonly paste: (text: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  /** Bytes that the program has written so far. */
  readonly bytesWritten: () => number;
  /** All that the program has written so far. */
  readonly output: () => string;
  readonly exit: Promise<ProgramExit>;
  readonly processId: number;
  readonly sendSignal: (signal: NodeJS.Signals) => void;
  /** Ends the program if it still runs, and waits for its end. */
  readonly close: () => Promise<void>;
};

/** Text, a pattern, or a condition on the rows of the screen. */
type Wanted = string | RegExp | ((lines: readonly string[]) => boolean);

const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

/** The command that runs the built program. @throws Error when it is not built. */
export function builtProgram(...argv: readonly string[]): readonly string[] {
  const launcher = `${projectFolder}dist/lastgood.js`;
  if (!existsSync(launcher)) throw new Error('dist/lastgood.js is not there: the build failed');
  return [process.execPath, launcher, ...argv];
}

/** Variables that would make the program behave as under a test or in somebody's own set-up. */
const foreignVariables = [
  /^(CI|NO_COLOR|FORCE_COLOR|NODE_ENV|TMUX|STY)$/,
  /^(VITEST|SSH_|LC_|LASTGOOD_|MODEL_REGISTRY|GITHUB_)/,
];

/** Starts a command in a terminal of 80 by 24 cells unless told otherwise. */
export function openTerminal(command: readonly string[], options: TerminalOptions = {}): TerminalProgram {
  const { columns = 80, rows = 24, latencyMs = 0, answers = 'all' } = options;
  const [file = '', ...argv] = command;
  const environment = environmentOf(options.env ?? {});
  const pty = spawn(file, [...argv], {
    // node-pty makes this TERM, whatever the environment says.
    name: environment.TERM ?? '',
    cols: columns,
    rows,
    cwd: options.cwd ?? projectFolder,
    env: environment,
  });
  const send = delayed(latencyMs, (bytes: string) => pty.write(bytes));
  const watched = watchScreen(pty, columns, rows, latencyMs);
  if (answers === 'all') watched.terminal.onData(send);
  let hasExited = false;
  const endAfterOutput = delayed(latencyMs, watched.end);
  const exit = new Promise<ProgramExit>(resolve => {
    pty.onExit(({ exitCode, signal }) => {
      hasExited = true;
      endAfterOutput(undefined);
      resolve({ code: exitCode, signal: signalName(signal) });
    });
  });

  return {
    screen: watched.screen,
    cells: watched.cells,
    waitFor: watched.waitFor,
    press: async (...names) => {
      for (const name of names) {
        send(bytesOfKeyName(name));
        await pause(keyIntervalMs);
      }
    },
    type: send,
    paste: text => send(watched.terminal.modes.bracketedPasteMode ? `\u001B[200~${text}\u001B[201~` : text),
    resize: (newColumns, newRows) => {
      watched.terminal.resize(newColumns, newRows);
      pty.resize(newColumns, newRows);
    },
    bytesWritten: () => Buffer.byteLength(watched.output()),
    output: watched.output,
    exit,
    processId: pty.pid,
    sendSignal: signal => process.kill(pty.pid, signal),
    close: async () => {
      if (!hasExited) pty.kill('SIGKILL');
      await exit;
    },
  };
}

/** A wait ends as soon as the screen shows what is waited for: this is for a machine that is busy with other things. */
const usualPatienceMs = 60_000;

/** The time between two key presses of a fast typist, in milliseconds. */
const keyIntervalMs = 15;

/** Feeds what the program writes to a screen, and tells of every complete frame. */
function watchScreen(pty: IPty, columns: number, rows: number, latencyMs: number) {
  const { terminal, lines, cells } = createTerminalScreen(columns, rows);
  const listeners = new Set<() => void>();
  let output = '';
  let ended = false;
  /** The screen as it was when the synchronized update began that is still going on. */
  let before: { lines: readonly string[]; cells: readonly (readonly string[])[] } | undefined;

  const isSynchronized = (parameters: readonly (number | number[])[]) => parameters.includes(2026);
  terminal.parser.registerCsiHandler({ prefix: '?', final: 'h' }, parameters => {
    if (isSynchronized(parameters)) before = { lines: lines(), cells: cells() };
    return false;
  });
  terminal.parser.registerCsiHandler({ prefix: '?', final: 'l' }, parameters => {
    if (isSynchronized(parameters)) before = undefined;
    return false;
  });
  const notify = () => {
    for (const listener of listeners) listener();
  };
  pty.onData(
    delayed(latencyMs, (data: string) => {
      output += data;
      terminal.write(data, notify);
    }),
  );
  const screen = () => before?.lines ?? lines();

  return {
    terminal,
    screen,
    cells: () => before?.cells ?? cells(),
    output: () => output,
    end: () => {
      // What was written before the end is still on its way to the screen.
      terminal.write('', () => {
        ended = true;
        notify();
      });
    },
    waitFor: (wanted: Wanted, timeoutMs = usualPatienceMs) =>
      new Promise<readonly string[]>((resolve, reject) => {
        const settle = (act: () => void) => {
          clearTimeout(timer);
          listeners.delete(check);
          act();
        };
        const fail = (why: string) =>
          settle(() => reject(new Error(`${why}: ${describeWanted(wanted)}\n${frameScreen(screen())}`)));
        const check = () => {
          if (shows(screen(), wanted)) settle(() => resolve(screen()));
          else if (ended) fail('The program ended without showing');
        };
        const timer = setTimeout(() => fail(`Not shown within ${timeoutMs} ms`), timeoutMs);
        listeners.add(check);
        check();
      }),
  };
}

function shows(lines: readonly string[], wanted: Wanted): boolean {
  if (typeof wanted === 'function') return wanted(lines);
  const text = lines.join('\n');
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}

function describeWanted(wanted: Wanted): string {
  return typeof wanted === 'string' ? JSON.stringify(wanted) : String(wanted);
}

function frameScreen(lines: readonly string[]): string {
  const width = Math.max(...lines.map(line => line.length));
  const edge = `+${'-'.repeat(width)}+`;
  return [edge, ...lines.map(line => `|${line.padEnd(width)}|`), edge].join('\n');
}

function delayed<Value>(delayMs: number, act: (value: Value) => void): (value: Value) => void {
  return delayMs === 0 ? act : value => void setTimeout(() => act(value), delayMs);
}

function environmentOf(changes: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const own = Object.entries(process.env).filter(
    ([name]) => !foreignVariables.some(foreign => foreign.test(name)),
  );
  const all = { ...Object.fromEntries(own), LANG: 'C.UTF-8', TERM: 'xterm-256color', ...changes };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function signalName(number: number | undefined): string | undefined {
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0];
}
