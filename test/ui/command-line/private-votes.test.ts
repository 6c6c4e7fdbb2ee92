import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createPolicyShelf } from '../../../src/adapters/policies/create-policy-shelf.ts';
import {
  cloneRepository,
  digestOf,
  makeDvcRepository,
  placeFakeDvc,
  readStableDigest,
  runGit,
} from '../../support/dvc-repository.ts';
import { openDvc } from '../../support/dvc-rig.ts';
import { votesBefore, writeFeedback } from '../../support/feedback.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { type Run, runLastgood } from './command-line.ts';

const now = '2026-12-01T00:00:00.000Z';

/** Every text that any commit of a repository holds, of all branches. */
function readAllCommitted(folder: string, root: string): string {
  const objects = runGit(folder, root, 'rev-list', '--all', '--objects').split('\n');
  const blobs = objects.map(line => line.split(' ')[0] ?? '');
  return blobs
    .filter(hash => runGit(folder, root, 'cat-file', '-t', hash) === 'blob')
    .map(hash => runGit(folder, root, 'cat-file', 'blob', hash))
    .join('\n');
}

function prepare() {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  placeFakeDvc(folder);
  const feedback = writeFeedback(folder, votesBefore(now, 14, 8));
  const gates = [
    { model: '*', alias: 'stable', policy: 'votes', thresholds: {}, file: 'lastgood.config.yaml', line: 1 },
  ] as const;
  const policies = createPolicyShelf({ policies: [], gates, workingFolder: folder });
  const run = (tree: string, ...argv: readonly string[]): Promise<Run> =>
    runLastgood(tree, argv, {
      registry: openDvc(folder, tree).registry,
      policies,
      protectedAliases: ['stable'],
    });
  return { folder, root, feedback, run };
}

const votes = ['--as', 'qwen_v2', '--since-candidate', '48h'];

test('the votes of people stay on the machine that judged: commits have the tally and the digest', async () => {
  const { folder, root, feedback, run } = prepare();
  const judged = await run(
    root,
    ...['gate', 'qwen', 'run-002', '--to', 'stable', '--yes'],
    ...['--feedback', feedback, ...votes],
  );
  expect(judged.code, judged.error).toBe(0);
  const committed = readAllCommitted(folder, join(folder, 'remote.git'));
  expect(committed).not.toContain('what is at');
  expect(committed).toContain('"wins": 14');
  const [kept, ...others] = readdirSync(join(root, '.lastgood/private')).filter(
    name => name !== '.gitignore',
  );
  expect(kept).toMatch(/^[0-9a-f]{64}$/);
  expect(others).toEqual([]);
  expect(committed).toContain(kept);
  expect(runGit(folder, root, 'status', '--porcelain')).toBe('');
});

test('another machine may promote by that verdict, and this one not once the file it kept was changed', async () => {
  const { folder, root, feedback, run } = prepare();
  await run(
    root,
    ...['gate', 'qwen', 'run-002', '--to', 'stable', '--yes'],
    ...['--feedback', feedback, ...votes],
  );
  // The page goes on writing: what was judged is the copy.
  writeFileSync(feedback, '{}');
  const clone = cloneRepository(folder, 'clone');
  const [kept = ''] = readdirSync(join(root, '.lastgood/private')).filter(name => name !== '.gitignore');
  writeFileSync(join(root, '.lastgood/private', kept), '{}');
  const move = ['promote', 'qwen', 'run-002', '--yes', '--confirm', 'qwen@stable'];
  const refused = await run(root, ...move);
  expect(refused.error + refused.out).toContain('user_feedback.json');
  expect(readStableDigest(root)).toBe(digestOf(1));
  rmSync(feedback);
  const ended = await run(clone, ...move);
  expect(ended.code, ended.error).toBe(0);
  expect(readStableDigest(clone)).toBe(digestOf(2));
  expect(existsSync(join(clone, '.lastgood/private', kept))).toBe(false);
});
