import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ObjectStore } from '../../src/core/ports/object-store.ts';
import {
  addBadWeather,
  createCaches,
  judgeRace,
  openMovedBucket,
  raceInBucket,
  settleMachines,
} from '../support/bucket-races.ts';
import { openMachine } from '../support/mirror-machines.ts';
import { isWholeProof } from '../support/proof-size.ts';
import { type BucketEvent, runBucketMoves } from '../support/run-bucket-moves.ts';

/** `npm test` lets few run short. */
const options = isWholeProof ? { processes: 8, moves: 50, kills: 24 } : { processes: 4, moves: 3, kills: 1 };

test('of processes on several machines that move aliases in one bucket, in bad weather and killed at random, no move is lost', async () => {
  const emulator = await openMovedBucket();
  addBadWeather(emulator);
  const startedAt = performance.now();
  const { events, killed, caches } = await raceInBucket(emulator, options);
  const seconds = (performance.now() - startedAt) / 1000;
  expect(await judgeRace(emulator, events)).toEqual([]);
  await settleMachines(emulator, caches);

  const count = (kind: BucketEvent['event']): number => events.filter(({ event }) => event === kind).length;
  expect(count('ok')).toBe(options.processes * options.moves);
  expect(killed).toBe(options.kills);
  expect(count('fail'), 'they were really at it at once').toBeGreaterThan(0);
  const unheard = count('invoke') - count('ok') - count('fail');
  process.stdout.write(
    `bucket: ${count('ok')} moves acknowledged, ${count('fail')} refused, ${killed} killed, ${unheard} of which nothing was heard, ` +
      `${count('read')} reads, ${emulator.requests.length} requests in ${seconds.toFixed(0)} s\n`,
  );
}, 600_000);

/** A bucket that takes every entry of the history, whatever stands there: as a client that sends no condition. */
function withoutConditions(store: ObjectStore): ObjectStore {
  return {
    ...store,
    write: async (write, call) => {
      if (!write.name.startsWith('.lastgood/history/')) return await store.write(write, call);
      for (;;) {
        const standing = await store.find(write.name, call);
        const written = await store.write({ ...write, expectGeneration: standing?.generation ?? '0' }, call);
        if (written.outcome === 'written') return written;
      }
    },
  };
}

/** What is found wrong after machines without conditions raced in a bucket of their own. */
async function raceWithoutConditions(): Promise<readonly string[]> {
  const emulator = await openMovedBucket();
  // A write that is slow arrives after another one was acknowledged and checked.
  const name = /^registry\/\.lastgood\/history\//;
  emulator.addFault({ kind: 'write', name, does: 'delay', delayMs: 60, probability: 0.4, times: Infinity });
  const events: BucketEvent[] = [];
  const folder = createCaches();
  await Promise.all(
    ['one', 'two', 'three', 'four'].map(async name => {
      const machine = openMachine(emulator, {
        root: join(folder, name),
        actor: `latest-${name}`,
        wrap: withoutConditions,
      });
      // A machine that sees its entry replaced by another stops by itself: what it was told before counts.
      await runBucketMoves(machine.session, 'latest', 5, event => void events.push(event)).catch(() => []);
    }),
  );
  return await judgeRace(emulator, events);
}

/** Most races that are run: in some of them every loser notices before it is told that it had won. */
const mostRaces = 10;

test('a client that writes without conditions is found out', async () => {
  let problems: readonly string[] = [];
  for (let race = 1; race <= mostRaces && problems.length === 0; race += 1)
    problems = await raceWithoutConditions();
  expect(problems.join('\n')).toMatch(/was acknowledged and is logged 0 times|an update was lost/);
});
