import { expect, test } from 'vitest';
import { bucketUrl, confirmed, fillBucket, openProgramMachine } from '../support/bucket-program.ts';
import { openEmulator } from '../support/gcs/emulator-rig.ts';

test('the local copy of a bucket that is opened as a folder is read, and never written', async () => {
  const emulator = await openEmulator();
  const machine = openProgramMachine(emulator);
  await fillBucket(machine, 2);
  const place = ['--registry', `directory:${machine.copy}`];
  expect(await machine.run(['resolve', 'rag', ...place])).toMatchObject({ code: 0, out: 'v1\n' });
  for (const argv of [
    ['register', 'rag', '--yes'],
    ['promote', 'rag', 'v2', ...confirmed],
  ]) {
    const refused = await machine.run([...argv, ...place]);
    expect(refused.code).toBe(8);
    expect(refused.error).toContain(`the local copy of ${bucketUrl}`);
    expect(refused.error).toContain(`--registry ${bucketUrl}`);
  }
  expect(await machine.run(['sync', 'status'])).toMatchObject({
    code: 0,
    out: expect.stringContaining('Both sides are the same.'),
  });
});
