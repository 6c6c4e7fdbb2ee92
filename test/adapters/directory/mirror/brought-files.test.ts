import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { loadModel } from '../../../../src/core/session/load-model.ts';
import { openBucketOfS0 } from '../../../support/buckets.ts';
import { openMachine, openReadMachine, readBucket } from '../../../support/mirror-machines.ts';
import { findLive, promote } from '../../../support/registry-rig.ts';

const registryFile = '.lastgood/registry.json';

/** A copy over which an old job copied the whole bucket, with texts in the place of links and nothing left out. */
async function openBrought() {
  const emulator = await openBucketOfS0();
  const { root, session } = await openReadMachine(emulator);
  expect(await promote(session, 'rag', 'v2')).toMatchObject({ outcome: 'applied' });
  const own = readFileSync(join(root, registryFile), 'utf8');
  for (const { name, body } of emulator.listObjects('bucket')) {
    const path = join(root, name.slice('registry/'.length));
    mkdirSync(dirname(path), { recursive: true });
    rmSync(path, { force: true });
    writeFileSync(path, body);
  }
  expect(readFileSync(join(root, registryFile), 'utf8')).not.toBe(own);
  return { emulator, root, own, machine: openMachine(emulator, { root }) };
}

test('a copy over which the bucket was copied is made right by the next read, and is written to', async () => {
  const { root, own, machine } = await openBrought();
  await readBucket(machine);
  expect(readFileSync(join(root, registryFile), 'utf8')).toBe(own);
  expect(machine.session.registry.mirror?.reader.getCondition().differences).toEqual([]);
  expect(await findLive(machine.session, 'rag')).toBe('v2');
  const { index } = await loadModel(machine.session, 'rag');
  expect(index).toMatchObject({ adoption: 'adopted', strangers: [], sharedProblems: [] });
  expect(await promote(machine.session, 'rag', 'v3')).toMatchObject({ outcome: 'applied' });
});

test('the registry file of another registry over the own one is refused as ever, and left there', async () => {
  const { root, machine } = await openBrought();
  const other = JSON.stringify({
    ...JSON.parse(readFileSync(join(root, registryFile), 'utf8')),
    registryId: 'x',
  });
  writeFileSync(join(root, registryFile), other);
  await expect(readBucket(machine)).rejects.toMatchObject({ code: 'history-damaged' });
  expect(readFileSync(join(root, registryFile), 'utf8')).toBe(other);
});
