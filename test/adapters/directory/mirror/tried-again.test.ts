import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadModel } from '../../../../src/core/session/load-model.ts';
import { prepareChange, prepareRegistration } from '../../../../src/core/session/prepare-change.ts';
import { describeUndo } from '../../../../src/ui/command-line/print-receipt.ts';
import { listInRegistry, openBucketOfS0, readFromRegistry } from '../../../support/buckets.ts';
import type { Emulator } from '../../../support/gcs/emulator.ts';
import type { Machine } from '../../../support/machine.ts';
import { openMachine, openReadMachine, readBucket } from '../../../support/mirror-machines.ts';
import { apply, findLive, planBack, planPromote, promote, rollBack } from '../../../support/registry-rig.ts';

function refuse(emulator: Emulator, name: RegExp): void {
  emulator.addFault({ kind: 'write', name, does: 'status', status: 403, times: Number.POSITIVE_INFINITY });
}

async function register({ session }: Machine, version?: string, notes = 'first') {
  const nothing = {
    weights: undefined,
    evidence: [],
    configuration: { top_k: 9 },
    parent: undefined,
    tags: [],
  };
  return await apply(
    session,
    await prepareRegistration(session, { model: 'rag', version, notes, ...nothing }),
  );
}

/** Another process on the machine, where the one before has ended. */
async function comeAgain({ root }: Machine, emulator: Emulator): Promise<Machine> {
  const folder = join(root, '.lastgood/operations');
  for (const name of readdirSync(folder)) {
    const journal = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    const owner = { ...journal.owner, processId: 2 ** 30, processIdentity: 'ended' };
    writeFileSync(join(folder, name), JSON.stringify({ ...journal, owner }));
  }
  const machine = openMachine(emulator, { root });
  await readBucket(machine);
  return machine;
}

async function listVersions({ session }: Machine): Promise<readonly string[]> {
  return (await loadModel(session, 'rag')).status.index.versions.map(({ version }) => version);
}

describe('an act whose pointers could not be written, asked for again', () => {
  test('reports the operation on record, and undoing that works', async () => {
    const emulator = await openBucketOfS0();
    const { session } = await openReadMachine(emulator);
    refuse(emulator, /latest$/);
    const first = await promote(session, 'rag', 'v1');
    emulator.clearFaults();
    const again = await apply(session, await planPromote(session, 'rag', 'v1'));
    expect(again).toMatchObject({ outcome: 'applied', operationId: first.operationId, earlier: 'own' });
    expect(describeUndo(again, { registry: undefined })).toContain(first.operationId);
    const undo = { change: 'undo', model: 'rag', operationId: again.operationId, reason: 'back' } as const;
    expect(await apply(session, await prepareChange(session, undo))).toMatchObject({ outcome: 'applied' });
    expect(await findLive(session, 'rag')).toBe('v3');
  });

  test('offers nobody to take back what another one has done', async () => {
    const emulator = await openBucketOfS0();
    const anna = await openReadMachine(emulator, { actor: 'anna' });
    refuse(emulator, /latest$/);
    const first = await promote(anna.session, 'rag', 'v1');
    emulator.clearFaults();
    const bob = await openReadMachine(emulator, { actor: 'bob' });
    const again = await apply(bob.session, await planPromote(bob.session, 'rag', 'v1'));
    expect(again).toMatchObject({ outcome: 'applied', operationId: first.operationId, actor: 'anna' });
    expect(describeUndo(again, { registry: undefined })).toBeUndefined();
  });

  test('writes the log of a rollback that is missing, and says so', async () => {
    const emulator = await openBucketOfS0();
    const { session } = await openReadMachine(emulator);
    refuse(emulator, /rollback_logs/);
    const first = await rollBack(session, 'rag', 'v1');
    expect(first).toMatchObject({ outcome: 'partial' });
    emulator.clearFaults();
    const plan = await planBack(session, 'rag', 'v1');
    expect(plan).toMatchObject({ changes: true, drafts: [], steps: [{ kind: 'write-log' }] });
    const again = await apply(session, plan);
    expect(again).toMatchObject({ outcome: 'applied', operationId: first.operationId });
    expect(again.steps.map(({ state }) => state)).toEqual(['done']);
    expect(listInRegistry(emulator).filter(name => name.includes(first.operationId))).toHaveLength(1);
    expect(await planBack(session, 'rag', 'v1')).toMatchObject({ changes: false, steps: [] });
  });
});

describe('a registration that was cut off', () => {
  const cuts: readonly [string, RegExp][] = [
    ['before its metadata.json', /rag_v4\/metadata/],
    ['before its entry in the history', /history\/rag\//],
  ];
  test.each(cuts)('%s is finished by the same again, under its name or none', async (_, name) => {
    for (const [asked, again] of [
      ['v4', 'v4'],
      [undefined, undefined],
      ['v4', undefined],
      [undefined, 'v4'],
    ]) {
      const emulator = await openBucketOfS0();
      const machine = await openReadMachine(emulator);
      await promote(machine.session, 'rag', 'v2');
      refuse(emulator, name);
      const first = await register(machine, asked);
      expect(first).toMatchObject({
        outcome: 'partial',
        problem: { hint: expect.stringContaining('doctor') },
      });
      emulator.clearFaults();
      const second = await comeAgain(machine, emulator);
      const receipt = await register(second, again);
      expect(receipt).toMatchObject({
        outcome: 'applied',
        version: 'v4',
        operationId: first.operationId,
        title: expect.stringContaining('finish what was begun'),
      });
      expect(receipt.steps.map(({ state }) => state)).toEqual(['done', 'done']);
      expect(await listVersions(second)).toEqual(['v1', 'v2', 'v3', 'v4']);
      expect(JSON.parse(readFromRegistry(emulator, 'rag_v4/metadata.json') ?? '')).toMatchObject({
        lastgood: { operationId: first.operationId },
      });
      const { entries } = (await loadModel(second.session, 'rag')).status.index;
      expect(entries.filter(({ entry }) => entry.action === 'register')).toHaveLength(1);
      expect(await register(second, undefined)).toMatchObject({ outcome: 'applied', version: 'v5' });
    }
  });

  test('is left to its end where another version is registered, and its name is refused to that', async () => {
    const emulator = await openBucketOfS0();
    const machine = await openReadMachine(emulator);
    refuse(emulator, /rag_v4\/metadata/);
    const first = await register(machine, 'v4');
    emulator.clearFaults();
    const second = await comeAgain(machine, emulator);
    expect(await register(second, 'v4', 'other')).toMatchObject({
      outcome: 'refused',
      problem: { code: 'version-exists', message: expect.stringContaining('has not finished') },
    });
    expect(await register(second, undefined, 'other')).toMatchObject({ outcome: 'applied', version: 'v5' });
    const { entries } = (await loadModel(second.session, 'rag')).status.index;
    expect(entries.map(({ entry }) => entry.operationId)).toContain(first.operationId);
  });

  test('says what stands in the way while it does', async () => {
    const emulator = await openBucketOfS0();
    const machine = await openReadMachine(emulator);
    refuse(emulator, /rag_v4\/metadata/);
    const first = await register(machine);
    const second = await comeAgain(machine, emulator);
    expect(await register(second)).toMatchObject({ outcome: 'partial', operationId: first.operationId });
    emulator.clearFaults();
    expect(await register(await comeAgain(second, emulator))).toMatchObject({
      outcome: 'applied',
      version: 'v4',
    });
  });
});
