import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Receipt } from '../../../../src/core/plan/receipt.ts';
import { prepareChange } from '../../../../src/core/session/prepare-change.ts';
import type { Session } from '../../../../src/core/session/session.ts';
import { sampleRegistration } from '../../../contracts/registry.ts';
import {
  cloneRepository,
  digestOf,
  formatSampleLock,
  makeDvcRepository,
  placeFakeDvc,
  readCommittedDigest,
  readDvcCalls,
  readStableDigest,
  runGit,
  writeBelow,
} from '../../../support/dvc-repository.ts';
import { openDvc } from '../../../support/dvc-rig.ts';
import { apply, findLive, promote, rollBack } from '../../../support/registry-rig.ts';
import { sha256OfText } from '../../../support/sample-entries.ts';
import { createTemporaryFolder } from '../../../support/temporary-folder.ts';

test('a promotion is one pushed commit with the pointer, the copy of the one before and its entry', async () => {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  placeFakeDvc(folder);
  const receipt = await promote(openDvc(folder, root), 'qwen', 'run-002', 'stable');
  expect(receipt.problem).toBeUndefined();
  expect(receipt.outcome).toBe('applied');
  expect(receipt.notices).toEqual([
    'The files of the model are not changed yet: dvc checkout models/hf/stable/qwen.dvc brings them, or dvc pull models/hf/stable/qwen.dvc where they are not on this machine.',
  ]);
  expect(receipt.steps.map(({ step, state }) => [step.target, state])).toEqual([
    ['history of qwen, generation 1', 'done'],
    ['history of qwen, generation 2', 'done'],
    ['models/hf/stable/qwen.dvc', 'done'],
    ['dvc push', 'done'],
    ['git push to origin/main', 'done'],
  ]);
  expect(runGit(folder, root, 'status', '--porcelain')).toBe('');
  expect(readStableDigest(root)).toBe(digestOf(2));
  expect(readCommittedDigest(folder, 'remote.git')).toBe(digestOf(2));
  expect(runGit(folder, root, 'rev-parse', 'HEAD')).toBe(runGit(folder, root, 'rev-parse', 'origin/main'));
  expect(runGit(folder, root, 'log', '-1', '--format=%s')).toBe('chore(stable): set run-002 for qwen');
  expect(runGit(folder, root, 'log', '-1', '--format=%b')).toMatch(
    /^Lastgood-Operation: .+\nLastgood-Actor: anna@example.com\nLastgood-Reason: test$/,
  );
  const archive = readdirSync(join(root, 'models/hf/stable/archive/qwen'));
  expect(archive).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-run-001\.dvc\.archived$/)]);
  expect(readFileSync(join(root, 'models/hf/stable/qwen.dvc'), 'utf8')).toMatch(/^# kept by hand\n/);
  expect(readDvcCalls(folder)).toEqual([
    expect.stringMatching(/^push \.lastgood\/tmp\/.+\.dvc$/),
    expect.stringMatching(/^status -c --json \.lastgood\/tmp\/.+\.dvc$/),
  ]);
  expect(readdirSync(join(root, '.lastgood/tmp')).sort()).toEqual(['.gitignore', 'evidence']);
  expect(existsSync(join(root, '.lastgood/history/qwen/00000002.json'))).toBe(true);
});

test('a rollback puts the earlier model back', async () => {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  placeFakeDvc(folder);
  const session = openDvc(folder, root);
  await promote(session, 'qwen', 'run-002', 'stable');
  const receipt = await rollBack(session, 'qwen', 'run-001', 'stable');
  expect(receipt.problem).toBeUndefined();
  expect(receipt.outcome).toBe('applied');
  expect(readStableDigest(root)).toBe(digestOf(1));
  expect(readCommittedDigest(folder, 'remote.git')).toBe(digestOf(1));
  expect(runGit(folder, root, 'status', '--porcelain')).toBe('');
});

async function makeWorld(): Promise<{
  readonly folder: string;
  readonly root: string;
  readonly session: Session;
}> {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  placeFakeDvc(folder);
  return { folder, root, session: openDvc(folder, root) };
}

test('a run in wip becomes the candidate: a pointer of its own, and what is stable stays', async () => {
  const { folder, root, session } = await makeWorld();
  const receipt = await promote(session, 'qwen', 'run-003', 'candidate');
  expect(receipt.problem).toBeUndefined();
  expect(readFileSync(join(root, 'models/hf/candidates/qwen/run-003.dvc'), 'utf8')).toContain(digestOf(3));
  expect(readFileSync(join(root, 'models/hf/candidates/qwen/.gitignore'), 'utf8')).toBe('/run-003\n');
  expect(readStableDigest(root)).toBe(digestOf(1));
  expect(await findLive(session, 'qwen', 'candidate')).toBe('run-003');
  expect(runGit(folder, root, 'log', '-1', '--format=%s')).toBe('chore(candidate): set run-003 for qwen');
  expect(receipt.notices).toEqual([
    expect.stringContaining('dvc checkout models/hf/candidates/qwen/run-003.dvc brings them'),
  ]);
  expect(runGit(folder, root, 'status', '--porcelain')).toBe('');
});

