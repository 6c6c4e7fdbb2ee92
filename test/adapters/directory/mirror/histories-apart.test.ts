import { describe, expect, test } from 'vitest';
import { applySync } from '../../../../src/core/apply/apply-sync.ts';
import { runDoctor } from '../../../../src/core/apply/run-doctor.ts';
import { listInRegistry, openBucketOfS0, readFromRegistry } from '../../../support/buckets.ts';
import type { Emulator } from '../../../support/gcs/emulator.ts';
import type { Machine } from '../../../support/machine.ts';
import { openReadMachine, readBucket } from '../../../support/mirror-machines.ts';
import { planRegistration } from '../../../support/plan-registration.ts';
import { apply, environmentOf, openRegistry, planPromote, promote } from '../../../support/registry-rig.ts';

/** A machine whose copy was written as a plain folder, behind an entry that both sides have. */
async function openApart(emulator: Emulator, how: 'forked' | 'ahead'): Promise<Machine> {
  const first = await openReadMachine(emulator, { actor: 'anna' });
  await promote(first.session, 'rag', 'v2');
  const apart = await openReadMachine(emulator, { actor: 'bob' });
  expect(await promote(openRegistry(apart.root), 'rag', 'v1')).toMatchObject({ outcome: 'applied' });
  if (how === 'forked')
    expect(await promote(first.session, 'rag', 'v3')).toMatchObject({ outcome: 'applied' });
  await readBucket(apart);
  return apart;
}

function readPointers(emulator: Emulator): readonly (string | undefined)[] {
  return ['latest', 'rag_latest'].map(name => readFromRegistry(emulator, name));
}

describe('a copy whose history the bucket does not have', () => {
  test.each([
    ['forked', 'rag_v3'],
    ['ahead', 'rag_v2'],
  ] as const)('%s: doctor leaves the pointers of the bucket alone and says so', async (how, live) => {
    const emulator = await openBucketOfS0();
    const { session } = await openApart(emulator, how);
    const findings = await runDoctor(environmentOf(session));
    expect(readPointers(emulator)).toEqual([live, live]);
    expect(findings.filter(({ state }) => state === 'repaired')).toEqual([]);
    expect(findings.map(({ subject }) => subject)).toContain('.lastgood/history/rag');
  });

  test('forked: a push carries neither entries nor pointers', async () => {
    const emulator = await openBucketOfS0();
    const { session } = await openApart(emulator, 'forked');
    const before = emulator.listObjects('bucket').map(({ name, generation }) => `${name} ${generation}`);
    const transfers = (await session.registry.mirror?.reader.describeTransfers('push')) ?? [];
    expect(transfers.filter(({ unit }) => unit === 'pointer' || unit === 'history')).toEqual([]);
    const transfer = { to: 'bucket', act: 'add', unit: 'pointer', sizeBytes: 0, why: 'test' } as const;
    const pushed = ['latest', 'rag_latest'].map(name => ({ ...transfer, name, files: [name] }));
    const receipt = await applySync(pushed, environmentOf(session));
    expect(receipt.outcomes.map(({ outcome }) => outcome)).toEqual(['refused', 'refused']);
    expect(emulator.listObjects('bucket').map(({ name, generation }) => `${name} ${generation}`)).toEqual(
      before,
    );
  });

  test('ahead: a push carries the entries and then the pointers', async () => {
    const emulator = await openBucketOfS0();
    const { session } = await openApart(emulator, 'ahead');
    const transfers = (await session.registry.mirror?.reader.describeTransfers('push')) ?? [];
    expect(await applySync(transfers, environmentOf(session))).toMatchObject({ outcome: 'applied' });
    expect(readPointers(emulator)).toEqual(['rag_v1', 'rag_v1']);
  });

  test.each([
    ['forked', 'history-forked', /sync status/],
    ['ahead', 'history-ahead', /lastgood sync push/],
  ] as const)('%s: a promotion is refused as a conflict', async (how, code, hint) => {
    const emulator = await openBucketOfS0();
    const { session } = await openApart(emulator, how);
    for (const version of ['v1', 'v2']) {
      const { blockers } = await planPromote(session, 'rag', version);
      expect(blockers[0]).toMatchObject({ code, hint: expect.stringMatching(hint) });
    }
  });

  test('one that became so after the plan was made is refused with nothing written', async () => {
    const emulator = await openBucketOfS0();
    const machine = await openReadMachine(emulator);
    const plan = await planRegistration(machine.session);
    expect(await promote(openRegistry(machine.root), 'rag', 'v1')).toMatchObject({ outcome: 'applied' });
    const before = listInRegistry(emulator);
    expect(await apply(machine.session, plan)).toMatchObject({
      outcome: 'refused',
      problem: { code: 'history-ahead' },
    });
    expect(listInRegistry(emulator)).toEqual(before);
  });

  test('another model that is forked keeps the pointer that models share from being moved', async () => {
    const emulator = await openBucketOfS0();
    emulator.putObject('bucket', 'registry/bot_v1/metadata.json', '{"model_name": "bot", "version": "v1"}');
    const { session } = await openApart(emulator, 'forked');
    const receipt = await promote(session, 'bot', 'v1');
    expect(receipt.outcome).toBe('partial');
    expect(readFromRegistry(emulator, 'bot_latest')).toBe('bot_v1');
    expect(readFromRegistry(emulator, 'latest')).toBe('rag_v3');
  });
});
