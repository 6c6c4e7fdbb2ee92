import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { placeDvc } from '../../../../src/adapters/dvc/dvc-places.ts';
import { createGit } from '../../../../src/adapters/dvc/git/git-program.ts';
import { runProgram } from '../../../../src/adapters/dvc/git/run-program.ts';
import { openRemoteSource } from '../../../../src/adapters/dvc/write/remote-source.ts';
import { createNodeFileSystem } from '../../../../src/adapters/files/node-file-system.ts';
import type { PushChoice } from '../../../../src/core/settings/push-choice.ts';
import {
  cloneRepository,
  describeProgramVariables,
  digestOf,
  makeDvcRepository,
  placeFakeDvc,
  readStableDigest,
  runGit,
  writeBelow,
} from '../../../support/dvc-repository.ts';
import { openDvc, openDvcWithRemote } from '../../../support/dvc-rig.ts';
import { promote, rollBack } from '../../../support/registry-rig.ts';
import { createTemporaryFolder } from '../../../support/temporary-folder.ts';
import { runLastgood } from '../../../ui/command-line/command-line.ts';

/** Two clones, of which the first has promoted run-002 and the second has that: both are at one commit. */
async function makeClones() {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  placeFakeDvc(folder);
  const other = openDvc(folder, root);
  await promote(other, 'qwen', 'run-002', 'stable');
  const clone = cloneRepository(folder, 'clone');
  return { folder, other, clone };
}

const words = ['promote', 'qwen', 'run-002', '--to', 'stable', '--yes', '--confirm', 'qwen@stable'];

test('a promotion is judged by what the remote has, not by what this machine had seen', async () => {
  const { folder, other, clone } = await makeClones();
  await promote(other, 'qwen', 'run-001', 'stable');
  const { registry } = await openDvcWithRemote(folder, clone);
  const { code, out, error } = await runLastgood(clone, words, { registry });
  expect(code, out + error).toBe(0);
  expect(out).toContain('run-001 to run-002');
  expect(readStableDigest(clone)).toBe(digestOf(2));
});

test('a dry run asks, and leaves the working tree where it is', async () => {
  const { folder, other, clone } = await makeClones();
  await rollBack(other, 'qwen', 'run-001', 'stable');
  const head = runGit(folder, clone, 'rev-parse', 'HEAD');
  const { registry, source } = await openDvcWithRemote(folder, clone);
  await runLastgood(clone, [...words, '--dry-run'], { registry });
  expect(runGit(folder, clone, 'rev-parse', 'HEAD')).toBe(head);
  expect(source.getCondition()).toMatchObject({ url: 'origin/main', problem: undefined, seenAt: undefined });
});

test('a verb that only looks asks nobody', async () => {
  const { folder, clone } = await makeClones();
  runGit(folder, clone, 'remote', 'set-url', 'origin', '../gone.git');
  const { registry, source } = await openDvcWithRemote(folder, clone);
  const { code, error } = await runLastgood(clone, ['models'], { registry });
  expect({ code, error }).toEqual({ code: 0, error: '' });
  expect(source.getCondition().problem).toBeUndefined();
});

describe('a remote that cannot be reached', () => {
  test('is told with the age of what is there, and nothing is written', async () => {
    const { folder, clone } = await makeClones();
    runGit(folder, clone, 'fetch', '-q');
    runGit(folder, clone, 'remote', 'set-url', 'origin', '../gone.git');
    const { registry } = await openDvcWithRemote(folder, clone);
    const { code, error } = await runLastgood(clone, words.with(2, 'run-001'), { registry });
    expect(error).toMatch(/^The remote cannot be re(?:ached|ad) \(.+\): what follows was seen .+\.\n/);
    expect(code).toBe(8);
    expect(readStableDigest(clone)).toBe(digestOf(2));
  });

  test('is told without an age where it was never fetched from', async () => {
    const { folder, clone } = await makeClones();
    const { registry } = await openDvcWithRemote(folder, clone, { offlineBecause: '--offline is given' });
    const { error } = await runLastgood(clone, words, { registry });
    expect(error).toContain(
      'Working offline (origin/main is not asked, because --offline is given): what follows is what this working tree has.\n',
    );
  });
});

