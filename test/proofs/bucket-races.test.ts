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

test('a client that writes without conditions is found out', async () => {
  const emulator = await openMovedBucket();
  emulator.setLatency(3);
  const events: BucketEvent[] = [];
  const folder = createCaches();
  const stops: unknown[] = [];
  await Promise.all(
    ['one', 'two', 'three', 'four'].map(name => {
      const machine = openMachine(emulator, {
        root: join(folder, name),
        actor: `latest-${name}`,
        wrap: withoutConditions,
      });
      return runBucketMoves(machine.session, 'latest', 5, event => void events.push(event)).catch(thrown =>
        stops.push(thrown),
      );
    }),
  );
  const problems = await judgeRace(emulator, events);
  expect(problems.join('\n'), String(stops)).toMatch(
    /was acknowledged and is logged 0 times|an update was lost/,
  );
}, 60_000);
