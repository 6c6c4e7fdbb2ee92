import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { examine } from '../../../../src/core/apply/run-doctor.ts';
import { loadModel } from '../../../../src/core/session/load-model.ts';
import { prepareRegistration } from '../../../../src/core/session/prepare-change.ts';
import { resolveLive } from '../../../../src/core/session/resolve-live.ts';
import { listInRegistry, openBucketOfS0, readFromRegistry } from '../../../support/buckets.ts';
import type { Emulator } from '../../../support/gcs/emulator.ts';
import type { Machine } from '../../../support/machine.ts';
import { openReadMachine, readBucket } from '../../../support/mirror-machines.ts';
import { planRegistration } from '../../../support/plan-registration.ts';
import { apply, promote } from '../../../support/registry-rig.ts';

const nothing = {
  weights: undefined,
  evidence: [],
  configuration: null,
  parent: undefined,
  notes: undefined,
};

/** Asks for a version by its name, or for the next one. */
async function planFor({ session }: Machine, version: string | undefined) {
  return await prepareRegistration(session, { model: 'rag', version, ...nothing, tags: [] });
}

async function register(machine: Machine, version: string | undefined) {
  return await apply(machine.session, await planFor(machine, version));
}

function removeVersion(emulator: Emulator, version: string): void {
  for (const name of listInRegistry(emulator))
    if (name.startsWith(`rag_${version}/`) || name.endsWith(`claims/rag_${version}`))
      emulator.removeObject('bucket', `registry/${name}`);
}

/** A bucket of S0 in which v3 is live by lastgood's history and was deleted since, and the machine that has a copy of it. */
async function openGone(): Promise<{ readonly emulator: Emulator; readonly machine: Machine }> {
  const emulator = await openBucketOfS0();
  const machine = await openReadMachine(emulator);
  await promote(machine.session, 'rag', 'v2');
  await promote(machine.session, 'rag', 'v3');
  removeVersion(emulator, 'v3');
  return { emulator, machine };
}

async function push({ session }: Machine) {
  const { mirror } = session.registry;
  const transfers = (await mirror?.reader.describeTransfers('push')) ?? [];
  return (await mirror?.writer.transfer(transfers)) ?? [];
}

function listKinds({ session }: Machine): readonly string[] {
  const { differences } = session.registry.mirror?.reader.getCondition() ?? { differences: [] };
  return differences.map(({ kind, name }) => `${kind} ${name}`);
}

describe('a version on record whose files are gone', () => {
  test('is never registered again under its name, and its number never given again', async () => {
    const { emulator } = await openGone();
    const fresh = await openReadMachine(emulator);
    expect((await planFor(fresh, 'v3')).blockers).toMatchObject([
      { code: 'version-exists', message: expect.stringContaining('on record') },
    ]);
    expect(await register(fresh, undefined)).toMatchObject({ outcome: 'applied', version: 'v4' });
  });

  test('is so too where its deletion comes between the plan and the write', async () => {
    const emulator = await openBucketOfS0();
    const fresh = await openReadMachine(emulator);
    const plan = await planFor(fresh, 'v4');
    const other = await openReadMachine(emulator);
    await register(other, 'v4');
    await promote(other.session, 'rag', 'v4');
    removeVersion(emulator, 'v4');
    expect(await apply(fresh.session, plan)).toMatchObject({
      outcome: 'refused',
      problem: { code: 'version-exists' },
    });
  });

  test('is so too where only a pointer of an old program speaks of it', async () => {
    const emulator = await openBucketOfS0();
    removeVersion(emulator, 'v3');
    const fresh = await openReadMachine(emulator);
    expect((await planFor(fresh, 'v3')).blockers).toMatchObject([{ code: 'version-exists' }]);
    expect(await register(fresh, undefined)).toMatchObject({ outcome: 'applied', version: 'v4' });
  });
});

describe('a live version that the bucket lost', () => {
  test('is told of on the machine that has a copy and on a fresh one', async () => {
    const { emulator, machine } = await openGone();
    const fresh = await openReadMachine(emulator);
    await readBucket(machine);
    for (const each of [machine, fresh]) {
      expect(listKinds(each)).toContain('live-missing rag_v3');
      const { status } = await loadModel(each.session, 'rag');
      expect(status.concerns).toContainEqual(
        expect.objectContaining({ severity: 'critical', kind: 'live-damaged' }),
      );
      const findings = await examine(each.session);
      expect(findings.find(({ subject, state }) => subject === 'rag' && state === 'damaged')?.hint).toMatch(
        /Roll back, .*sync push|sync push.*; or roll back/,
      );
    }
    expect((await resolveLive(machine.session, 'rag', 'latest')).missingElsewhere?.hint).toMatch(/sync push/);
    await expect(resolveLive(fresh.session, 'rag', 'latest')).rejects.toMatchObject({
      code: 'version-incomplete',
      hint: expect.stringMatching(/Roll back.*sync push/),
    });
  });

  test('is put back by a push from the machine whose copy is as it was', async () => {
    const { emulator, machine } = await openGone();
    await readBucket(machine);
    expect(await push(machine)).toMatchObject([{ outcome: 'done', transfer: { name: 'rag_v3' } }]);
    const fresh = await openReadMachine(emulator);
    expect(await resolveLive(fresh.session, 'rag', 'latest')).toMatchObject({ version: 'v3' });
    await readBucket(machine);
    expect(listKinds(machine)).not.toContain('live-missing rag_v3');
  });

  test('is put back in the name of its registration, whose claim still stands', async () => {
    const emulator = await openBucketOfS0();
    const machine = await openReadMachine(emulator);
    await apply(machine.session, await planRegistration(machine.session));
    await promote(machine.session, 'rag', 'v4');
    const record = readFromRegistry(emulator, 'rag_v4/metadata.json');
    for (const name of listInRegistry(emulator))
      if (name.startsWith('rag_v4/')) emulator.removeObject('bucket', `registry/${name}`);
    const fresh = await openReadMachine(emulator);
    expect(listKinds(fresh)).toContain('live-missing rag_v4');
    await readBucket(machine);
    expect(await push(machine)).toMatchObject([{ outcome: 'done' }]);
    expect(readFromRegistry(emulator, 'rag_v4/metadata.json')).toBe(record);
    expect(readFromRegistry(emulator, 'rag_v4/summary.json')).toBe('{"groundedness": 4.5}');
  });

  test('is not put back from a copy that was changed', async () => {
    const { emulator, machine } = await openGone();
    writeFileSync(join(machine.root, 'rag_v3/metadata.json'), '{"by": "hand"}');
    await readBucket(machine);
    expect(await push(machine)).toMatchObject([{ outcome: 'refused' }]);
    expect(readFromRegistry(emulator, 'rag_v3/metadata.json')).toBeUndefined();
  });

  test('is left alone when it is not live any more', async () => {
    const { emulator, machine } = await openGone();
    await promote(machine.session, 'rag', 'v1');
    expect(await push(machine)).toEqual([]);
    expect(listKinds(await openReadMachine(emulator))).not.toContain('live-missing rag_v3');
  });
});
