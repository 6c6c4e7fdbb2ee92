import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { bundleProcess } from './bundle-process.ts';
import type { MoveEvent } from './check-moves.ts';
import { readyLine } from './wait-for-start.ts';

const moverSource = fileURLToPath(new URL('./move-process.ts', import.meta.url));

/** A line of a mover: an event, and when it was told by the clock that all processes share. */
export type ToldMove<Event = MoveEvent> = { readonly atNs: number; readonly event: Event };

/** What many movers at once did. */
export type MoversRun<Event = MoveEvent> = {
  /** In the order in which they were told. */
  readonly events: readonly Event[];
  readonly killed: number;
};

/** How many movers, how many acknowledged moves each makes, and how many of them are killed in all. */
export type MoversOptions = { readonly processes: number; readonly moves: number; readonly kills: number };

/** A mover that is started: in which place, counted from 1, under what name, and how many moves it has to make. */
export type MoverStart = { readonly place: number; readonly name: string; readonly left: number };

/**
 * Runs so many processes that each make so many acknowledged moves of `latest`, kills a random one every now and then and puts
 * another in its place that makes what is left.
 */
export function runMovers(root: string, model: string, options: MoversOptions): Promise<MoversRun> {
  return runMoverProcesses(moverSource, options, ({ name, left }) => [root, model, name, String(left)]);
}

/**
 * The same with any program that makes moves and tells of them in lines of JSON.
 * @param source the program, in TypeScript
 * @param describe the arguments of a mover
 */
export async function runMoverProcesses<Event extends { readonly event: string } = MoveEvent>(
  source: string,
  options: MoversOptions,
  describe: (start: MoverStart) => readonly string[],
): Promise<MoversRun<Event>> {
  const mover = await bundleProcess(source);
  const told: ToldMove<Event>[] = [];
  const running = new Set<ChildProcess>();
  let killed = 0;
  const total = options.processes * options.moves;
  let acknowledged = 0;
  // On a machine that starts programs slowly the first would be done before the last one begins.
  let ready = 0;
  const start = Promise.withResolvers<void>();
  const hear = (move: ToldMove<Event>): void => {
    told.push(move);
    if (move.event.event !== 'ok') return;
    acknowledged += 1;
    if (killed >= options.kills || acknowledged < ((killed + 1) * total) / (options.kills + 1)) return;
    killed += 1;
    killSome([...running]);
  };
  const runOne = async (place: number): Promise<void> => {
    for (let left = options.moves, run = 1; left > 0; run += 1) {
      const name = `mover-${place}-${run}`;
      const child = spawn(process.execPath, [mover, ...describe({ place, name, left })], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      void start.promise.then(() => child.stdin.end());
      const ended = new Promise<NodeJS.Signals | number | null>(resolve => {
        child.once('close', (code, signal) => resolve(signal ?? code));
      });
      for await (const line of createInterface({ input: child.stdout })) {
        if (line === readyLine) {
          ready += 1;
          if (ready === options.processes) start.resolve();
          continue;
        }
        const move = parseMove<Event>(line);
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
  await Promise.all(Array.from({ length: options.processes }, (_, index) => runOne(index + 1)));
  return { events: told.toSorted((a, b) => a.atNs - b.atNs).map(({ event }) => event), killed };
}

/** Kills a random one of them at a random moment of the next few acts. */
function killSome(running: readonly ChildProcess[]): void {
  const victim = running[Math.floor(Math.random() * running.length)];
  setTimeout(() => victim?.kill('SIGKILL'), Math.random() * 40);
}

/** A line that was cut off by a kill says nothing: its act is one nobody heard of again. */
function parseMove<Event>(line: string): ToldMove<Event> | undefined {
  try {
    return JSON.parse(line) as ToldMove<Event>;
  } catch {
    return undefined;
  }
}
