import { expect, test } from 'vitest';
import { createPolicyShelf } from '../../../src/adapters/policies/create-policy-shelf.ts';
import { digestOf, makeDvcRepository, placeFakeDvc, readStableDigest } from '../../support/dvc-repository.ts';
import { openDvc } from '../../support/dvc-rig.ts';
import { votesBefore, writeFeedback } from '../../support/feedback.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { type Run, runLastgood } from './command-line.ts';

const now = '2026-12-01T00:00:00.000Z';

function prepare(wins: number, losses: number) {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  placeFakeDvc(folder);
  const feedback = writeFeedback(folder, votesBefore(now, wins, losses));
  const policies = createPolicyShelf({ policies: [], gates: [], workingFolder: folder });
  const { registry } = openDvc(folder, root);
  const votes = ['--feedback', feedback, '--as', 'qwen_v2', '--since-candidate', '48h'];
  const run = (...argv: readonly string[]): Promise<Run> =>
    runLastgood(root, ['switch_stable', ...argv], { registry, policies, protectedAliases: ['stable'] });
  return { root, votes, run };
}

test('a run becomes stable once the votes are for it, though no policy is bound', async () => {
  const { root, votes, run } = prepare(14, 8);
  const ended = await run('run-002', ...votes, '--yes', '--reason', 'the votes');
  expect(ended.code, ended.error).toBe(0);
  expect(ended.out).toContain('Stable updated: run-002 for qwen');
  expect(readStableDigest(root)).toBe(digestOf(2));
});

test.each([
  ['against it', 5, 20],
  ['too few', 1, 0],
])('it does not while they are %s, and nothing is written', async (_, wins, losses) => {
  const { root, votes, run } = prepare(wins, losses);
  const ended = await run('run-002', ...votes, '--yes', '--reason', 'the votes');
  expect(ended.code).toBe(3);
  expect(ended.out).not.toContain('Stable updated');
  expect(readStableDigest(root)).toBe(digestOf(1));
});

test('without votes it goes on for a reason only, and says how to do the same', async () => {
  const { root, run } = prepare(0, 0);
  expect((await run('run-002', '--yes', '--reason', 'by hand')).code).toBe(3);
  const unexplained = await run('run-002', '--override-gate', '--yes');
  expect(unexplained.code).toBe(2);
  expect(unexplained.error).toContain('Overriding the gate needs a reason.');
  const planned = await run('run-002', '--override-gate', '--reason', 'by hand', '--dry-run');
  expect(planned.out + planned.error).toContain(
    "lastgood switch_stable run-002 --family qwen --override-gate --reason 'by hand'",
  );
  expect(readStableDigest(root)).toBe(digestOf(1));
});

test('stable is protected: without a reason its name has to be typed', async () => {
  const { votes, run } = prepare(14, 8);
  const unconfirmed = await run('run-002', ...votes, '--yes');
  expect(unconfirmed.code).toBe(2);
  expect(unconfirmed.error).toContain('--confirm qwen@stable');
  expect((await run('run-002', ...votes, '--yes', '--confirm', 'qwen@stable')).code).toBe(0);
});
