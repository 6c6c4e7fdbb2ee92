import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type RunProgram, runProgram } from '../../../../src/adapters/dvc/git/run-program.ts';
import { applyPlan } from '../../../../src/core/apply/apply-plan.ts';
import { runDoctor } from '../../../../src/core/apply/run-doctor.ts';
import { confirmPlan } from '../../../../src/core/plan/plan.ts';
import {
  digestOf,
  makeDvcRepository,
  placeFakeDvc,
  readCommittedDigest,
  readStableDigest,
  runGit,
} from '../../../support/dvc-repository.ts';
import { openDvc } from '../../../support/dvc-rig.ts';
import { asLost, environmentOf, findLive, planPromote, promote } from '../../../support/registry-rig.ts';
import { createTemporaryFolder } from '../../../support/temporary-folder.ts';

/** A machine whose next push of a commit goes as told; everything else is as it is. */
async function makeWorld(): Promise<{ readonly folder: string; readonly root: string }> {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  placeFakeDvc(folder);
  await promote(openDvc(folder, root), 'qwen', 'run-002', 'stable');
  return { folder, root };
}

const lost = { ended: 'out-of-time', words: '' } as const;

function onPush(answer: RunProgram): RunProgram {
  return run => (run.arguments.includes('push') && run.file === 'git' ? answer(run) : runProgram(run));
}

function moveRemote(folder: string, from: string, to: string): void {
  renameSync(join(folder, from), join(folder, to));
}

test('a push that was taken and whose answer was lost is found out to be done', async () => {
  const { folder, root } = await makeWorld();
  const takenSilently = onPush(async run => {
    await runProgram(run);
    return lost;
  });
  const receipt = await promote(
    openDvc(folder, root, { runProgram: takenSilently }),
    'qwen',
    'run-001',
    'stable',
  );
  expect(receipt.outcome).toBe('applied');
  expect(readStableDigest(root)).toBe(digestOf(1));
  expect(readCommittedDigest(folder, 'remote.git')).toBe(digestOf(1));
});

test('a push that was cut off and not taken is refused with nothing changed', async () => {
  const { folder, root } = await makeWorld();
  const session = openDvc(folder, root, { runProgram: onPush(async () => lost) });
  const receipt = await promote(session, 'qwen', 'run-001', 'stable');
  expect(receipt).toMatchObject({ outcome: 'refused', problem: { code: 'network-failed' } });
  expect(receipt.problem?.message).toMatch(/was cut off\. It was not taken\./);
  expect(readStableDigest(root)).toBe(digestOf(2));
  expect(runGit(folder, root, 'for-each-ref', 'refs/lastgood')).toBe('');
});

test('while nobody knows whether a push was taken all can be read, nothing is written, and doctor finds out', async () => {
  const { folder, root } = await makeWorld();
  const takenThenGone = onPush(async run => {
    await runProgram(run);
    moveRemote(folder, 'remote.git', 'away.git');
    return lost;
  });
  const receipt = await promote(
    openDvc(folder, root, { runProgram: takenThenGone }),
    'qwen',
    'run-001',
    'stable',
  );
  expect(receipt).toMatchObject({ outcome: 'partial', problem: { code: 'answer-lost' } });
  const session = asLost(openDvc(folder, root));
  expect(await findLive(session, 'qwen', 'stable')).toBe('run-002');
  const refused = await promote(session, 'mistral', 'run-001', 'candidate');
  expect(refused).toMatchObject({ outcome: 'refused', problem: { code: 'answer-lost' } });
  moveRemote(folder, 'away.git', 'remote.git');
  await runDoctor(environmentOf(session));
  expect(await findLive(session, 'qwen', 'stable')).toBe('run-001');
  expect(readStableDigest(root)).toBe(digestOf(1));
  expect(runGit(folder, root, 'status', '--porcelain')).toBe('');
});

test('a commit that the user makes while a move is pushed stays, and the plan after it says what to do', async () => {
  const { folder, root } = await makeWorld();
  const committing = onPush(async run => {
    const end = await runProgram(run);
    runGit(folder, root, 'commit', '-q', '--allow-empty', '-m', 'mine');
    return end;
  });
  const receipt = await promote(
    openDvc(folder, root, { runProgram: committing }),
    'qwen',
    'run-001',
    'stable',
  );
  expect(receipt.outcome).toBe('partial');
  expect(receipt.problem?.message).toMatch(/main is not: it went on since the move was pushed/);
  expect(readCommittedDigest(folder, 'remote.git')).toBe(digestOf(1));
  expect(runGit(folder, root, 'log', '-1', '--format=%s')).toBe('mine');
  const { blockers } = await planPromote(openDvc(folder, root), 'qwen', 'run-002', 'stable');
  expect(blockers.map(({ hint }) => hint)).toEqual(['Bring both together with git pull, and push.']);
});

test('a branch here that is locked behind the push is told as such, and doctor brings it', async () => {
  const { folder, root } = await makeWorld();
  const lock = join(root, '.git/refs/heads/main.lock');
  const locked = onPush(async run => {
    const end = await runProgram(run);
    writeFileSync(lock, '');
    return end;
  });
  const receipt = await promote(openDvc(folder, root, { runProgram: locked }), 'qwen', 'run-001', 'stable');
  expect(receipt).toMatchObject({ outcome: 'partial' });
  expect(receipt.problem?.message).toContain('main.lock');
  expect(receipt.problem?.message).not.toContain('an editor opened by');
  const ended = receipt.steps.map(({ step, state }) => [step.kind, step.target, state]);
  expect(ended).toContainEqual(['write-file', 'git push to origin/main', 'done']);
  expect(ended).toContainEqual(['write-file', 'dvc push', 'done']);
  expect(ended).toContainEqual(['append-history', expect.any(String), 'done']);
  expect(ended).toContainEqual(['set-pointer', 'models/hf/stable/qwen.dvc', 'not-started']);
  expect(readCommittedDigest(folder, 'remote.git')).toBe(digestOf(1));
  rmSync(lock);
  await runDoctor(environmentOf(asLost(openDvc(folder, root))));
  expect(readStableDigest(root)).toBe(digestOf(1));
  expect(runGit(folder, root, 'status', '--porcelain')).toBe('');
});

test('who stops while a move is pushed gets the whole of it, and a tree that has nothing to commit', async () => {
  const { folder, root } = await makeWorld();
  const stop = new AbortController();
  const stopped = onPush(async run => {
    const end = await runProgram(run);
    stop.abort();
    return end;
  });
  const session = openDvc(folder, root, { runProgram: stopped });
  const plan = confirmPlan(await planPromote(session, 'qwen', 'run-001', 'stable'));
  const receipt = plan && (await applyPlan(plan, { ...environmentOf(session), stop: stop.signal }));
  expect(receipt?.steps.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done']);
  expect(readStableDigest(root)).toBe(digestOf(1));
  expect(runGit(folder, root, 'status', '--porcelain')).toBe('');
});
