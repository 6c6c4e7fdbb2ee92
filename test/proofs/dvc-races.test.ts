import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadModel } from '../../src/core/session/load-model.ts';
import {
  cloneRepository,
  digestOf,
  makeDvcRepository,
  placeFakeDvc,
  readCommittedDigest,
  readStableDigest,
  runGit,
  writeBelow,
} from '../support/dvc-repository.ts';
import { openDvc } from '../support/dvc-rig.ts';
import { apply, findLive, planPromote, promote } from '../support/registry-rig.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

function makeTwoClones(): { readonly folder: string; readonly one: string; readonly other: string } {
  const folder = createTemporaryFolder();
  const one = makeDvcRepository(folder);
  placeFakeDvc(folder);
  return { folder, one, other: cloneRepository(folder, 'other') };
}

test('of two clones that move a family at the same time one is told who was first, and changes nothing', async () => {
  const { folder, one, other } = makeTwoClones();
  const anna = openDvc(folder, one, { actor: 'anna@example.com' });
  const ben = openDvc(folder, other, { actor: 'ben@example.com' });
  await promote(anna, 'qwen', 'run-002', 'stable');
  await ben.registry.writer.catchUp();
  await promote(ben, 'qwen', 'run-001', 'stable');
  await anna.registry.writer.catchUp();
  const plans = [
    await planPromote(anna, 'qwen', 'run-002', 'stable'),
    await planPromote(ben, 'qwen', 'run-002', 'stable'),
  ] as const;
  const receipts = await Promise.all([apply(anna, plans[0]), apply(ben, plans[1])]);
  expect(receipts.map(({ outcome }) => outcome).sort()).toEqual(['applied', 'refused']);
  const refused = receipts.find(({ outcome }) => outcome === 'refused');
  const winner = receipts.find(({ outcome }) => outcome === 'applied');
  expect(refused?.problem).toMatchObject({ code: 'moved-meanwhile' });
  expect(refused?.problem?.message).toContain(winner?.actor);
  expect(readCommittedDigest(folder, 'remote.git')).toBe(digestOf(2));
  for (const session of [anna, ben]) {
    await session.registry.writer.catchUp();
    const { status } = await loadModel(session, 'qwen');
    expect(status.chain.verdict).toBe('intact');
    expect(status.index.entries.length).toBe(4);
    expect(await findLive(session, 'qwen', 'stable')).toBe('run-002');
  }
  for (const root of [one, other]) {
    expect(readStableDigest(root)).toBe(digestOf(2));
    expect(runGit(folder, root, 'status', '--porcelain')).toBe('');
  }
  const count = runGit(folder, join(folder, 'remote.git'), 'rev-list', '--count', 'main');
  expect(Number(count)).toBe(1 + 4);
});

test('two families that are moved from two clones at the same time both move', async () => {
  const { folder, one, other } = makeTwoClones();
  const anna = openDvc(folder, one);
  const ben = openDvc(folder, other);
  const plans = [
    await planPromote(anna, 'qwen', 'run-002', 'stable'),
    await planPromote(ben, 'mistral', 'run-001', 'candidate'),
  ] as const;
  const receipts = await Promise.all([apply(anna, plans[0]), apply(ben, plans[1])]);
  expect(receipts.map(({ outcome, problem }) => [outcome, problem])).toEqual([
    ['applied', undefined],
    ['applied', undefined],
  ]);
  await anna.registry.writer.catchUp();
  await ben.registry.writer.catchUp();
  expect(await findLive(anna, 'mistral', 'candidate')).toBe('run-001');
  expect(await findLive(ben, 'qwen', 'stable')).toBe('run-002');
});

test('a clone that cannot follow because of changes of its user is told who was first', async () => {
  const { folder, one, other } = makeTwoClones();
  const ben = openDvc(folder, other, { actor: 'ben@example.com' });
  await promote(openDvc(folder, one), 'qwen', 'run-002', 'stable');
  const plan = await planPromote(ben, 'qwen', 'run-002', 'stable');
  writeBelow(other, 'models/hf/stable/qwen.dvc', '# in the middle of something\n');
  const receipt = await apply(ben, plan);
  expect(receipt.outcome).toBe('refused');
  expect(receipt.problem).toMatchObject({
    code: 'branch-behind',
    message: expect.stringMatching(
      /^anna@example\.com was first with promote of stable run-001 to run-002 at /,
    ),
  });
  expect(runGit(folder, other, 'status', '--porcelain')).toBe(' M models/hf/stable/qwen.dvc');
});
