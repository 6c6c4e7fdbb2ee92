import { expect, test } from 'vitest';
import { bucketUrl, openProgramMachine, readObject, rsyncFolder } from '../support/bucket-program.ts';
import { openEmulator } from '../support/gcs/emulator-rig.ts';
import { buildS0Registry, rolledBackOnce } from '../support/s0-registry.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** gsutil skips a link to a folder: the pointer stayed on the machine that moved it, and every other one took the highest number. */
test('B0.2: a rollback on one machine is what every other machine sees', async () => {
  const emulator = await openEmulator();
  const folder = createTemporaryFolder();
  buildS0Registry(folder, rolledBackOnce);
  rsyncFolder(emulator, folder);
  const words = [
    '--target-version',
    'v1',
    '--reason',
    'INC-42',
    '--yes',
    '--confirm',
    'frontshift-rag@latest',
  ];
  const place = ['--registry-dir', bucketUrl, '--registry-cache-dir', 'cache'];
  const machine = openProgramMachine(emulator);
  const run = await machine.run(['rollback_model', ...words, ...place]);
  expect(run).toMatchObject({
    code: 0,
    out: expect.stringContaining('done: Roll back frontshift-rag latest'),
  });
  expect(await openProgramMachine(emulator).run(['resolve', 'frontshift-rag'])).toMatchObject({
    code: 0,
    out: 'v1\n',
    error: '',
  });
  // What a program reads that knows only the pointer.
  expect(readObject(emulator, 'frontshift-rag_latest')).toBe('frontshift-rag_v1');
  // A tool that follows links left files under the name of the shared one: no download could bring both.
  expect(readObject(emulator, 'latest')).toBeUndefined();
  const prune = ['sync', 'push', '--prune', '--yes'];
  // Who reads the files loads another version then.
  expect(await machine.run(prune)).toMatchObject({ code: 2 });
  expect(await machine.run([...prune, '--confirm', 'frontshift-rag@latest'])).toMatchObject({ code: 0 });
  expect(readObject(emulator, 'latest')).toBe('frontshift-rag_v1');
});
