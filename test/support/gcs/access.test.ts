import { describe, expect, it } from 'vitest';
import { fullAccess } from './access.ts';
import { callEmulator, objectPath, openEmulator, type RawCall } from './emulator-rig.ts';

const bucketPath = '/storage/v1/b/bucket';

const calls = {
  list: { path: `${bucketPath}/o` },
  find: { path: objectPath('a') },
  read: { path: objectPath('a'), query: { alt: 'media' } },
  write: {
    method: 'POST',
    path: `/upload${bucketPath}/o`,
    query: { uploadType: 'media', name: 'b' },
    body: 'x',
  },
  remove: { method: 'DELETE', path: objectPath('a') },
  bucket: { path: bucketPath },
} as const satisfies Readonly<Record<string, RawCall>>;

async function statusesUnder(access: Partial<typeof fullAccess>): Promise<Readonly<Record<string, number>>> {
  const emulator = await openEmulator();
  emulator.putObject('bucket', 'a', 'x');
  emulator.setAccess({ ...fullAccess, ...access });
  const statuses: Record<string, number> = {};
  for (const [name, call] of Object.entries(calls))
    statuses[name] = (await callEmulator(emulator, call)).status;
  return statuses;
}

describe('access', () => {
  it.each([
    ['to everything', {}, { list: 200, find: 200, read: 200, write: 200, remove: 204, bucket: 200 }],
    [
      'of a reader',
      { canWrite: false },
      { list: 200, find: 200, read: 200, write: 403, remove: 403, bucket: 403 },
    ],
    [
      'without listing',
      { canList: false },
      { list: 403, find: 200, read: 200, write: 200, remove: 204, bucket: 403 },
    ],
    [
      'of a writer',
      { canRead: false },
      { list: 200, find: 403, read: 403, write: 200, remove: 204, bucket: 403 },
    ],
    [
      'without a login',
      { isLoggedIn: false },
      { list: 401, find: 401, read: 401, write: 401, remove: 401, bucket: 401 },
    ],
  ])('%s', async (_, access, statuses) => {
    expect(await statusesUnder(access)).toEqual(statuses);
  });

  it('is refused in the words of GCS', async () => {
    const emulator = await openEmulator();
    emulator.setAccess({ ...fullAccess, canWrite: false });
    const { document } = await callEmulator(emulator, calls.write);
    const message =
      'reader@example.com does not have storage.objects.create access to the Google Cloud Storage object. ' +
      "Permission 'storage.objects.create' denied on resource (or it may not exist).";
    const errors = [{ message, domain: 'global', reason: 'forbidden' }];
    expect(document).toEqual({ error: { code: 403, message, errors } });
  });

  it('without a login says whether a token was sent', async () => {
    const emulator = await openEmulator();
    emulator.setAccess({ ...fullAccess, isLoggedIn: false });
    const anonymous = await callEmulator(emulator, calls.list);
    expect(anonymous.document['error']).toMatchObject({ code: 401, errors: [{ reason: 'required' }] });
    expect(anonymous.headers.get('www-authenticate')).toMatch(/^Bearer /);
    const headers = { authorization: 'Bearer old' };
    const expired = await callEmulator(emulator, { ...calls.list, headers });
    expect(expired.document['error']).toMatchObject({ message: 'Invalid Credentials' });
  });

  it('without listing does not tell that an object is missing', async () => {
    const emulator = await openEmulator();
    expect((await callEmulator(emulator, calls.find)).status).toBe(404);
    emulator.setAccess({ ...fullAccess, canList: false });
    expect((await callEmulator(emulator, calls.find)).status).toBe(403);
    expect((await callEmulator(emulator, calls.read)).status).toBe(403);
  });
});
