import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { builtProgram, openTerminal, type TerminalProgram } from '../support/terminal.ts';
import { bytesOfKeyName } from '../support/terminal-keys.ts';
import { median, quantile } from './statistics.ts';

/** What one console cost. Times in milliseconds, sizes in bytes. */
export type ConsoleFigures = {
  readonly firstPaintMs: number;
  /** From the start until the first key that was pressed has been answered. */
  readonly interactiveMs: number;
  readonly keyMsP50: number;
  readonly keyMsP95: number;
  readonly moveBytesP50: number;
  readonly scrollBytesP95: number;
  readonly idleBytes: number;
  readonly residentAtStart: number;
  readonly residentAfterKeys: number;
};

const size = { columns: 120, rows: 40 };

/** Starts the console on a registry several times, then works in its list of versions. */
export async function measureConsole(root: string, starts: number, keys: number): Promise<ConsoleFigures> {
  const started: { readonly firstPaintMs: number; readonly interactiveMs: number }[] = [];
  for (let start = 0; start <= starts; start += 1) {
    const figures = await measureStart(root);
    if (start > 0) started.push(figures);
  }
  const program = open(root);
  try {
    await program.waitFor('frontshift-rag');
    const residentAtStart = readResident(program.processId);
    await program.press('enter');
    await program.waitFor(lines => lines.some(line => /^>\s+v\d+/.test(line)), 30_000);
    const move = await measureKeys(program, ['j', 'k'], 40);
    const scroll = await measureKeys(program, ['ctrl-d', 'ctrl-u'].map(bytesOfKeyName), 40);
    const before = program.bytesWritten();
    await pause(2000);
    const idleBytes = program.bytesWritten() - before;
    await sendKeys(program, keys);
    // Memory is given back a second after the last key.
    await pause(2500);
    return {
      firstPaintMs: median(started.map(figures => figures.firstPaintMs)),
      interactiveMs: median(started.map(figures => figures.interactiveMs)),
      keyMsP50: median([...move, ...scroll].map(key => key.ms)),
      keyMsP95: quantile(
        [...move, ...scroll].map(key => key.ms),
        0.95,
      ),
      moveBytesP50: median(move.map(key => key.bytes)),
      scrollBytesP95: quantile(
        scroll.map(key => key.bytes),
        0.95,
      ),
      idleBytes,
      residentAtStart,
      residentAfterKeys: readResident(program.processId),
    };
  } finally {
    await program.close();
  }
}

function open(root: string): TerminalProgram {
  return openTerminal(builtProgram('--registry', root, '--actor', 'bench'), size);
}

/** First paint: the first bytes the program shows. Interactive: a key pressed at once has been answered by help. */
async function measureStart(
  root: string,
): Promise<{ readonly firstPaintMs: number; readonly interactiveMs: number }> {
  const startedAt = performance.now();
  const program = open(root);
  try {
    program.type('?');
    await until(() => program.screen().some(line => line.includes('lastgood')));
    const firstPaintMs = performance.now() - startedAt;
    await until(() => program.screen().some(line => line.includes('Suspend')));
    return { firstPaintMs, interactiveMs: performance.now() - startedAt };
  } finally {
    await program.close();
  }
}

/** One key at a time: from writing it until the last byte of its answer, and how many bytes that was. */
export async function measureKeys(program: TerminalProgram, keys: readonly string[], count: number) {
  const measured: { readonly ms: number; readonly bytes: number }[] = [];
  for (let press = 0; press < count; press += 1) {
    const before = program.bytesWritten();
    const startedAt = performance.now();
    program.type(keys[press % keys.length] ?? '');
    await until(() => program.bytesWritten() > before);
    let seen = program.bytesWritten();
    let lastAt = performance.now();
    while (performance.now() - lastAt < 8) {
      await pause(1);
      if (program.bytesWritten() === seen) continue;
      seen = program.bytesWritten();
      lastAt = performance.now();
    }
    measured.push({ ms: lastAt - startedAt, bytes: seen - before });
  }
  return measured;
}

/** Many keys in chunks, down and up again, and a wait until the last was drawn. */
async function sendKeys(program: TerminalProgram, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent += 20) {
    program.type((sent / 20) % 2 === 0 ? 'j'.repeat(20) : 'k'.repeat(20));
    await pause(5);
  }
  await program.press('G');
  await program.waitFor(lines => lines.some(line => /^>\s+v1\b/.test(line)), 60_000);
}

async function until(condition: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + 30_000;
  while (!condition()) {
    if (performance.now() > giveUpAt) throw new Error('The console did not answer within 30 s.');
    await pause(1);
  }
}

function readResident(processId: number): number {
  const pages = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${processId}/status`, 'utf8'))?.[1];
  return Number(pages ?? 0) * 1024;
}
