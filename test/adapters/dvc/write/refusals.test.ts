import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applyPlan } from '../../../../src/core/apply/apply-plan.ts';
import { confirmPlan } from '../../../../src/core/plan/plan.ts';
import {
  digestOf,
  type FakeDvcAnswers,
  formatSamplePointer,
  makeDvcRepository,
  placeFakeDvc,
  readDvcCalls,
  readStableDigest,
  runGit,
  writeBelow,
} from '../../../support/dvc-repository.ts';
import { type OpenDvcOptions, openDvc } from '../../../support/dvc-rig.ts';
import { environmentOf, findLive, planPromote, promote } from '../../../support/registry-rig.ts';
import { takeSnapshot } from '../../../support/snapshot.ts';
import { createTemporaryFolder } from '../../../support/temporary-folder.ts';

function makeWorld(answers?: FakeDvcAnswers): { readonly folder: string; readonly root: string } {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  placeFakeDvc(folder, answers);
  return { folder, root };
}

/** Everything a user has that a refused move must leave as it was: files, index, branches. */
function lookAtAll(folder: string, root: string): unknown {
  const files = takeSnapshot(root);
  const visible = Object.entries(files).filter(([path]) => !/^\.(?:git|lastgood)(?:\/|$)/.test(path));
  return {
    visible,
    status: runGit(folder, root, 'status', '--porcelain'),
    refs: runGit(folder, root, 'for-each-ref'),
    remote: runGit(folder, join(folder, 'remote.git'), 'for-each-ref'),
  };
}

function placeHook(path: string, words: string): void {
  writeFileSync(path, `#!/bin/sh\necho '${words}' >&2\nexit 1\n`);
  chmodSync(path, 0o755);
}

type Obstacle = {
  readonly put: (folder: string, root: string) => void;
  readonly code: string;
  readonly words: RegExp;
  readonly hint?: RegExp;
  readonly answers?: FakeDvcAnswers;
  readonly options?: OpenDvcOptions;
};

const pointer = 'models/hf/stable/qwen.dvc';

/** What is seen before anything is confirmed. */
const blocked: Readonly<Record<string, Obstacle>> = {
  'a detached head': {
    put: (folder, root) => runGit(folder, root, 'checkout', '-q', '--detach'),
    code: 'branch-not-ready',
    words: /HEAD is detached/,
  },
  'a merge in progress': {
    put: (folder, root) => {
      runGit(folder, root, 'switch', '-q', '-c', 'side');
      writeBelow(root, 'notes.txt', 'side\n');
      runGit(folder, root, 'commit', '-q', '-am', 'side');
      runGit(folder, root, 'switch', '-q', 'main');
      runGit(folder, root, 'merge', '-q', '--no-commit', '--no-ff', 'side');
    },
    code: 'branch-not-ready',
    words: /A merge is in progress/,
  },
  'a lock of the index': {
    put: (_, root) => writeFileSync(join(root, '.git/index.lock'), ''),
    code: 'git-busy',
    words: /index\.lock/,
  },
  'commits of the user that are not pushed': {
    put: (folder, root) => {
      writeBelow(root, 'notes.txt', 'mine\n');
      runGit(folder, root, 'commit', '-q', '-am', 'mine');
    },
    code: 'plan-blocked',
    words: /main has 1 commit of yours that origin\/main has not/,
  },
  'a branch that follows no remote': {
    put: (folder, root) => runGit(folder, root, 'switch', '-q', '-c', 'own'),
    code: 'plan-blocked',
    words: /own follows no branch of a remote/,
  },
  'no git on the PATH': {
    put: folder => mkdirSync(join(folder, 'nothing')),
    code: 'tool-missing',
    words: /git could not be started/,
    options: { variables: { PATH: '/nonexistent' } },
  },
  'no repository': {
    put: (_, root) => rmSync(join(root, '.git'), { recursive: true }),
    code: 'not-a-working-tree',
    words: /not a git repository/,
  },
};

