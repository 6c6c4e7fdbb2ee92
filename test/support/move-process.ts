import { writeSync } from 'node:fs';
import type { ToldMove } from './movers.ts';
import { openRegistry } from './registry-rig.ts';
import { runMoves } from './run-moves.ts';
import { waitForStart } from './wait-for-start.ts';

/**
 * A mover in a process of its own: `move-process.ts ROOT MODEL NAME COUNT` makes COUNT acknowledged moves, each tried again
 * after a conflict, and writes each event as a line of JSON before anything else happens. May be killed at any moment.
 */
const [root = '', model = '', name = '', count = '0'] = process.argv.slice(2);
await waitForStart();
await runMoves(openRegistry(root, { actor: name }), model, Number(count), event => {
  // The clock is one for all processes of a machine: what is read of several pipes comes in any order.
  const told: ToldMove = { atNs: Number(process.hrtime.bigint()), event };
  writeSync(1, `${JSON.stringify(told)}\n`);
});