describe('looking at the remote', () => {
  test('what is here was seen now where the remote has nothing else, and not where it has gone on', async () => {
    const { folder, other, clone } = await makeClones();
    const { source } = await openDvcWithRemote(folder, clone, {
      nowMs: () => Date.parse('2026-11-21T04:00Z'),
    });
    await source.refresh();
    expect(source.getCondition()).toMatchObject({ seenAt: '2026-11-21T04:00:00.000Z', isRefreshing: false });
    await rollBack(other, 'qwen', 'run-001', 'stable');
    const later = await openDvcWithRemote(folder, clone);
    await later.source.refresh();
    expect(later.source.getCondition()).toMatchObject({ seenAt: undefined, problem: undefined });
    expect(runGit(folder, clone, 'for-each-ref')).not.toContain(
      runGit(folder, join(folder, 'work'), 'rev-parse', 'HEAD'),
    );
  });

  test('a plan on a tree that is behind says so, changing something or nothing, and nothing is brought', async () => {
    const { folder, other, clone } = await makeClones();
    await rollBack(other, 'qwen', 'run-001', 'stable');
    const head = runGit(folder, clone, 'rev-parse', 'HEAD');
    for (const run of ['run-002', 'run-001']) {
      const { registry } = await openDvcWithRemote(folder, clone);
      const argv = [...words.with(2, run), '--dry-run'];
      const { out, error } = await runLastgood(clone, argv, { registry });
      expect(out + error).toMatch(
        /Warning: origin\/main has gone on \([0-9a-f]{8}\), and this working tree has not/,
      );
      expect(out + error).toContain('git pull');
    }
    expect(runGit(folder, clone, 'rev-parse', 'HEAD')).toBe(head);
    runGit(folder, clone, 'fetch', '-q');
    const { source } = await openDvcWithRemote(folder, clone);
    await source.refresh();
    expect(source.getCondition().behind).toMatch(/, last by Anna at 2026-11-21T03:00:00/);
    runGit(folder, clone, 'pull', '-q');
    await source.refresh();
    expect(source.getCondition().behind).toBeUndefined();
  });

  test('following leaves a branch with commits of the user where it is', async () => {
    const { folder, other, clone } = await makeClones();
    writeBelow(clone, 'notes.txt', 'mine\n');
    runGit(folder, clone, 'commit', '-q', '-am', 'mine');
    await rollBack(other, 'qwen', 'run-001', 'stable');
    const head = runGit(folder, clone, 'rev-parse', 'HEAD');
    const { source } = await openDvcWithRemote(folder, clone);
    await source.refresh({ follow: true });
    expect(runGit(folder, clone, 'rev-parse', 'HEAD')).toBe(head);
  });

  test('a file of the user in the way is said, and stays', async () => {
    const { folder, other, clone } = await makeClones();
    await rollBack(other, 'qwen', 'run-001', 'stable');
    writeBelow(clone, 'models/hf/stable/qwen.dvc', 'mine\n');
    const { source } = await openDvcWithRemote(folder, clone);
    await expect(source.refresh({ follow: true })).rejects.toMatchObject({ code: 'branch-behind' });
    expect(runGit(folder, clone, 'status', '--porcelain')).toBe(' M models/hf/stable/qwen.dvc');
  });
});

test.each([
  [
    'the branch follows no remote',
    'both',
    (folder: string, root: string) => runGit(folder, root, 'switch', '-q', '-c', 'own'),
  ],
  ['nothing is pushed', 'none', () => ''],
  [
    'HEAD is detached',
    'both',
    (folder: string, root: string) => runGit(folder, root, 'checkout', '-q', '--detach'),
  ],
] as const)('there is no remote where %s', async (_, push: PushChoice, put) => {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  put(folder, root);
  const program = createGit({ root, variables: describeProgramVariables(folder), runProgram });
  const fileSystem = createNodeFileSystem();
  const local = { program, fileSystem, places: placeDvc(root), createId: randomUUID };
  expect(await openRemoteSource({ ...local, push, now: Date.now })).toBeUndefined();
});
