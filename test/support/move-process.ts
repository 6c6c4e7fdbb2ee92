import { writeSync } from 'node:fs';
import { openRegistry } from './registry-rig.ts';
import { runMoves } from './run-moves.ts';

/**
 * A mover in a process of its own: `move-process.ts ROOT MODEL NAME COUNT` makes COUNT acknowledged moves, each tried again
 * after a conflict, and writes each event as a line of JSON before anything else happens. May be killed at any moment.
 */
const [root = '', model = '', name = '', count = '0'] = process.argv.slice(2);
await runMoves(openRegistry(root, { actor: name }), model, Number(count), event => {
  writeSync(1, `${JSON.stringify(event)}\n`);
});
