import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openObjectStore } from '../../src/adapters/bucket/open-object-store.ts';
import { loadModel } from '../../src/core/session/load-model.ts';
import {
  createCaches,
  judgeRace,
  movedAliases,
  openMovedBucket,
  settleMachines,
} from '../support/bucket-races.ts';
import { listInRegistry, openBucketOfS0, readFromRegistry } from '../support/buckets.ts';
import type { Emulator } from '../support/gcs/emulator.ts';
import { gsutilVariables } from '../support/gsutil-variables.ts';
import type { Machine, MachineOptions } from '../support/machine.ts';
import { openMachine, readBucket } from '../support/mirror-machines.ts';
import { planRegistration } from '../support/plan-registration.ts';
import { apply, findLive, planPromote, promote, rollBack } from '../support/registry-rig.ts';
import { type BucketEvent, runBucketMoves } from '../support/run-bucket-moves.ts';
import { hasTool, tools } from './tools.ts';

/** A machine that only has gsutil, which takes more than half a second for each call. */
function openGsutilMachine(emulator: Emulator, options: MachineOptions = {}): Machine {
  const store = openObjectStore({
    address: { bucket: 'bucket', prefix: 'registry/' },
    transport: 'gsutil',
    variables: gsutilVariables(emulator),
  });
  onTestFinished(() => store.close());
  return openMachine(emulator, { ...options, wrap: () => store });
}

function listDifferences({ session }: Machine): readonly unknown[] | undefined {
  return session.registry.mirror?.reader.getCondition().differences;
}

describe.skipIf(!hasTool(tools.gsutil))('a machine with the real gsutil, and one with the library', () => {
  test('register, promote and roll back in one bucket, and each sees what the other did', async () => {
    const emulator = await openBucketOfS0(3, { https: true });
    const one = openMachine(emulator, { actor: 'anna' });
    const other = openGsutilMachine(emulator, { actor: 'bob' });
    await readBucket(one);
    await readBucket(other);
    const old = await planPromote(one.session, 'rag', 'v1');

    const registration = await planRegistration(other.session);
    expect(await apply(other.session, registration)).toMatchObject({ outcome: 'applied', version: 'v4' });
    expect(await promote(other.session, 'rag', 'v4')).toMatchObject({
      outcome: 'applied',
      problem: undefined,
    });
    expect(readFromRegistry(emulator, 'latest')).toBe('rag_v4');
    const refused = await apply(one.session, old);
    expect(refused).toMatchObject({ outcome: 'refused', problem: { code: 'moved-meanwhile' } });
    expect(refused.problem?.message).toContain('bob');

    expect(await findLive(one.session, 'rag')).toBe('v4');
    const stale = await planPromote(other.session, 'rag', 'v1');
    expect(await rollBack(one.session, 'rag', 'v3')).toMatchObject({ outcome: 'applied' });
    expect(await apply(other.session, stale)).toMatchObject({
      outcome: 'refused',
      problem: { code: 'moved-meanwhile' },
    });
    expect(await findLive(other.session, 'rag')).toBe('v3');
    expect(await rollBack(other.session, 'rag', 'v2')).toMatchObject({ outcome: 'applied' });

    for (const machine of [one, other]) {
      await readBucket(machine);
      expect(listDifferences(machine)).toEqual([]);
      const { status } = await loadModel(machine.session, 'rag');
      expect(status.chain.verdict).toBe('intact');
      expect(status.index.entries.map(({ entry }) => `${entry.action} by ${entry.actor}`)).toEqual([
        'adopt by bob',
        'register by bob',
        'promote by bob',
        'rollback by anna',
        'rollback by bob',
      ]);
    }
    expect(readFromRegistry(emulator, 'rag_latest')).toBe('rag_v2');
    expect(listInRegistry(emulator, 'rollback_logs/')).toHaveLength(2);
  });

  test('that move aliases at the same time lose no move, though answers are lost', async () => {
    const emulator = await openMovedBucket({ https: true });
    emulator.addFault({ kind: 'write', name: /history/, does: 'drop-after', times: 3 });
    emulator.setLatency(60);
    const [latest, candidate] = movedAliases;
    const folder = createCaches();
    const events: BucketEvent[] = [];
    const move = async (
      open: typeof openMachine,
      alias: string,
      { name, count }: { readonly name: string; readonly count: number },
    ): Promise<void> => {
      const { session } = open(emulator, { root: join(folder, name), actor: `${alias}-${name}` });
      await runBucketMoves(session, alias, count, event => void events.push(event));
    };
    const gsutil: typeof openMachine = (_, options) => openGsutilMachine(emulator, options);
    await Promise.all([
      move(gsutil, latest, { name: 'one', count: 2 }),
      move(gsutil, candidate, { name: 'two', count: 1 }),
      move(openMachine, latest, { name: 'three', count: 8 }),
      move(openMachine, candidate, { name: 'four', count: 8 }),
    ]);
    emulator.clearFaults();
    emulator.setLatency(0);
    expect(await judgeRace(emulator, events)).toEqual([]);
    await settleMachines(
      emulator,
      ['one', 'two', 'three', 'four'].map(name => join(folder, name)),
    );
    expect(events.filter(({ event }) => event === 'ok')).toHaveLength(19);
    const refused = events.filter(({ event }) => event === 'fail').length;
    process.stdout.write(`gsutil and sdk: 19 moves acknowledged, ${refused} refused\n`);
  });
});
