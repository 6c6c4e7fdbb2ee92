import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { bundleProcess } from './bundle-process.ts';
import type { MoveEvent } from './check-moves.ts';

const moverSource = fileURLToPath(new URL('./move-process.ts', import.meta.url));

/** A line of a mover: an event, and when it was told by the clock that all processes share. */
export type ToldMove = { readonly atNs: number; readonly event: MoveEvent };

/** What many movers at once did. */
export type MoversRun = {
  /** In the order in which they were told. */
  readonly events: readonly MoveEvent[];
  readonly killed: number;
};

/**
 * Runs so many processes that each make so many acknowledged moves of `latest`, kills a random one every now and then and puts
 * another in its place that makes what is left.
 * @param kills how many are killed in all
 */
export async function runMovers(
  root: string,
  model: string,
  options: { readonly processes: number; readonly moves: number; readonly kills: number },
): Promise<MoversRun> {
  const mover = await bundleProcess(moverSource);
  const told: ToldMove[] = [];
  const running = new Set<ChildProcess>();
  let killed = 0;
  const total = options.processes * options.moves;
  let acknowledged = 0;
  const hear = (move: ToldMove): void => {
    told.push(move);
    if (move.event.event !== 'ok') return;
    acknowledged += 1;
    if (killed >= options.kills || acknowledged < ((killed + 1) * total) / (options.kills + 1)) return;
    killed += 1;
    killSome([...running]);
  };
  const runOne = async (name: string): Promise<void> => {
    for (let left = options.moves, run = 1; left > 0; run += 1) {
      const child = spawn(process.execPath, [mover, root, model, `${name}-${run}`, String(left)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ended = new Promise<NodeJS.Signals | number | null>(resolve => {
        child.once('close', (code, signal) => resolve(signal ?? code));
      });
      for await (const line of createInterface({ input: child.stdout })) {
        const move = parseMove(line);
        if (move === undefined) continue;
        running.add(child);
        hear(move);
        if (move.event.event === 'ok') left -= 1;
      }
      running.delete(child);
      const ending = await ended;
      if (ending !== 0 && ending !== 'SIGKILL') throw new Error(`${name} ended with ${ending}`);
    }
  };
  await Promise.all(Array.from({ length: options.processes }, (_, index) => runOne(`mover-${index + 1}`)));
  return { events: told.toSorted((a, b) => a.atNs - b.atNs).map(({ event }) => event), killed };
}

/** Kills a random one of them at a random moment of the next few acts. */
function killSome(running: readonly ChildProcess[]): void {
  const victim = running[Math.floor(Math.random() * running.length)];
  setTimeout(() => victim?.kill('SIGKILL'), Math.random() * 40);
}

/** A line that was cut off by a kill says nothing: its act is one nobody heard of again. */
function parseMove(line: string): ToldMove | undefined {
  try {
    return JSON.parse(line) as ToldMove;
  } catch {
    return undefined;
  }
}
