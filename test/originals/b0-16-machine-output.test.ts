import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { bucketUrl, openProgramMachine, rsyncFolder } from '../support/bucket-program.ts';
import { openEmulator } from '../support/gcs/emulator-rig.ts';
import { writeS0Registry } from '../support/registry-rig.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const program = fileURLToPath(new URL('../../dist/lastgood.js', import.meta.url));

/** The original printed "Downloading registry" on stdout before the version, so scripts took two lines for a name. */
test.each([
  [['resolve', 'rag'], 'v3\n'],
  [['rollback_model', '--model-name', 'rag', '--resolve-target', '--target-version', 'v1'], 'v1\n'],
])('B0.16: stdout of %j is the answer and nothing else', (argv, answer) => {
  const root = createTemporaryFolder();
  writeS0Registry(root, 'rag', 3);
  const env = { ...process.env, MODEL_REGISTRY_DIR: root };
  const { stdout, status } = spawnSync(process.execPath, [program, ...argv], {
    env,
    encoding: 'utf8',
    cwd: root,
  });
  expect({ stdout, status }).toEqual({ stdout: answer, status: 0 });
});

/** It did so for a registry in a bucket, where it prints what it downloads. */
test.each([
  [['resolve', 'rag'], 'v3\n'],
  [
    ['rollback_model', '--model-name', 'rag', '--resolve-target', '--previous', '--registry-dir', bucketUrl],
    'v2\n',
  ],
])('B0.16: on a bucket stdout of %j is the answer and nothing else', async (argv, answer) => {
  const emulator = await openEmulator();
  const root = createTemporaryFolder();
  writeS0Registry(root, 'rag', 3);
  rsyncFolder(emulator, root);
  emulator.putObject('bucket', 'team/registry/latest', 'rag_v3');
  const { code, out } = await openProgramMachine(emulator).run(argv);
  expect({ code, out }).toEqual({ code: 0, out: answer });
});