describe.each(Object.entries(blocked))('with %s', (_, obstacle) => {
  test('everything can be read, and a move is blocked and says why', async () => {
    const { folder, root } = makeWorld();
    obstacle.put(folder, root);
    const session = openDvc(folder, root, obstacle.options);
    expect(await findLive(session, 'qwen', 'stable')).toBe('run-001');
    const { blockers } = await planPromote(session, 'qwen', 'run-002', 'stable');
    expect(blockers.map(({ code, message }) => [code, message])).toEqual([
      [obstacle.code, expect.stringMatching(obstacle.words)],
    ]);
  });
});

/** What is found out only when it is done. */
const refused: Readonly<Record<string, Obstacle>> = {
  'nobody to commit as': {
    put: (folder, root) => {
      runGit(folder, root, 'config', '--unset', 'user.email');
      runGit(folder, root, 'config', 'user.useConfigOnly', 'true');
    },
    code: 'git-identity-missing',
    words: /Cannot make the commit/,
  },
  'a rule of the remote that refuses': {
    put: folder => placeHook(join(folder, 'remote.git/hooks/pre-receive'), 'main is protected'),
    code: 'push-refused',
    words: /main is protected.*\/ \[remote rejected\] \(pre-receive hook declined\)$/,
  },
  'a pre-push hook that refuses': {
    put: (_, root) => placeHook(join(root, '.git/hooks/pre-push'), 'not on a Friday'),
    code: 'push-refused',
    words: /not on a Friday/,
    hint: /hook pre-push of this repository/,
  },
  'a remote that is not there': {
    put: folder => renameSync(join(folder, 'remote.git'), join(folder, 'away.git')),
    code: 'network-failed',
    words: /Cannot ask for origin\/main/,
  },
  'a dvc that fails': {
    put: () => undefined,
    answers: { exitCode: 1, words: 'ERROR: no remote specified' },
    code: 'dvc-failed',
    words: /dvc ended with 1\. It says: ERROR: no remote specified/,
  },
  'files of the model that are nowhere': {
    put: () => undefined,
    answers: { words: 'WARNING: Missing cache files: md5: 22' },
    code: 'model-files-missing',
    words: /nobody could pull it/,
  },
  'files that the remote of DVC has not': {
    put: () => undefined,
    answers: { status: '{"models/hf/stable/qwen": "new"}' },
    code: 'model-files-missing',
    words: /nobody could pull it/,
  },
};

describe.each(Object.entries(refused))('with %s', (_, obstacle) => {
  test('a move is refused with nothing changed', async () => {
    const { folder, root } = makeWorld(obstacle.answers);
    // What was found is on record, so that the move itself is what is refused.
    const quiet = openDvc(folder, root, { push: 'git' });
    await promote(quiet, 'qwen', 'run-002', 'stable');
    obstacle.put(folder, root);
    const away = 'away.git';
    const before = obstacle.code === 'network-failed' ? undefined : lookAtAll(folder, root);
    const receipt = await promote(openDvc(folder, root, obstacle.options), 'qwen', 'run-001', 'stable');
    expect(receipt.problem).toEqual({
      code: obstacle.code,
      message: expect.stringMatching(obstacle.words),
      hint: expect.stringMatching(obstacle.hint ?? /./),
    });
    expect(receipt.outcome).toBe('refused');
    expect(readStableDigest(root)).toBe(digestOf(2));
    expect(runGit(folder, root, 'for-each-ref', 'refs/lastgood')).toBe('');
    if (before === undefined)
      expect(runGit(folder, join(folder, away), 'log', '--format=%s', '-1')).toMatch(/run-002/);
    else expect(lookAtAll(folder, root)).toEqual(before);
  });
});

const changedPointers: Readonly<Record<string, (folder: string, root: string) => void>> = {
  staged: (folder, root) => {
    writeBelow(root, pointer, `# my own words\n${formatSamplePointer(2, 'qwen')}`);
    runGit(folder, root, 'add', pointer);
  },
  unstaged: (_, root) => writeBelow(root, pointer, `# my own words\n${formatSamplePointer(2, 'qwen')}`),
};

