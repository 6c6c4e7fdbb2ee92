import { once } from 'node:events';
import { writeSync } from 'node:fs';

/** What a process says that has loaded its program and begins when its input ends. */
export const readyLine = 'ready';

/** In a process that is to begin at the same moment as others: says that it is ready, and resolves when its input ends. */
export async function waitForStart(): Promise<void> {
  writeSync(1, `${readyLine}\n`);
  process.stdin.resume();
  await once(process.stdin, 'end');
}
