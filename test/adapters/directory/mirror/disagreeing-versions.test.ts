import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadRollbackChoices } from '../../../../src/core/session/prepare-rollback.ts';
import { openBucketOfS0, putInRegistry, readFromRegistry } from '../../../support/buckets.ts';
import type { Emulator } from '../../../support/gcs/emulator.ts';
import type { Machine } from '../../../support/machine.ts';
import { openReadMachine, readBucket } from '../../../support/mirror-machines.ts';
import { apply, planBack, planPromote, promote, writeS0Version } from '../../../support/registry-rig.ts';

type Spoil = (emulator: Emulator, machine: Machine) => void;

function remove(emulator: Emulator): void {
  for (const name of ['metadata.json', 'summary.json'])
    emulator.removeObject('bucket', `registry/rag_v2/${name}`);
}

function replace(emulator: Emulator): void {
  const text = readFromRegistry(emulator, 'rag_v2/metadata.json') ?? '';
  putInRegistry(emulator, 'rag_v2/metadata.json', text.replace('"tiny', '"other'));
  putInRegistry(emulator, 'rag_v2/metadata.json', `${text} `);
}

const spoils: readonly [string, string, Spoil, string, RegExp][] = [
  ['was deleted in the bucket', 'v2', remove, 'version-incomplete', /Restore it/],
  ['was replaced in the bucket', 'v2', replace, 'version-damaged', /doctor/],
  [
    'is not in the bucket',
    'v9',
    (_, { root }) => void writeS0Version(root, 'rag', 9),
    'version-incomplete',
    /sync push/,
  ],
];

/** A machine on which v3 and then v1 were live, with a version that the bucket does not have as it is here. */
async function openSpoilt(spoil: Spoil): Promise<Machine> {
  const emulator = await openBucketOfS0();
  const machine = await openReadMachine(emulator);
  await promote(machine.session, 'rag', 'v2');
  await promote(machine.session, 'rag', 'v3');
  spoil(emulator, machine);
  return machine;
}

describe.each(spoils)('a version that %s', (words, version, spoil, code, hint) => {
  test('is no target of a promotion or a rollback', async () => {
    const machine = await openSpoilt(spoil);
    await readBucket(machine);
    const plans = [
      await planPromote(machine.session, 'rag', version),
      await planBack(machine.session, 'rag', version),
    ];
    for (const { blockers } of plans) {
      expect(blockers[0]).toMatchObject({ code, message: expect.stringContaining(words) });
      expect(blockers[0]?.hint).toMatch(hint);
    }
    const { candidates } = await loadRollbackChoices(machine.session, 'rag', 'latest', new Map());
    expect(candidates.find(candidate => candidate.version === version)).toMatchObject({
      standing: 'unusable',
      refusal: words,
    });
  });
});

test.each(spoils.slice(0, 2))(
  'a version that %s after the plan was made is refused',
  async (words, version, spoil, code) => {
    const emulator = await openBucketOfS0();
    const machine = await openReadMachine(emulator);
    const plan = await planPromote(machine.session, 'rag', version);
    spoil(emulator, machine);
    const receipt = await apply(machine.session, plan);
    expect(receipt).toMatchObject({ outcome: 'refused', problem: { code } });
    expect(receipt.problem?.message).toContain(words);
    expect(emulator.listObjects('bucket').filter(({ name }) => name.includes('/history/'))).toEqual([]);
  },
);

test('a version that another process on this machine has just registered is a target', async () => {
  const emulator = await openBucketOfS0();
  const machine = await openReadMachine(emulator);
  const other = await openReadMachine(emulator);
  writeS0Version(other.root, 'rag', 4);
  const transfers = await other.session.registry.mirror?.reader.describeTransfers('push');
  await other.session.registry.mirror?.writer.transfer(transfers ?? []);
  cpSync(join(other.root, 'rag_v4'), join(machine.root, 'rag_v4'), { recursive: true });
  expect(await promote(machine.session, 'rag', 'v4')).toMatchObject({ outcome: 'applied' });
});
