import { expect, test } from 'vitest';
import { examine } from '../../../../src/core/apply/run-doctor.ts';
import { prepareRegistration } from '../../../../src/core/session/prepare-change.ts';
import { openBucketOfS0, readFromRegistry } from '../../../support/buckets.ts';
import { openReadMachine, readBucket } from '../../../support/mirror-machines.ts';
import { apply, openRegistry, promote } from '../../../support/registry-rig.ts';

test('while one model is forked, another one is registered, and pointers of the forked one wait', async () => {
  const emulator = await openBucketOfS0();
  const first = await openReadMachine(emulator, { actor: 'anna' });
  await promote(first.session, 'rag', 'v2');
  const apart = await openReadMachine(emulator, { actor: 'bob' });
  await promote(openRegistry(apart.root), 'rag', 'v1');
  await promote(first.session, 'rag', 'v3');
  await readBucket(apart);
  const nothing = { weights: undefined, evidence: [], configuration: null, parent: undefined, tags: [] };
  const wanted = { model: 'other', version: undefined, notes: undefined, ...nothing };
  const receipt = await apply(apart.session, await prepareRegistration(apart.session, wanted));
  expect(receipt).toMatchObject({ outcome: 'applied', version: 'v1', problem: undefined });
  expect(readFromRegistry(emulator, 'latest')).toBe('rag_v3');
  const pointers = (await examine(apart.session)).filter(({ subject }) => subject.endsWith('latest'));
  expect(pointers).toEqual([]);
});
