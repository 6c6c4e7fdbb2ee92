import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { digestOf, makeDvcRepository, placeFakeDvc, readDvcCalls } from '../support/dvc-repository.ts';
import { openDvc } from '../support/dvc-rig.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { runLastgood } from '../ui/command-line/command-line.ts';

/**
 * The script gave `dvc add` an output of the stage merge, which DVC refuses, and a `--file` that DVC 3 has no more. What the real DVC says
 * to the pointer that is written instead is in test/services/dvc-stories.test.ts.
 */
test('B4.2: the stable pointer names what the pipeline made, and nothing is given to DVC once more', async () => {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  placeFakeDvc(folder);
  const argv = ['switch_stable', 'run-002', '--override-gate', '--yes', '--reason', 'by hand'];
  const run = await runLastgood(root, argv, { registry: openDvc(folder, root).registry });
  expect(run.error).not.toContain('error');
  expect(run.code).toBe(0);
  expect(run.out).toContain('Stable updated: run-002 for qwen');
  const pointer = readFileSync(join(root, 'models/hf/stable/qwen.dvc'), 'utf8');
  expect(pointer).toContain(`md5: ${digestOf(2)}`);
  expect(pointer).toContain('path: qwen\n');
  expect(readFileSync(join(root, 'dvc.lock'), 'utf8')).toContain(
    'path: models/hf/candidates/qwen/run-002_merged',
  );
  const verbs = readDvcCalls(folder).map(call => call.split(' ')[0]);
  expect(new Set(verbs)).toEqual(new Set(['push', 'status']));
});
