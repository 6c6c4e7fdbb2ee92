import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { prepareDeployment } from '../../../../src/core/session/prepare-deployment.ts';
import {
  digestOf,
  formatSampleLock,
  makeDvcRepository,
  placeFakeDvc,
  readStableDigest,
  runGit,
  writeBelow,
} from '../../../support/dvc-repository.ts';
import { openDvc } from '../../../support/dvc-rig.ts';
import { planPromote, promote } from '../../../support/registry-rig.ts';
import { createTemporaryFolder } from '../../../support/temporary-folder.ts';

async function makeWorld() {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  placeFakeDvc(folder);
  const publish = (message: string): void => {
    runGit(folder, root, 'add', '-A');
    runGit(folder, root, 'commit', '-q', '-m', message);
    runGit(folder, root, 'push', '-q');
  };
  return { folder, root, publish, session: openDvc(folder, root) };
}

const pipeline = `stages:
  merge:
    cmd: merge
    outs:
    - models/hf/candidates/\${family}/\${run_name}_merged
`;

test('a run in wip is not planned to become stable, and what to do first is said', async () => {
  const { session } = await makeWorld();
  const { blockers } = await planPromote(session, 'qwen', 'run-003', 'stable');
  expect(blockers).toMatchObject([
    {
      code: 'plan-blocked',
      message: "qwen run-003 is still in training's folder wip.",
      hint: 'Make it a candidate first, with lastgood promote qwen run-003 --to candidate.',
    },
  ]);
  expect((await planPromote(session, 'qwen', 'run-003', 'candidate')).blockers).toEqual([]);
});

test('a candidate that the pipeline has made nothing of is not planned to become stable', async () => {
  const { session } = await makeWorld();
  await promote(session, 'qwen', 'run-003', 'candidate');
  const { blockers } = await planPromote(session, 'qwen', 'run-003', 'stable');
  expect(blockers).toMatchObject([
    {
      code: 'plan-blocked',
      message: 'qwen run-003 has nothing of the pipeline in dvc.lock: there is only what was trained.',
      hint: expect.stringContaining('run dvc repro'),
    },
  ]);
});

test.each([
  ['describes that', pipeline, 1],
  ['cannot be read', 'stages:\n<<<<<<< HEAD\n', 1],
  ['describes something else', 'stages:\n  train:\n    cmd: train\n    outs: [models/gguf/x]\n', 0],
])('without dvc.lock, where dvc.yaml %s', async (_, text, blocked) => {
  const { root, publish, session } = await makeWorld();
  rmSync(join(root, 'dvc.lock'));
  writeBelow(root, 'dvc.yaml', text);
  publish('nothing made yet');
  await promote(session, 'mistral', 'run-001', 'candidate');
  const { blockers } = await planPromote(session, 'mistral', 'run-001', 'stable');
  expect(blockers.length).toBe(blocked);
});

test('what was stable can be stable again after the pipeline has run for another', async () => {
  const { root, publish, session } = await makeWorld();
  await promote(session, 'qwen', 'run-002', 'stable');
  writeBelow(root, 'dvc.lock', formatSampleLock({ 'qwen/run-003': 4 }));
  publish('run-003');
  expect((await promote(session, 'qwen', 'run-001', 'stable')).problem).toBeUndefined();
  expect(readStableDigest(root)).toBe(digestOf(1));
});

test('the pipeline that runs for the next run moves no candidate', async () => {
  const { root, publish, session } = await makeWorld();
  await promote(session, 'qwen', 'run-002', 'candidate');
  await promote(session, 'qwen', 'run-002', 'stable');
  for (const run of ['run-003', 'run-004']) {
    writeBelow(root, 'params.yaml', `family: qwen\nrun_name: ${run}\n`);
    writeBelow(root, 'dvc.lock', formatSampleLock({ [`qwen/${run}`]: 4 }));
    publish(run);
    const plan = await planPromote(session, 'qwen', run, 'stable');
    expect(plan.drafts.map(({ action }) => action)).toEqual(['promote']);
    expect(plan.warnings.join(' ')).not.toContain('outside');
  }
});

test('a deployment that would register is blocked before anything is begun', async () => {
  const { root, session } = await makeWorld();
  const weights = join(root, 'new.gguf');
  writeBelow(root, 'new.gguf', 'GGUF');
  const { blockers } = await prepareDeployment(session, {
    model: 'qwen',
    alias: 'stable',
    subject: {
      at: 'new',
      registration: {
        ...{ model: 'qwen', version: undefined, parent: undefined, notes: undefined, tags: [] },
        ...{ weights: { at: 'local', path: weights }, evidence: [], configuration: null },
      },
    },
    reason: '',
    gate: 'as-bound',
  });
  expect(blockers).toEqual([
    {
      code: 'capability-missing',
      message: 'Runs are made by training, not registered.',
      hint: 'Train it, give its folder to DVC with dvc add models/hf/wip/qwen/RUN, then promote it.',
    },
  ]);
});
