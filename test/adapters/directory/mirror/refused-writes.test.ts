import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createErrno, createNodeFileSystem } from '../../../../src/adapters/files/node-file-system.ts';
import type { FileSystem } from '../../../../src/core/ports/file-system.ts';
import { loadModel } from '../../../../src/core/session/load-model.ts';
import { listInRegistry, openBucketOfS0, readFromRegistry } from '../../../support/buckets.ts';
import { fullAccess } from '../../../support/gcs/access.ts';
import { openReadMachine, readBucket } from '../../../support/mirror-machines.ts';
import { planRegistration } from '../../../support/plan-registration.ts';
import { apply, findLive, planPromote, promote } from '../../../support/registry-rig.ts';

describe('writes that cannot be made', () => {
  test('an account that may only read is refused with the reason, and nothing is left behind', async () => {
    const emulator = await openBucketOfS0();
    const machine = await openReadMachine(emulator);
    const before = listInRegistry(emulator);
    emulator.setAccess({ ...fullAccess, canWrite: false });
    for (const plan of [
      await planPromote(machine.session, 'rag', 'v1'),
      await planRegistration(machine.session),
    ]) {
      const receipt = await apply(machine.session, plan);
      expect(receipt).toMatchObject({ outcome: 'refused', problem: { code: 'access-denied' } });
      expect(receipt.problem?.message).toContain('storage.objects.create');
    }
    expect(listInRegistry(emulator)).toEqual(before);
    expect(await findLive(machine.session, 'rag')).toBe('v3');
    emulator.setAccess(fullAccess);
    expect(await promote(machine.session, 'rag', 'v1')).toMatchObject({ outcome: 'applied' });
  });

  test('an account that may write again is found out by the next read of the bucket, which changes nothing there', async () => {
    const emulator = await openBucketOfS0();
    const machine = await openReadMachine(emulator);
    const before = listInRegistry(emulator);
    const findProblem = () => machine.session.registry.mirror?.reader.getCondition().writeProblem;
    emulator.setAccess({ ...fullAccess, canWrite: false });
    expect(await promote(machine.session, 'rag', 'v1')).toMatchObject({ outcome: 'refused' });
    await readBucket(machine);
    expect(findProblem()?.message).toContain('storage.objects.create');
    emulator.setAccess(fullAccess);
    await readBucket(machine);
    expect(findProblem()).toBeUndefined();
    expect(listInRegistry(emulator)).toEqual(before);
    emulator.forgetRequests();
    await readBucket(machine);
    expect(emulator.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  test('so is one that loses the right to write when the registry was written before', async () => {
    const emulator = await openBucketOfS0();
    const machine = await openReadMachine(emulator);
    await promote(machine.session, 'rag', 'v1');
    const before = listInRegistry(emulator);
    emulator.setAccess({ ...fullAccess, canWrite: false });
    for (const plan of [
      await planPromote(machine.session, 'rag', 'v2'),
      await planRegistration(machine.session),
    ]) {
      const receipt = await apply(machine.session, plan);
      expect(receipt).toMatchObject({ outcome: 'refused', problem: { code: 'access-denied' } });
    }
    expect(listInRegistry(emulator)).toEqual(before);
    const { index } = await loadModel(machine.session, 'rag');
    expect(index.operations).toEqual([]);
    expect(readdirSync(join(machine.root, '.lastgood', 'tmp'))).toEqual([]);
  });

  test('without the right to list nothing is written', async () => {
    const emulator = await openBucketOfS0();
    const machine = await openReadMachine(emulator);
    emulator.setAccess({ ...fullAccess, canList: false });
    const receipt = await promote(machine.session, 'rag', 'v1');
    expect(receipt).toMatchObject({ outcome: 'refused', problem: { code: 'access-denied' } });
    expect(await findLive(machine.session, 'rag')).toBe('v3');
  });

  test('without a network nothing is written, and what is here can be read', async () => {
    const emulator = await openBucketOfS0();
    const machine = await openReadMachine(emulator, { budgetMs: 100 });
    const plan = await planPromote(machine.session, 'rag', 'v1');
    await emulator.stop();
    expect(await apply(machine.session, plan)).toMatchObject({
      outcome: 'refused',
      problem: { code: 'network-failed' },
    });
    expect(await findLive(machine.session, 'rag')).toBe('v3');
    expect(existsSync(join(machine.root, '.lastgood', 'operations'))).toBe(false);
    await emulator.start();
    expect(await apply(machine.session, plan)).toMatchObject({ outcome: 'applied' });
  });

  test('a disk that is full after the entry stands in the bucket is partly done, never nothing; the next read mends it', async () => {
    const emulator = await openBucketOfS0();
    let isFull = false;
    const inner = createNodeFileSystem();
    const createFile: FileSystem['createFile'] = async (path, bytes) => {
      if (isFull) throw createErrno('ENOSPC', 'no space left on device');
      await inner.createFile(path, bytes);
    };
    const machine = await openReadMachine(emulator, {
      fileSystem: { ...inner, createFile },
      wrap: store => ({
        ...store,
        write: async (write, options) => {
          if (write.name.endsWith('/00000002.json')) isFull = true;
          return await store.write(write, options);
        },
      }),
    });
    const receipt = await promote(machine.session, 'rag', 'v1');
    expect(isFull).toBe(true);
    expect(receipt).toMatchObject({ outcome: 'partial', problem: { code: 'disk-full' } });
    expect(listInRegistry(emulator, '.lastgood/history/')).toHaveLength(2);
    isFull = false;
    await readBucket(machine);
    expect(await findLive(machine.session, 'rag')).toBe('v1');
    expect(await promote(machine.session, 'rag', 'v2')).toMatchObject({ outcome: 'applied' });
    expect(readFromRegistry(emulator, 'latest')).toBe('rag_v2');
  });

  test('a cache that cannot be written refuses before anything is written in the bucket', async () => {
    const emulator = await openBucketOfS0();
    const inner = createNodeFileSystem();
    let isLocked = false;
    const createFile: FileSystem['createFile'] = async (path, bytes) => {
      if (isLocked) throw createErrno('EROFS', 'read-only file system');
      await inner.createFile(path, bytes);
    };
    const machine = await openReadMachine(emulator, { fileSystem: { ...inner, createFile } });
    const before = listInRegistry(emulator);
    isLocked = true;
    const receipt = await promote(machine.session, 'rag', 'v1');
    expect(receipt).toMatchObject({ outcome: 'refused', problem: { code: 'file-system-read-only' } });
    expect(listInRegistry(emulator).filter(name => !before.includes(name))).toEqual([]);
  });
});
