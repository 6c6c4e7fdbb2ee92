import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  digestOf,
  makeDvcRepository,
  placeFakeDvc,
  readCommittedDigest,
  readStableDigest,
  runGit,
} from '../support/dvc-repository.ts';
import { openDvc } from '../support/dvc-rig.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { runLastgood } from '../ui/command-line/command-line.ts';

/** The pointer was moved away first; then whatever failed was ignored, and "Stable updated" was printed. */
async function switchStable(folder: string, root: string) {
  const argv = ['switch_stable', 'run-002', '--override-gate', '--yes', '--reason', 'by hand'];
  return await runLastgood(root, argv, { registry: openDvc(folder, root).registry });
}

function expectUntouched(folder: string, root: string): void {
  expect([readStableDigest(root), readCommittedDigest(folder, 'remote.git')]).toEqual([
    digestOf(1),
    digestOf(1),
  ]);
  expect(runGit(folder, root, 'status', '--porcelain')).toBe('');
  expect(runGit(folder, root, 'log', '--format=%s', 'main')).not.toContain('chore(stable)');
}

test('B4.3: where dvc fails the stable pointer is the one it was, and the command does not end with 0', async () => {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  placeFakeDvc(folder, { exitCode: 1, words: 'ERROR: failed to push data to the cloud' });
  const run = await switchStable(folder, root);
  expect(run.code).toBe(8);
  expect(run.out).toContain('failed to push data to the cloud');
  expect(run.out).not.toContain('Stable updated');
  expectUntouched(folder, root);
});

test('B4.3: where git refuses the push it is the same', async () => {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  placeFakeDvc(folder);
  const hook = join(folder, 'remote.git/hooks/pre-receive');
  writeFileSync(
    hook,
    '#!/bin/sh\nread old new ref\ncase "$(git log -1 --format=%s "$new")" in *stable*) echo no; exit 1;; esac\n',
  );
  chmodSync(hook, 0o755);
  const run = await switchStable(folder, root);
  expect(run.code).not.toBe(0);
  expect(run.out).not.toContain('Stable updated');
  expectUntouched(folder, root);
});
