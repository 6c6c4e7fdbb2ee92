import { EventEmitter } from 'node:events';
import { Writable } from 'node:stream';
import type { TerminalSize } from '../terminal/terminal-size.ts';

/**
 * What Ink takes for the terminal's output: each write is a whole frame, since Ink runs in its debug mode.
 */
export class FrameOutput extends Writable {
  readonly isTTY = true;
  columns: number;
  rows: number;
  readonly #onFrame: (frame: string) => void;

  constructor(size: TerminalSize, onFrame: (frame: string) => void) {
    super({ decodeStrings: false });
    this.columns = size.columns;
    this.rows = size.rows;
    this.#onFrame = onFrame;
  }

  /** The size that Ink lays out for from its next frame on; emit `resize` to make it draw one at once. */
  setSize(size: TerminalSize): void {
    this.columns = size.columns;
    this.rows = size.rows;
  }

  override _write(frame: string, _encoding: BufferEncoding, done: () => void): void {
    // Ink ends its last frame with an empty write that only waits for the ones before it.
    if (frame !== '') this.#onFrame(frame);
    done();
  }
}

/**
 * What Ink takes for the keyboard: a terminal whose modes are somebody else's, and whose every read is one
 * key.
 */
export class KeyInput extends EventEmitter {
  readonly isTTY = true;
  #unread: string | null = null;

  /** Gives Ink the bytes of one key. The components have handled it when this returns. */
  press(bytes: string): void {
    this.#unread = bytes;
    this.emit('readable');
  }

  read(): string | null {
    const bytes = this.#unread;
    this.#unread = null;
    return bytes;
  }

  setRawMode(): this {
    return this;
  }

  setEncoding(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}
