import { Box, type Instance, render } from 'ink';
import type { ReactElement } from 'react';
import type { Key } from '../terminal/key.ts';
import { bytesOfKey } from '../terminal/key-bytes.ts';
import type { TerminalSize } from '../terminal/terminal-size.ts';
import { FrameOutput, KeyInput } from './ink-streams.ts';

/** A React element drawn by Ink, away from any terminal. */
export type MountedInk = {
  /**
   * Draws another element in place of the one before, at the end of this tick; of several calls in a tick the
   * last counts.
   */
  readonly update: (element: ReactElement) => void;
  /** Draws in another size from now on. */
  readonly resize: (size: TerminalSize) => void;
  /**
   * Gives the key to the components' own input hooks (ink-select-input), as an event of its own. Escape is
   * not given on.
   */
  readonly pressKey: (key: Key) => void;
  /** Ends the components' effects and gives no further frame. */
  readonly unmount: () => void;
};

/**
 * Mounts `element` with Ink. `onFrame` gets every frame as exactly `size.rows` lines joined by `\n`, styled
 * with SGR only and cut to the size: at most one per tick, the last. It owns no terminal: writing frames and
 * reading keys is the caller's. A component that throws while drawing ends the mount and is given to
 * `onFailure`.
 */
export function mountInk(
  element: ReactElement,
  size: TerminalSize,
  onFrame: (frame: string) => void,
  onFailure: (error: unknown) => void,
): MountedInk {
  const mount = new InkMount({ element, size }, onFrame, onFailure);
  return {
    update: next => mount.draw({ element: next }),
    resize: next => mount.draw({ size: next }),
    pressKey: key => mount.pressKey(key),
    unmount: () => mount.unmount(),
  };
}

type Drawing = { readonly element: ReactElement; readonly size: TerminalSize };

class InkMount {
  readonly #onFrame: (frame: string) => void;
  readonly #output: FrameOutput;
  readonly #input = new KeyInput();
  readonly #instance: Instance;
  #current: Drawing;
  #undrawn: Drawing | undefined;
  /** Written in this tick, not yet given. */
  #frame: string | undefined;
  /**
   * True while effects of the last drawing are to run, among them those by which components listen for keys.
   */
  #effectsPending = false;
  #ended = false;

  constructor(first: Drawing, onFrame: (frame: string) => void, onFailure: (error: unknown) => void) {
    this.#onFrame = onFrame;
    this.#current = first;
    this.#output = new FrameOutput(first.size, frame => this.#keepFrame(frame));
    this.#instance = render(<Screen {...first} />, {
      // Ink types its streams as Node's own classes but uses only what these two have.
      stdout: this.#output as unknown as NodeJS.WriteStream,
      stdin: this.#input as unknown as NodeJS.ReadStream,
      debug: true,
      interactive: true,
      patchConsole: false,
      exitOnCtrlC: false,
      isScreenReaderEnabled: false,
    });
    this.#awaitEffects();
    this.#instance.waitUntilExit().catch((error: unknown) => {
      this.#ended = true;
      onFailure(error);
    });
  }

  draw(changes: Partial<Drawing>): void {
    if (this.#undrawn === undefined) queueMicrotask(() => this.#drawLatest());
    this.#undrawn = { ...(this.#undrawn ?? this.#current), ...changes };
  }

  pressKey(key: Key): void {
    const bytes = bytesOfKey(key);
    if (bytes === undefined || this.#ended) return;
    // A key may come in the tick in which its component appeared, and before what the key ahead of it did has
    // been drawn.
    this.#drawLatest();
    if (this.#effectsPending) this.#drawNow(this.#current);
    this.#input.press(bytes);
    this.#drawNow(this.#current);
  }

  unmount(): void {
    this.#ended = true;
    this.#instance.unmount();
  }

  #drawLatest(): void {
    const next = this.#undrawn;
    this.#undrawn = undefined;
    if (next === undefined) return;
    this.#drawNow(next);
    this.#awaitEffects();
  }

  /**
   * After this React has nothing undone: neither updates that components made themselves nor effects of
   * earlier drawings.
   */
  #drawNow(next: Drawing): void {
    if (this.#ended) return;
    const resized = next.size !== this.#current.size;
    this.#current = next;
    this.#output.setSize(next.size);
    this.#instance.rerender(<Screen {...next} />);
    if (resized) this.#output.emit('resize');
  }

  /** React runs effects in an immediate that it asked for while drawing, so ours comes after them. */
  #awaitEffects(): void {
    this.#effectsPending = true;
    setImmediate(() => {
      this.#effectsPending = false;
    });
  }

  #keepFrame(frame: string): void {
    if (this.#frame === undefined) queueMicrotask(() => this.#giveFrame());
    this.#frame = frame;
  }

  #giveFrame(): void {
    const last = this.#frame;
    this.#frame = undefined;
    if (last !== undefined && !this.#ended) this.#onFrame(fitRows(last, this.#current.size.rows));
  }
}

/** Everything is clipped to the terminal, so that a view can never draw more rows than there are. */
function Screen({ element, size }: { readonly element: ReactElement; readonly size: TerminalSize }) {
  return (
    <Box width={size.columns} height={size.rows} overflow="hidden" flexDirection="column">
      {element}
    </Box>
  );
}

function fitRows(frame: string, rows: number): string {
  const lines = frame.split('\n');
  return Array.from({ length: rows }, (_, row) => lines[row] ?? '').join('\n');
}
