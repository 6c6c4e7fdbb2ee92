import { readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadModel } from '../../../../src/core/session/load-model.ts';
import { openBucketOfS0, readFromRegistry } from '../../../support/buckets.ts';
import { openMachine, openReadMachine } from '../../../support/mirror-machines.ts';
import { findLive, promote } from '../../../support/registry-rig.ts';

/** A link of a copy, moved by hand or by S0's own rollback script, as a machine that is opened anew finds it. */
async function openMoved() {
  const emulator = await openBucketOfS0();
  const { root } = await openReadMachine(emulator);
  rmSync(join(root, 'latest'));
  symlinkSync('rag_v1', join(root, 'latest'));
  return { emulator, machine: openMachine(emulator, { root }) };
}

test('what is live before there is a history is what the bucket said, whatever a link of the copy says', async () => {
  const { machine } = await openMoved();
  expect(await findLive(machine.session, 'rag')).toBe('v3');
  const mirror = machine.session.registry.mirror;
  const report = await mirror?.reader.refresh();
  expect(report?.differences).toMatchObject([{ kind: 'changed-here', name: 'latest' }]);
  expect(await findLive(machine.session, 'rag')).toBe('v3');
});

test('to promote what only the link says is no "unchanged", and what is adopted is what the bucket had', async () => {
  const { emulator, machine } = await openMoved();
  expect(await promote(machine.session, 'rag', 'v1')).toMatchObject({ outcome: 'applied' });
  expect(readFromRegistry(emulator, 'latest')).toBe('rag_v1');
  const { status } = await loadModel(machine.session, 'rag');
  const [adoption] = status.index.entries;
  expect(adoption?.entry).toMatchObject({ action: 'adopt', moves: [{ from: null, to: 'v3' }] });
});

test('a pull sets the link right, and then both sides are the same', async () => {
  const { machine } = await openMoved();
  const { mirror } = machine.session.registry;
  await mirror?.reader.refresh();
  const transfers = (await mirror?.reader.describeTransfers('pull')) ?? [];
  expect(transfers).toMatchObject([{ to: 'cache', unit: 'pointer', name: 'latest' }]);
  expect(await mirror?.writer.transfer(transfers)).toMatchObject([{ outcome: 'done' }]);
  expect(readlinkSync(join(machine.root, 'latest'))).toBe('rag_v3');
  expect((await mirror?.reader.refresh())?.differences).toEqual([]);
});
