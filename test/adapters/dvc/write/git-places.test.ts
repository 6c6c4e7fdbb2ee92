import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  digestOf,
  formatSamplePointer,
  makeDvcRepository,
  placeFakeDvc,
  readStableDigest,
  runGit,
  writeBelow,
} from '../../../support/dvc-repository.ts';
import { openDvc } from '../../../support/dvc-rig.ts';
import { planPromote, promote } from '../../../support/registry-rig.ts';
import { createTemporaryFolder } from '../../../support/temporary-folder.ts';

const pointer = 'models/hf/stable/qwen.dvc';

test('a project of dvc init --subdir is read, and a move is refused with what to do', async () => {
  const folder = createTemporaryFolder();
  const top = join(folder, 'mono');
  const root = join(top, 'ml');
  runGit(folder, folder, 'init', '-q', '-b', 'main', top);
  writeBelow(root, '.dvc/config', '');
  writeBelow(root, pointer, formatSamplePointer(1, 'qwen'));
  writeBelow(root, 'models/hf/wip/qwen/run-002.dvc', formatSamplePointer(2, 'run-002'));
  runGit(folder, top, 'add', '-A');
  runGit(folder, top, '-c', 'user.name=A', '-c', 'user.email=a@b', 'commit', '-q', '-m', 'start');
  const session = openDvc(folder, root);
  const { unwritable, models } = await session.registry.reader.loadIndex();
  expect(models.map(({ model }) => model)).toEqual(['qwen']);
  expect(unwritable).toEqual({
    code: 'not-a-working-tree',
    problem: `${root} is inside the working tree ${top}, and not its top.`,
    hint: expect.stringContaining('dvc init --subdir is only read here'),
  });
  const receipt = await planPromote(session, 'qwen', 'run-002', 'stable');
  expect(receipt.blockers[0]?.code).toBe('not-a-working-tree');
  expect(runGit(folder, top, 'status', '--porcelain')).toBe('');
});

test('in a linked working tree a move is committed to its own branch', async () => {
  const folder = createTemporaryFolder();
  const main = makeDvcRepository(folder);
  placeFakeDvc(folder);
  const root = join(folder, 'linked');
  runGit(folder, main, 'worktree', 'add', '-q', '-b', 'side', root);
  runGit(folder, root, 'push', '-q', '-u', 'origin', 'side');
  expect(statSync(join(root, '.git')).isFile()).toBe(true);
  const receipt = await promote(openDvc(folder, root), 'qwen', 'run-002', 'stable');
  expect(receipt.problem).toBeUndefined();
  expect(readStableDigest(root)).toBe(digestOf(2));
  expect(readStableDigest(main)).toBe(digestOf(1));
  expect(runGit(folder, join(folder, 'remote.git'), 'show', `side:${pointer}`)).toContain(digestOf(2));
  expect(runGit(folder, root, 'status', '--porcelain')).toBe('');
  expect(runGit(folder, main, 'status', '--porcelain')).toBe('');
});

test('in a submodule a move is committed to the submodule, and not to what it lies in', async () => {
  const folder = createTemporaryFolder();
  makeDvcRepository(folder);
  placeFakeDvc(folder);
  const above = join(folder, 'above');
  runGit(folder, folder, 'init', '-q', '-b', 'main', above);
  runGit(
    folder,
    above,
    '-c',
    'protocol.file.allow=always',
    'submodule',
    'add',
    '-q',
    join(folder, 'remote.git'),
    'ml',
  );
  const root = join(above, 'ml');
  for (const [name, value] of [
    ['name', 'Anna'],
    ['email', 'anna@example.com'],
  ] as const)
    runGit(folder, root, 'config', `user.${name}`, value);
  expect(statSync(join(root, '.git')).isFile()).toBe(true);
  const receipt = await promote(openDvc(folder, root), 'qwen', 'run-002', 'stable');
  expect(receipt.problem).toBeUndefined();
  expect(readStableDigest(root)).toBe(digestOf(2));
  expect(runGit(folder, join(folder, 'remote.git'), 'show', `main:${pointer}`)).toContain(digestOf(2));
  expect(runGit(folder, root, 'status', '--porcelain')).toBe('');
});
