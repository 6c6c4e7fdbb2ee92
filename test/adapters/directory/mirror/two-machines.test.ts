import { describe, expect, test } from 'vitest';
import { runDoctor } from '../../../../src/core/apply/run-doctor.ts';
import { loadModel } from '../../../../src/core/session/load-model.ts';
import { prepareChange } from '../../../../src/core/session/prepare-change.ts';
import { listInRegistry, openBucketOfS0, putInRegistry, readFromRegistry } from '../../../support/buckets.ts';
import { openEmulator } from '../../../support/gcs/emulator-rig.ts';
import { openMachine, openReadMachine, readBucket } from '../../../support/mirror-machines.ts';
import { planRegistration } from '../../../support/plan-registration.ts';
import {
  apply,
  environmentOf,
  findLive,
  planPromote,
  promote,
  readPointer,
  rollBack,
} from '../../../support/registry-rig.ts';

describe('two machines and one bucket', () => {
  test('a promotion names each thing it wrote, on both sides, and the other machine sees it', async () => {
    const emulator = await openBucketOfS0();
    const [one, other] = [openMachine(emulator), openMachine(emulator)];
    await readBucket(one);
    expect(await findLive(one.session, 'rag')).toBe('v3');

    const receipt = await promote(one.session, 'rag', 'v2');
    expect(receipt).toMatchObject({ outcome: 'applied', problem: undefined });
    expect(receipt.steps.map(({ target, state }) => `${state} ${target}`)).toEqual([
      'done history of rag, generation 1',
      'done history of rag, generation 2',
      'done gs://bucket/registry/rag_latest',
      'done gs://bucket/registry/latest',
      'done rag_latest',
      'done latest',
    ]);
    expect(readFromRegistry(emulator, 'latest')).toBe('rag_v2');
    expect(readFromRegistry(emulator, 'rag_latest')).toBe('rag_v2');
    expect(readPointer(one.root, 'latest')).toBe('rag_v2');

    await readBucket(other);
    expect(await findLive(other.session, 'rag')).toBe('v2');
    expect(readPointer(other.root, 'latest')).toBe('rag_v2');
  });

  test('the older plan of one is refused, naming actor and reason of the other, and what is planned anew goes through', async () => {
    const emulator = await openBucketOfS0();
    const anna = openMachine(emulator, { actor: 'anna' });
    const bob = openMachine(emulator, { actor: 'bob' });
    await readBucket(anna);
    await readBucket(bob);
    const old = await planPromote(anna.session, 'rag', 'v1');
    expect(await rollBack(bob.session, 'rag', 'v2')).toMatchObject({ outcome: 'applied' });

    const refused = await apply(anna.session, old);
    expect(refused).toMatchObject({ outcome: 'refused', problem: { code: 'moved-meanwhile' } });
    expect(refused.problem?.message).toMatch(/bob.*INC-42/);
    expect(await findLive(anna.session, 'rag')).toBe('v2');
    expect(await promote(anna.session, 'rag', 'v1')).toMatchObject({ outcome: 'applied' });

    const third = openMachine(emulator);
    await readBucket(third);
    expect(await findLive(third.session, 'rag')).toBe('v1');
    const { status } = await loadModel(third.session, 'rag');
    expect(status.index.entries.map(({ entry }) => `${entry.action} by ${entry.actor}`)).toEqual([
      'adopt by bob',
      'rollback by bob',
      'promote by anna',
    ]);
    expect(listInRegistry(emulator, 'rollback_logs/')).toHaveLength(1);
  });

  test('a plan is refused by the entry of another that came between reading the bucket and writing', async () => {
    const emulator = await openBucketOfS0();
    const bob = await openReadMachine(emulator, { actor: 'bob' });
    await promote(bob.session, 'rag', 'v3', 'candidate');
    let isArmed = false;
    const anna = openMachine(emulator, {
      actor: 'anna',
      wrap: store => ({
        ...store,
        write: async (write, options) => {
          if (isArmed && write.name.startsWith('.lastgood/history/')) {
            isArmed = false;
            await promote(bob.session, 'rag', 'v2', 'candidate');
          }
          return await store.write(write, options);
        },
      }),
    });
    await readBucket(anna);
    isArmed = true;
    const refused = await promote(anna.session, 'rag', 'v1', 'candidate');
    expect(isArmed).toBe(false);
    expect(refused).toMatchObject({ outcome: 'refused', problem: { code: 'moved-meanwhile' } });
    expect(refused.problem?.message).toMatch(/bob/);
    expect(await findLive(anna.session, 'rag', 'candidate')).toBe('v2');
    expect(readPointer(anna.root, 'rag_candidate')).toBe('rag_v2');
  });

  test('the first write into an empty bucket makes it a registry', async () => {
    const emulator = await openEmulator();
    const [one, other] = [openMachine(emulator), openMachine(emulator)];
    const receipt = await apply(one.session, await planRegistration(one.session));
    expect(receipt).toMatchObject({ outcome: 'applied', version: 'v1' });
    expect(await promote(one.session, 'rag', 'v1')).toMatchObject({ outcome: 'applied' });
    expect(listInRegistry(emulator)).toEqual([
      '.lastgood/claims/rag_v1',
      '.lastgood/history/rag/00000001.json',
      '.lastgood/history/rag/00000002.json',
      '.lastgood/registry.json',
      'latest',
      'rag_latest',
      'rag_v1/metadata.json',
      'rag_v1/pipeline_config.json',
      'rag_v1/summary.json',
    ]);
    await readBucket(other);
    expect(await findLive(other.session, 'rag')).toBe('v1');
    const ids = await Promise.all(
      [one, other].map(async ({ session }) => (await session.registry.reader.loadIndex()).adoption),
    );
    expect(ids).toEqual(['adopted', 'adopted']);
  });

  test('two that register at once get two numbers, and both versions are whole everywhere', async () => {
    const emulator = await openBucketOfS0();
    const machines = [openMachine(emulator), openMachine(emulator)];
    const plans = await Promise.all(machines.map(({ session }) => planRegistration(session)));
    const receipts = await Promise.all(
      machines.map(({ session }, index) => apply(session, plans[index] as (typeof plans)[0])),
    );
    expect(receipts.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
    expect(receipts.map(({ version }) => version).sort()).toEqual(['v4', 'v5']);
    const third = openMachine(emulator);
    for (const machine of [...machines, third]) {
      await readBucket(machine);
      const { status } = await loadModel(machine.session, 'rag');
      expect(status.index.versions.map(({ version, whole }) => `${version} ${whole}`)).toEqual(
        ['v1', 'v2', 'v3', 'v4', 'v5'].map(version => `${version} complete`),
      );
      for (const version of ['v4', 'v5']) {
        const { checks } = await machine.session.registry.reader.verifyVersion('rag', version);
        expect(checks.map(({ outcome }) => outcome)).not.toContain('differs');
        expect(checks.map(({ outcome }) => outcome)).not.toContain('missing');
      }
    }
  });

  test('an alias that was taken away says nothing on either side, and can be given again', async () => {
    const emulator = await openBucketOfS0();
    const [one, other] = [await openReadMachine(emulator), openMachine(emulator)];
    await promote(one.session, 'rag', 'v2', 'candidate');
    const { session } = one;
    const unset = { change: 'unset', model: 'rag', alias: 'candidate', reason: 'over' } as const;
    expect(await apply(session, await prepareChange(session, unset))).toMatchObject({ outcome: 'applied' });
    expect(readFromRegistry(emulator, 'rag_candidate')).toBe('');
    await readBucket(other);
    expect(await findLive(other.session, 'rag', 'candidate')).toBeUndefined();
    expect(other.session.registry.mirror?.reader.getCondition().differences).toEqual([]);
    expect(await promote(other.session, 'rag', 'v1', 'candidate')).toMatchObject({ outcome: 'applied' });
    expect(readFromRegistry(emulator, 'rag_candidate')).toBe('rag_v1');
  });

  test('a pointer that an old program moved in the bucket is not believed, and the next write puts it right', async () => {
    const emulator = await openBucketOfS0();
    const one = await openReadMachine(emulator);
    await promote(one.session, 'rag', 'v2');
    putInRegistry(emulator, 'latest', '/srv/ci/models_registry/rag_v1');
    await readBucket(one);
    expect(await findLive(one.session, 'rag')).toBe('v2');
    expect(one.session.registry.mirror?.reader.getCondition().differences).toMatchObject([
      { kind: 'pointer-stale', name: 'latest' },
    ]);
    const findings = await runDoctor(environmentOf(one.session));
    expect(findings).toMatchObject([{ subject: 'latest in the bucket', state: 'repaired' }]);
    expect(readFromRegistry(emulator, 'latest')).toBe('rag_v2');
  });

  test('a clock two hours behind does not put a move before the one it follows', async () => {
    const emulator = await openBucketOfS0();
    emulator.setClockOffset(2 * 60 * 60 * 1000);
    const late = await openReadMachine(emulator, { nowMs: () => Date.now() - 2 * 60 * 60 * 1000 });
    const early = await openReadMachine(emulator);
    await promote(early.session, 'rag', 'v2');
    await readBucket(late);
    expect(await promote(late.session, 'rag', 'v1')).toMatchObject({ outcome: 'applied' });
    const { status } = await loadModel(late.session, 'rag');
    const times = status.index.entries.map(({ entry }) => entry.at);
    expect(times).toEqual([...times].sort());
    expect(readFromRegistry(emulator, 'latest')).toBe('rag_v1');
  });

  test.each(['write latest', 'find latest'])(
    'the pointer that models share follows the newest move, though another model comes in between (before %s)',
    async moment => {
      const emulator = await openBucketOfS0();
      putInRegistry(emulator, 'bot_v1/metadata.json', '{"model_name": "bot", "version": "v1"}');
      let isArmed = true;
      const interfere = async (now: string): Promise<void> => {
        if (!isArmed || now !== moment) return;
        isArmed = false;
        const other = await openReadMachine(emulator, { actor: 'bob' });
        expect(await promote(other.session, 'bot', 'v1')).toMatchObject({ outcome: 'applied' });
      };
      const one = await openReadMachine(emulator, {
        wrap: store => ({
          ...store,
          find: async (name, options) => {
            await interfere(`find ${name}`);
            return await store.find(name, options);
          },
          write: async (write, options) => {
            await interfere(`write ${write.name}`);
            return await store.write(write, options);
          },
        }),
      });
      expect(await promote(one.session, 'rag', 'v1')).toMatchObject({ outcome: 'applied' });
      expect(isArmed).toBe(false);
      expect(readFromRegistry(emulator, 'rag_latest')).toBe('rag_v1');
      expect(readFromRegistry(emulator, 'latest')).toBe('bot_v1');
    },
  );
});
