import { setImmediate } from 'node:timers/promises';
import type { TerminalProgram } from './terminal.ts';
import { bytesOfKeyName } from './terminal-keys.ts';

/** Numbers from 0 (inclusive) to 1 that are the same for the same seed. @see mulberry32 */
export function createSeededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `count` key names, each as likely as its weight. */
export function drawKeys(
  count: number,
  weights: Readonly<Record<string, number>>,
  random: () => number,
): readonly string[] {
  const wheel = Object.entries(weights).flatMap(([name, weight]) => Array<string>(weight).fill(name));
  return Array.from({ length: count }, () => wheel[Math.floor(random() * wheel.length)] ?? '');
}

/** Sends keys in chunks of 1 to 20, each one write to the terminal. */
export async function sendInChunks(
  program: TerminalProgram,
  names: readonly string[],
  random: () => number,
): Promise<void> {
  for (let at = 0; at < names.length; ) {
    const size = 1 + Math.floor(random() * 20);
    program.type(
      names
        .slice(at, at + size)
        .map(bytesOfKeyName)
        .join(''),
    );
    at += size;
    await setImmediate(); // What the program writes is read meanwhile, as a terminal does.
  }
}
