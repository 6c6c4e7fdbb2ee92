import { expect, test } from 'vitest';
import { bucketUrl, fillBucket, openProgramMachine, readObject } from '../support/bucket-program.ts';
import { openEmulator } from '../support/gcs/emulator-rig.ts';

test('a live record that is not the registered one is told of by every look, and healed by who has it', async () => {
  const emulator = await openEmulator();
  const machine = openProgramMachine(emulator);
  await fillBucket(machine, 1);
  const name = `${bucketUrl.slice('gs://bucket/'.length)}/rag_v1/metadata.json`;
  const right = readObject(emulator, 'rag_v1/metadata.json') ?? '';
  emulator.putObject('bucket', name, right.replace('{', '{ "evil": 1,'));
  const fresh = openProgramMachine(emulator, 'fresh');
  expect(await fresh.run(['resolve', 'rag'])).toMatchObject({
    code: 6,
    out: '',
    error: expect.stringContaining('digest'),
  });
  expect((await fresh.run(['show', 'rag', 'v1'])).out).toMatch(/problem +is not what was registered/);
  expect(await fresh.run(['sync', 'status'])).toMatchObject({
    code: 6,
    out: expect.stringContaining('Live, and not as it was registered'),
  });
  expect(await fresh.run(['sync', 'push', '--yes'])).toMatchObject({
    code: 6,
    out: expect.stringContaining('rag_v1/metadata.json: live under latest'),
  });
  expect(await machine.run(['doctor'])).toMatchObject({ code: 0 });
  expect(readObject(emulator, 'rag_v1/metadata.json')).toBe(right);
  expect(await fresh.run(['sync', 'pull', '--yes'])).toMatchObject({ code: 0 });
  expect(await fresh.run(['resolve', 'rag'])).toMatchObject({ code: 0, out: 'v1\n' });
});
