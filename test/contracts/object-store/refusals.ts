import { expect, test } from 'vitest';
import type { ObjectStore } from '../../../src/core/ports/object-store.ts';
import { objectWrite } from '../../support/object-writes.ts';
import type { OpenStage } from './stage.ts';

/** A bucket that is missing or says no is told from a network that fails. */
export function describeRefusals(stage: OpenStage): void {
  const everyCall = (store: ObjectStore): Readonly<Record<string, () => Promise<unknown>>> => ({
    list: () => store.list({}),
    find: () => store.find('latest'),
    read: () => store.read('latest', 100),
    write: () => store.write(objectWrite('other', 'text')),
    remove: () => store.remove('latest', '1234567890123456'),
  });

  test('a bucket that does not exist is named by every call', async () => {
    const { store, emulator } = await stage({ address: { bucket: 'no-such-bucket', prefix: '' } });
    for (const [call, make] of Object.entries(everyCall(store)))
      await expect(make(), call).rejects.toMatchObject({
        code: 'bucket-not-found',
        message: expect.stringContaining('gs://no-such-bucket/'),
      });
    expect(emulator.requests.length).toBeGreaterThan(0);
  });

  test('without a login every call says so', async () => {
    const { store, emulator } = await stage();
    emulator.setAccess({ canRead: true, canList: true, canWrite: true, isLoggedIn: false });
    for (const [call, make] of Object.entries(everyCall(store)))
      await expect(make(), call).rejects.toMatchObject({
        code: 'login-required',
        hint: expect.stringContaining('gcloud auth'),
      });
  });

  test('what the account may not do is denied, and the rest goes on', async () => {
    const { store, emulator } = await stage();
    emulator.putObject('bucket', 'team/registry/latest', 'rag_v1');
    const access = { canRead: true, canList: true, canWrite: true, isLoggedIn: true };
    emulator.setAccess({ ...access, canWrite: false });
    await expect(store.write(objectWrite('other', 'text'))).rejects.toMatchObject({ code: 'access-denied' });
    expect(await store.find('latest')).toMatchObject({ sizeBytes: 6 });
    emulator.setAccess({ ...access, canList: false });
    await expect(store.list({})).rejects.toMatchObject({ code: 'access-denied' });
    expect(await store.read('latest', 100)).toMatchObject({ facts: { sizeBytes: 6 } });
    emulator.setAccess({ ...access, canRead: false });
    await expect(store.read('latest', 100)).rejects.toMatchObject({ code: 'access-denied' });
  });
}