test('families move independently', async () => {
  const { folder, root, session } = await makeWorld();
  const merged = { 'qwen/run-001': 1, 'qwen/run-002': 2, 'mistral/run-001': 8 };
  writeBelow(root, 'dvc.lock', formatSampleLock(merged));
  runGit(folder, root, 'commit', '-q', '-am', 'merged');
  runGit(folder, root, 'push', '-q');
  expect((await promote(session, 'mistral', 'run-001', 'stable')).problem).toBeUndefined();
  await promote(session, 'qwen', 'run-002', 'stable');
  expect(readStableDigest(root, 'mistral')).toBe(digestOf(8));
  expect(readCommittedDigest(folder, 'remote.git', 'mistral')).toBe(digestOf(8));
  expect(readStableDigest(root, 'qwen')).toBe(digestOf(2));
  expect(readFileSync(join(root, 'models/hf/stable/.gitignore'), 'utf8')).toBe('/qwen\n/mistral\n');
});

test('a rollback brings back what was served then, whatever the pipeline made under the same name since', async () => {
  const { folder, root, session } = await makeWorld();
  await promote(session, 'qwen', 'run-002', 'stable');
  writeBelow(root, 'dvc.lock', formatSampleLock({ 'qwen/run-001': 'e', 'qwen/run-002': 2 }));
  runGit(folder, root, 'commit', '-q', '-am', 'trained again');
  runGit(folder, root, 'push', '-q');
  await rollBack(session, 'qwen', 'run-001', 'stable');
  expect(readStableDigest(root)).toBe(digestOf(1));
});

describe('a pointer that somebody put back by hand, as the document has it', () => {
  async function putBack(): Promise<{
    readonly folder: string;
    readonly root: string;
    readonly session: Session;
  }> {
    const world = await makeWorld();
    await promote(world.session, 'qwen', 'run-002', 'stable');
    const archive = join(world.root, 'models/hf/stable/archive/qwen');
    const [name = ''] = readdirSync(archive);
    copyFileSync(join(archive, name), join(world.root, 'models/hf/stable/qwen.dvc'));
    return world;
  }

  test('is news until somebody decides: nothing takes it back', async () => {
    const { root, session } = await putBack();
    await session.registry.writer.catchUp();
    await promote(session, 'mistral', 'run-001', 'candidate');
    expect(readStableDigest(root)).toBe(digestOf(1));
  });

  test('is committed and pushed as it stands once it is adopted', async () => {
    const { folder, root, session } = await putBack();
    const text = readFileSync(join(root, 'models/hf/stable/qwen.dvc'), 'utf8');
    const receipt = await decide(session, 'adopt');
    expect(receipt.problem).toBeUndefined();
    expect(readFileSync(join(root, 'models/hf/stable/qwen.dvc'), 'utf8')).toBe(text);
    expect(readCommittedDigest(folder, 'remote.git')).toBe(digestOf(1));
    expect(runGit(folder, root, 'status', '--porcelain')).toBe('');
    expect(await findLive(session, 'qwen', 'stable')).toBe('run-001');
  });

  test('is put back as recorded once that is decided, and both stay on record', async () => {
    const { folder, root, session } = await putBack();
    const receipt = await decide(session, 'revert');
    expect(receipt.problem).toBeUndefined();
    expect(readStableDigest(root)).toBe(digestOf(2));
    expect(readCommittedDigest(folder, 'remote.git')).toBe(digestOf(2));
    expect(runGit(folder, root, 'status', '--porcelain')).toBe('');
  });
});

async function decide(session: Session, resolve: 'adopt' | 'revert'): Promise<Receipt> {
  return await apply(
    session,
    await prepareChange(session, { change: 'drift', model: 'qwen', resolve, reason: 'why' }),
  );
}

test('what is kept for an entry is in its commit, and a clone has it', async () => {
  const { folder, session } = await makeWorld();
  const text = '{"kept": true}';
  const sha256 = sha256OfText(text);
  await session.registry.writer.initialise();
  await session.registry.writer.keepFile({ name: 'gate.json', sha256, from: 'text', text });
  await promote(session, 'qwen', 'run-002', 'stable');
  const clone = cloneRepository(folder, 'clone');
  expect(readFileSync(join(clone, '.lastgood/evidence', sha256), 'utf8')).toBe(text);
});

test('taking the alias away removes the pointer and keeps a copy', async () => {
  const { folder, root, session } = await makeWorld();
  await promote(session, 'qwen', 'run-002', 'stable');
  const plan = await prepareChange(session, {
    change: 'unset',
    model: 'qwen',
    alias: 'stable',
    reason: 'retired',
  });
  const receipt = await apply(session, plan);
  expect(receipt.problem).toBeUndefined();
  expect(readStableDigest(root)).toBeUndefined();
  expect(readdirSync(join(root, 'models/hf/stable/archive/qwen')).length).toBe(2);
  expect(runGit(folder, root, 'status', '--porcelain')).toBe('');
});

test('a run is not registered here, and what to do instead is said', async () => {
  const { session } = await makeWorld();
  await expect(session.registry.writer.addVersion(sampleRegistration(), 'operation')).rejects.toMatchObject({
    code: 'capability-missing',
    hint: expect.stringContaining('dvc add models/hf/wip/'),
  });
});
