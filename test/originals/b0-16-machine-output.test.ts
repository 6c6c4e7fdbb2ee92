import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
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
