import { expect, test } from 'vitest';
import { createNodeFileSystem } from '../../../../src/adapters/files/node-file-system.ts';
import { runDoctor } from '../../../../src/core/apply/run-doctor.ts';
import { createKilledProcess } from '../../../support/dvc-crashes.ts';
import {
  cloneRepository,
  digestOf,
  makeDvcRepository,
  placeFakeDvc,
  readStableDigest,
  runGit,
} from '../../../support/dvc-repository.ts';
import { openDvc, openDvcWithRemote } from '../../../support/dvc-rig.ts';
import { asLost, environmentOf, promote } from '../../../support/registry-rig.ts';
import { createTemporaryFolder } from '../../../support/temporary-folder.ts';

/** A tree whose last move was killed right behind the branch: index and files are still of before, as if the user had undone it. */
async function makeCutOff(): Promise<{ readonly folder: string; readonly root: string }> {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  placeFakeDvc(folder);
  await promote(openDvc(folder, root), 'qwen', 'run-002', 'stable');
  const counted = createKilledProcess(createNodeFileSystem(), 0, 'before');
  const trial = cloneRepository(folder, 'trial');
  await promote(openDvc(folder, trial, counted), 'qwen', 'run-001', 'stable');
  const at = counted.calls().findIndex(call => call.startsWith('git update-ref lastgood:')) + 1;
  expect(at).toBeGreaterThan(0);
  await promote(openDvc(folder, trial), 'qwen', 'run-002', 'stable');
  runGit(folder, root, 'pull', '-q');
  const killed = createKilledProcess(createNodeFileSystem(), at, 'after');
  await promote(asLost(openDvc(folder, root, killed)), 'qwen', 'run-001', 'stable').catch(() => undefined);
  expect(runGit(folder, root, 'status', '--porcelain')).toMatch(/^D {2}\.lastgood\/history\/qwen\//m);
  return { folder, root };
}

test('a move of another family behind one that others made since leaves no deletion of an entry', async () => {
  const { folder, root } = await makeCutOff();
  const other = cloneRepository(folder, 'other');
  await promote(openDvc(folder, other), 'qwen', 'run-002', 'stable');
  const session = asLost(await openDvcWithRemote(folder, root));
  await session.registry.source?.refresh({ follow: true });
  expect((await promote(session, 'mistral', 'run-001', 'candidate')).outcome).toBe('applied');
  expect(runGit(folder, root, 'status', '--porcelain')).toBe('');
  expect(readStableDigest(root)).toBe(digestOf(2));
});

test('doctor restores entries that only the index has lost, whatever was pulled over them', async () => {
  const { folder, root } = await makeCutOff();
  const other = cloneRepository(folder, 'other');
  await promote(openDvc(folder, other), 'qwen', 'run-002', 'stable');
  runGit(folder, root, 'checkout', '-q', 'HEAD', '--', 'models/hf/stable/qwen.dvc');
  runGit(folder, root, 'pull', '-q', '--ff-only');
  expect(runGit(folder, root, 'status', '--porcelain')).toMatch(/^D {2}\.lastgood\/history\/qwen\//m);
  await runDoctor(environmentOf(asLost(openDvc(folder, root))));
  expect(runGit(folder, root, 'status', '--porcelain')).toBe('');
});

test('where it cannot be brought the next move says so, and calls it no change of the user', async () => {
  const { folder, root } = await makeCutOff();
  const inner = createNodeFileSystem();
  const full = {
    ...inner,
    rename: async (from: string, to: string): Promise<void> => {
      if (to.endsWith('qwen.dvc')) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      await inner.rename(from, to);
    },
  };
  const session = asLost(openDvc(folder, root, { fileSystem: full }));
  const receipt = await promote(session, 'mistral', 'run-001', 'candidate');
  expect(receipt).toMatchObject({ outcome: 'refused', problem: { code: 'partly-done' } });
  expect(receipt.problem?.message).toMatch(
    /^An earlier move is not brought .* models\/hf\/stable\/qwen\.dvc: /,
  );
  expect(receipt.problem?.hint).toContain('Do not commit');
});
