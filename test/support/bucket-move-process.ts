import { writeSync } from 'node:fs';
import { openMachineAt } from './machine.ts';
import type { ToldMove } from './movers.ts';
import { type BucketEvent, runBucketMoves } from './run-bucket-moves.ts';
import { waitForStart } from './wait-for-start.ts';

/**
 * A mover of an alias in a bucket in a process of its own: `bucket-move-process.ts ENDPOINT CACHE ALIAS NAME COUNT` makes COUNT
 * acknowledged moves and writes each event as a line of JSON before anything else happens. May be killed at any moment.
 */
const [endpoint = '', cache = '', alias = '', actor = '', count = '0'] = process.argv.slice(2);
const { session, store } = openMachineAt(endpoint, cache, { actor, budgetMs: 1_000, metadataMs: 400 });
await waitForStart();
await runBucketMoves(session, alias, Number(count), event => {
  // The clock is one for all processes of a machine: what is read of several pipes comes in any order.
  const told: ToldMove<BucketEvent> = { atNs: Number(process.hrtime.bigint()), event };
  writeSync(1, `${JSON.stringify(told)}\n`);
});
await store.close();
