import { writeSync } from 'node:fs';
import type { ReadStream, WriteStream } from 'node:tty';
import { enterScreen, leaveScreen } from './modes.ts';

/**
 * The terminal's modes: keyboard raw or not, our screen or the user's. Changes have taken effect when the
 * call returns.
 */
export type RawScreen = {
  /** Takes keyboard and screen; with `painted` the launcher has taken the screen already. */
  readonly take: (screen: 'untouched' | 'painted') => void;
  /** Gives both back. */
  readonly giveBack: () => void;
  /** Takes both again, whatever modes somebody else has set since. */
  readonly retake: () => void;
};

/** A stream that is a terminal and has a file descriptor. */
export type TerminalOutput = WriteStream & { readonly fd: number };

/** The modes of one terminal, untouched yet. */
export function createRawScreen(input: ReadStream, output: TerminalOutput): RawScreen {
  const setRaw = (mode: 'raw' | 'cooked') => whileTerminalLasts(() => input.setRawMode(mode === 'raw'));
  const take = (screen: 'untouched' | 'painted') => {
    setRaw('raw');
    if (screen === 'untouched') writeNow(output.fd, enterScreen);
  };
  return {
    take,
    giveBack: () => {
      writeNow(output.fd, leaveScreen);
      setRaw('cooked');
    },
    retake: () => {
      // Node knows only the mode it set itself: raw again is set only when it believes that it is not.
      setRaw('cooked');
      take('untouched');
    },
  };
}

/**
 * Writes without the event loop, which may never run again; gives up after a second on a terminal that takes
 * nothing.
 */
function writeNow(descriptor: number, text: string): void {
  const clock = new Int32Array(new SharedArrayBuffer(4));
  let rest = Buffer.from(text);
  for (let attempt = 0; rest.length > 0 && attempt < 200; attempt++) {
    const written = whileTerminalLasts(() => writeSync(descriptor, rest));
    if (written === undefined) return;
    rest = rest.subarray(written);
    if (rest.length > 0) Atomics.wait(clock, 0, 0, 5);
  }
}

/** What `act` returns; 0 when the terminal is busy, undefined when there is no terminal any more. */
function whileTerminalLasts<Result>(act: () => Result): Result | 0 | undefined {
  try {
    return act();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'EAGAIN') return 0;
    if (['EIO', 'EPIPE', 'EBADF', 'ENXIO', 'ENOTTY'].includes(code)) return undefined;
    throw error;
  }
}
