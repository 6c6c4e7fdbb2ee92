import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  makeDvcRepository,
  placeFakeDvc,
  readStableDigest,
  runGit,
  writeBelow,
} from '../../../support/dvc-repository.ts';
import { openDvc } from '../../../support/dvc-rig.ts';
import { planPromote, promote, rollBack } from '../../../support/registry-rig.ts';
import { createTemporaryFolder } from '../../../support/temporary-folder.ts';

const name = 'models_registry.json';
const before = '{\n  "qwen": { "stable": "llm-dev:one", "candidate": "" }\n}\n';
const after = before.replace('llm-dev:one', 'llm-dev:two');

/** A tree whose two runs have images, with the file beside them as told: committed, or only there. */
function makeTree(file: 'committed' | 'only-there', text = before) {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  placeFakeDvc(folder);
  writeBelow(root, '.ci/image_qwen_run-001.txt', 'llm-dev:one\n');
  writeBelow(root, '.ci/image_qwen_run-002.txt', '\ufeffllm-dev:two\r\n');
  writeBelow(root, name, text);
  if (file === 'only-there') writeBelow(root, '.git/info/exclude', `${name}\n`);
  runGit(folder, root, 'add', '-A');
  runGit(folder, root, 'commit', '-q', '-m', 'images');
  runGit(folder, root, 'push', '-q');
  return { folder, root, path: join(root, name) };
}

function read(path: string): string {
  return readFileSync(path, 'utf8');
}

test('a file that git keeps is part of the commit of a move, and comes back with a rollback', async () => {
  const { folder, root, path } = makeTree('committed');
  const session = openDvc(folder, root, { followingFile: path });
  const receipt = await promote(session, 'qwen', 'run-002', 'stable');
  expect(receipt).toMatchObject({ outcome: 'applied', problem: undefined });
  expect(receipt.steps.find(({ target }) => target === name)).toMatchObject({ state: 'done' });
  expect(runGit(folder, root, 'show', '--format=', '--name-only', 'HEAD').split('\n')).toContain(name);
  expect([read(path), `${runGit(folder, root, 'show', `origin/main:${name}`)}\n`]).toEqual([after, after]);
  expect(await rollBack(session, 'qwen', 'run-001', 'stable')).toMatchObject({ outcome: 'applied' });
  expect(read(path)).toBe(before);
  expect(runGit(folder, root, 'status', '--porcelain')).toBe('');
});

test('a file that git does not keep is written after the move', async () => {
  const { folder, root, path } = makeTree('only-there');
  const session = openDvc(folder, root, { followingFile: path });
  const receipt = await promote(session, 'qwen', 'run-002', 'stable');
  expect(receipt).toMatchObject({ outcome: 'applied', problem: undefined });
  expect(receipt.steps.find(({ target }) => target === name)).toMatchObject({ state: 'done' });
  expect(read(path)).toBe(after);
});

test('a file outside of the tree is named by its whole path', async () => {
  const { folder, root } = makeTree('committed');
  const path = join(folder, 'served.json');
  writeFileSync(path, before);
  const receipt = await promote(openDvc(folder, root, { followingFile: path }), 'qwen', 'run-002', 'stable');
  expect(receipt.steps.find(({ target }) => target === path)).toMatchObject({ state: 'done' });
  expect(read(path)).toBe(after);
});

/** It is told before, stays as it is, and stands in nobody's way. */
test.each([
  ['is torn', before.slice(0, 20), 'it cannot be read: torn'],
  ['is empty', '', 'it cannot be read: empty'],
  ['belongs to another program', '{"models": {}}\n', 'it holds something that is neither'],
])('a file that %s is left alone, and the move goes on', async (_, text, problem) => {
  const { folder, root, path } = makeTree('committed', text);
  const session = openDvc(folder, root, { followingFile: path });
  const plan = await planPromote(session, 'qwen', 'run-002', 'stable');
  expect(plan.steps.find(({ target }) => target === name)?.value).toContain(`not done: ${problem}`);
  const receipt = await promote(session, 'qwen', 'run-002', 'stable');
  expect(receipt).toMatchObject({ outcome: 'applied', problem: undefined });
  expect(receipt.notices?.join(' ')).toContain(`${name} was not changed: ${problem}`);
  expect([read(path), readStableDigest(root)]).toEqual([text, `${'2'.repeat(32)}.dir`]);
});

test('changes of the user that are not committed stay theirs', async () => {
  const { folder, root, path } = makeTree('committed');
  const own = before.replace('""', '"llm-dev:mine"');
  writeFileSync(path, own);
  const receipt = await promote(openDvc(folder, root, { followingFile: path }), 'qwen', 'run-002', 'stable');
  expect(receipt).toMatchObject({ outcome: 'applied', problem: undefined });
  expect(receipt.notices?.join(' ')).toContain('it has changes of yours that are not committed');
  expect(read(path)).toBe(own);
  expect(runGit(folder, root, 'status', '--porcelain').trim()).toBe(`M ${name}`);
});

test('a run of which nobody knows the image leaves the file as it is', async () => {
  const { folder, root, path } = makeTree('committed');
  runGit(folder, root, 'rm', '-q', '.ci/image_qwen_run-002.txt');
  runGit(folder, root, 'commit', '-q', '-m', 'no image');
  runGit(folder, root, 'push', '-q');
  const receipt = await promote(openDvc(folder, root, { followingFile: path }), 'qwen', 'run-002', 'stable');
  expect(receipt.notices?.join(' ')).toContain('nobody knows the image of run-002');
  expect(read(path)).toBe(before);
});

test('a rollback to a run whose image nobody wrote down brings back what served it then', async () => {
  const { folder, root, path } = makeTree('committed');
  runGit(folder, root, 'rm', '-q', '.ci/image_qwen_run-001.txt');
  runGit(folder, root, 'commit', '-q', '-m', 'no image');
  runGit(folder, root, 'push', '-q');
  const session = openDvc(folder, root, { followingFile: path });
  await promote(session, 'qwen', 'run-002', 'stable');
  expect(read(path)).toBe(after);
  const receipt = await rollBack(session, 'qwen', 'run-001', 'stable');
  expect(receipt).toMatchObject({ outcome: 'applied', problem: undefined });
  expect([read(path), receipt.notices]).toEqual([before, [expect.stringContaining('dvc checkout')]]);
});

test('nothing follows where nobody wants it', async () => {
  const { folder, root, path } = makeTree('committed');
  const receipt = await promote(openDvc(folder, root), 'qwen', 'run-002', 'stable');
  expect(receipt.steps.some(({ target }) => target === name)).toBe(false);
  expect(read(path)).toBe(before);
});