describe.each(Object.entries(changedPointers))('with a change of the pointer that is %s', (change, put) => {
  test('the plan says so before it is confirmed, and another family moves', async () => {
    const { folder, root } = makeWorld();
    const session = openDvc(folder, root);
    await promote(session, 'qwen', 'run-002', 'stable');
    put(folder, root);
    const { blockers } = await planPromote(session, 'qwen', 'run-001', 'stable');
    expect(blockers.map(({ code, message }) => [code, message])).toEqual([
      ['working-tree-changed', expect.stringContaining(`${pointer} has changes of yours`)],
    ]);
    expect(blockers[0]?.message).toContain(`(${change})`);
    const other = await promote(session, 'mistral', 'run-001', 'candidate');
    expect(other.outcome).toBe('applied');
  });
});

test('a change of the pointer that comes behind the plan is refused with nothing changed', async () => {
  const { folder, root } = makeWorld();
  const session = openDvc(folder, root);
  await promote(session, 'qwen', 'run-002', 'stable');
  const plan = confirmPlan(await planPromote(session, 'qwen', 'run-001', 'stable'));
  writeBelow(root, pointer, `# my own words\n${formatSamplePointer(2, 'qwen')}`);
  const before = lookAtAll(folder, root);
  const receipt = plan && (await applyPlan(plan, environmentOf(session)));
  expect(receipt).toMatchObject({ outcome: 'refused', problem: { code: 'working-tree-changed' } });
  expect(lookAtAll(folder, root)).toEqual(before);
});

test('other changes of the user, staged and not, stay as they are and are not committed', async () => {
  const { folder, root } = makeWorld();
  writeBelow(root, 'notes.txt', 'two\n');
  runGit(folder, root, 'add', 'notes.txt');
  writeBelow(root, 'notes.txt', 'three\n');
  writeBelow(root, 'params.yaml', 'family: qwen\nrun_name: run-009\n');
  writeBelow(root, 'new.txt', 'new\n');
  const before = runGit(folder, root, 'status', '--porcelain');
  const receipt = await promote(openDvc(folder, root), 'qwen', 'run-002', 'stable');
  expect(receipt.outcome).toBe('applied');
  expect(runGit(folder, root, 'status', '--porcelain')).toBe(before);
  const changed = runGit(folder, root, 'diff', '--name-only', 'HEAD~2', 'HEAD').split('\n');
  expect(
    changed.filter(path => !path.startsWith('.lastgood/') && !path.startsWith('models/hf/stable/')),
  ).toEqual([]);
});

test('without dvc on the PATH the plan says what will not be done, and the rest is done', async () => {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  const session = openDvc(folder, root, { variables: { PATH: '/usr/bin:/bin' } });
  const plan = await planPromote(session, 'qwen', 'run-002', 'stable');
  const step = plan.steps.find(({ target }) => target === 'dvc push');
  expect(step?.value).toMatch(/^not done: there is no dvc on the PATH/);
  const receipt = await promote(session, 'qwen', 'run-002', 'stable');
  expect(receipt.outcome).toBe('applied');
  expect(readStableDigest(root)).toBe(digestOf(2));
});

test('with pushing switched off the commit stays on this machine, and the plan says so', async () => {
  const { folder, root } = makeWorld();
  const session = openDvc(folder, root, { push: 'none' });
  const plan = await planPromote(session, 'qwen', 'run-002', 'stable');
  expect(
    plan.steps.flatMap(({ kind, target, value }) => (kind === 'write-file' ? [[target, value]] : [])),
  ).toEqual([
    ['dvc push', expect.stringMatching(/^not done: it is switched off/)],
    ['git push', expect.stringMatching(/^not done: it is switched off/)],
  ]);
  const receipt = await promote(session, 'qwen', 'run-002', 'stable');
  expect(receipt.outcome).toBe('applied');
  expect(readStableDigest(root)).toBe(digestOf(2));
  expect(runGit(folder, root, 'rev-list', '--count', 'origin/main..main')).toBe('2');
  expect(readDvcCalls(folder)).toEqual([]);
});
