import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dvcAliases } from '../../../src/adapters/dvc/dvc-places.ts';
import type { Move } from '../../../src/core/history/entry.ts';
import type { ModelIndex } from '../../../src/core/registry/registry-index.ts';
import {
  createDvcTree,
  folderMd5,
  formatDvcFile,
  formatMergeLock,
  formatNotedFile,
  openDvcTree,
  writeFiles,
} from '../../support/dvc/dvc-tree.ts';
import { openFileHistory } from '../../support/file-history.ts';
import { sampleEntry } from '../../support/sample-entries.ts';

const wip = 'models/hf/wip/qwen';
const candidates = 'models/hf/candidates/qwen';
const stable = 'models/hf/stable/qwen.dvc';
const archive = 'models/hf/stable/archive/qwen';

const pointer = (text: string, path: string): string =>
  formatDvcFile({ md5: folderMd5(text), size: 10, nfiles: 1, hash: 'md5', path });

async function load(root: string, family = 'qwen'): Promise<ModelIndex> {
  const index = await openDvcTree(root).reader.loadIndex();
  const found = index.models.find(({ model }) => model === family);
  if (found === undefined) throw new Error(`no ${family} in ${index.models.map(({ model }) => model)}`);
  return found;
}

/** A history of one move. */
async function record(root: string, move: Move): Promise<void> {
  await openFileHistory(root).appendEntry(sampleEntry(1, { model: 'qwen', moves: [move] }));
}

const versionsOf = ({ versions }: ModelIndex): readonly string[] => versions.map(({ version }) => version);

const readingOf = ({ pointers }: ModelIndex, alias: keyof typeof dvcAliases) =>
  pointers.find(each => each.alias === dvcAliases[alias])?.reading;

test('runs are versions in one order, and a name with a time before it is the same run', async () => {
  const root = createDvcTree({
    [`${wip}/run-10.dvc`]: pointer('ten', 'run-10'),
    [`${wip}/run-9.dvc`]: pointer('nine', 'run-9'),
    [`${wip}/2025-07-30T16-23-run-9.dvc`]: pointer('again', '2025-07-30T16-23-run-9'),
    [`${wip}/2025-07-31T08-00-run-11.dvc`]: pointer('eleven', '2025-07-31T08-00-run-11'),
  });
  expect(versionsOf(await load(root))).toEqual(['run-9', 'run-10', 'run-11']);
});

test('the stable pointer names the run that has its digest, merged or not', async () => {
  const root = createDvcTree({
    [`${wip}/run-1.dvc`]: pointer('one', 'run-1'),
    'dvc.lock': formatMergeLock('qwen', 'run-2', folderMd5('two merged')),
    [stable]: pointer('two merged', 'qwen'),
  });
  expect(readingOf(await load(root), 'stable')).toEqual({ state: 'names', version: 'run-2' });
  writeFiles(root, { [stable]: pointer('one', 'qwen') });
  expect(readingOf(await load(root), 'stable')).toEqual({ state: 'names', version: 'run-1' });
});

test('a stable pointer with a digest that no run has is a version of its own, called after it', async () => {
  const md5 = 'caf98619db8840b79b75d9c5fc10ffe7.dir';
  const root = createDvcTree({ [stable]: formatDvcFile({ md5, hash: 'md5', path: 'qwen' }) });
  const index = await load(root);
  expect(readingOf(index, 'stable')).toEqual({ state: 'names', version: 'md5-caf98619' });
  expect(index.versions).toEqual([{ version: 'md5-caf98619', whole: 'complete' }]);
});

test('a note says the run of a digest that the pipeline has moved on from, and nothing of another digest', async () => {
  const noted = formatNotedFile({ md5: folderMd5('one merged'), hash: 'md5', path: 'qwen' }, 'run-1');
  const root = createDvcTree({
    'dvc.lock': formatMergeLock('qwen', 'run-2', folderMd5('two merged')),
    [stable]: noted,
  });
  expect(readingOf(await load(root), 'stable')).toEqual({ state: 'names', version: 'run-1' });
  writeFiles(root, { [stable]: noted.replace(folderMd5('one merged'), folderMd5('other')) });
  const changed = await load(root);
  expect(readingOf(changed, 'stable')).toMatchObject({ version: expect.stringMatching(/^md5-[0-9a-f]{8}$/) });
});

test('an archived pointer says the run of its digest by its name, and by its digest where it has none', async () => {
  const root = createDvcTree({
    [`${wip}/run-1.dvc`]: pointer('one', 'run-1'),
    [`${archive}/2025-07-30T16-23-00-run-0.dvc.archived`]: pointer('zero', 'qwen'),
    [`${archive}/2025-07-31T16-23.dvc`]: pointer('one', 'qwen'),
    [`${archive}/2025-08-01T16-23.dvc`]: formatDvcFile({ md5: 'f'.repeat(32), path: 'qwen' }),
    [stable]: pointer('zero', 'qwen'),
  });
  const index = await load(root);
  expect(versionsOf(index)).toEqual(['md5-ffffffff', 'run-0', 'run-1']);
  expect(readingOf(index, 'stable')).toEqual({ state: 'names', version: 'run-0' });
});

test('families move independently, and one that cannot be read hides no other', async () => {
  const root = createDvcTree({
    [stable]: 'outs:\n- md5: caf98',
    [`${wip}/run-1.dvc`]: '',
    'models/hf/stable/mistral.dvc': pointer('mistral', 'mistral'),
    'models/hf/wip/mistral/run-7.dvc': pointer('mistral', 'run-7'),
  });
  const qwen = await load(root);
  expect(readingOf(qwen, 'stable')).toEqual({
    ...{ state: 'unusable', blocking: true },
    problem: 'an output in it has no path',
  });
  expect(qwen.versions).toEqual([{ version: 'run-1', whole: 'incomplete' }]);
  expect(readingOf(await load(root, 'mistral'), 'stable')).toEqual({ state: 'names', version: 'run-7' });
});

test('a torn dvc.lock and params.yaml are named, and the pointers are read all the same', async () => {
  const root = createDvcTree({
    'dvc.lock': "schema: '2.0'\nstages:\n<<<<<<< HEAD\n  merge:\n",
    'params.yaml': 'family: [qwen\n',
    [`${wip}/run-1.dvc`]: pointer('one', 'run-1'),
  });
  const { models, strangers } = await openDvcTree(root).reader.loadIndex();
  expect(models.map(({ model }) => model)).toEqual(['qwen']);
  expect(strangers).toEqual([
    { name: 'dvc.lock', why: 'cannot be read: in the middle of a merge that was not finished' },
    { name: 'params.yaml', why: expect.stringContaining('cannot be read: no YAML: line') },
  ]);
});

test('a pointer outside of a family, a name that is no path and a link are told, not followed', async () => {
  const root = createDvcTree({
    'models/hf/wip/run-001.dvc': pointer('one', 'run-001'),
    'models/hf/stable/archive/2025-07-31T16-23.dvc': pointer('one', 'qwen'),
    'models/hf/wip/-qwen/run-1.dvc': pointer('one', 'run-1'),
  });
  mkdirSync(join(root, wip), { recursive: true });
  symlinkSync(join(root, 'models/hf/wip/run-001.dvc'), join(root, wip, 'run-2.dvc'));
  const { models, strangers } = await openDvcTree(root).reader.loadIndex();
  expect(strangers.map(({ name, why }) => `${name} ${why}`)).toEqual([
    'models/hf/wip/-qwen its name begins with a dash and would be read as an option',
    'models/hf/wip/run-001.dvc it stands in no folder of a family',
    'models/hf/stable/archive/2025-07-31T16-23.dvc it stands in no folder of a family',
  ]);
  const [version] = await openDvcTree(root).reader.loadVersions('qwen', ['run-2'], 'listing');
  expect(models.map(({ model }) => model)).toEqual(['qwen']);
  expect(version).toMatchObject({
    whole: 'damaged',
    problem: `${wip}/run-2.dvc cannot be read: not a regular file: a link stands there`,
  });
});

test('the only candidate is the candidate, of several the one that params.yaml is of', async () => {
  const root = createDvcTree({ [`${candidates}/run-1.dvc`]: pointer('one', 'run-1') });
  const target = async (): Promise<unknown> =>
    (await load(root)).pointers.find(({ alias }) => alias === dvcAliases.candidate);
  expect(await target()).toMatchObject({
    target: `${candidates}/run-1.dvc`,
    reading: { state: 'names', version: 'run-1' },
  });
  writeFiles(root, { 'dvc.lock': formatMergeLock('qwen', 'run-2', folderMd5('two merged')) });
  expect(await target()).toMatchObject({ reading: { state: 'absent' } });
  writeFiles(root, { 'params.yaml': 'family: qwen\nrun_name: run-2\n' });
  expect(await target()).toMatchObject({
    target: 'dvc.lock',
    reading: { state: 'names', version: 'run-2' },
  });
});

test('of several runs with one digest the stable pointer means the one that the history says', async () => {
  const root = createDvcTree({
    [`${wip}/run-1.dvc`]: pointer('same', 'run-1'),
    [`${wip}/run-2.dvc`]: pointer('same', 'run-2'),
    [stable]: pointer('same', 'qwen'),
  });
  expect(readingOf(await load(root), 'stable')).toEqual({ state: 'names', version: 'run-2' });
  await record(root, { alias: 'stable', from: null, to: 'run-1' });
  expect(readingOf(await load(root), 'stable')).toEqual({ state: 'names', version: 'run-1' });
});

test('the candidate of the history stays the candidate while others lie beside it, until it is gone', async () => {
  const root = createDvcTree({
    [`${candidates}/run-1.dvc`]: pointer('one', 'run-1'),
    [`${candidates}/run-2.dvc`]: pointer('two', 'run-2'),
  });
  await record(root, { alias: 'candidate', from: null, to: 'run-1' });
  expect(readingOf(await load(root), 'candidate')).toEqual({ state: 'names', version: 'run-1' });
  rmSync(join(root, candidates, 'run-1.dvc'));
  expect(readingOf(await load(root), 'candidate')).toEqual({ state: 'names', version: 'run-2' });
  rmSync(join(root, candidates, 'run-2.dvc'));
  const gone = await load(root);
  expect(readingOf(gone, 'candidate')).toEqual({ state: 'absent' });
  expect(gone.pointers[0]?.target).toBe(`${candidates}/run-1.dvc`);
});

test('a pointer that the scripts of S4 put there since moves the candidate that has none, and what the pipeline made does not', async () => {
  const root = createDvcTree({
    [`${wip}/run-1.dvc`]: pointer('one', 'run-1'),
    'dvc.lock': formatMergeLock('qwen', 'run-1', folderMd5('one merged')),
  });
  await record(root, { alias: 'candidate', from: null, to: 'run-1' });
  writeFiles(root, { 'dvc.lock': formatMergeLock('qwen', 'run-2', folderMd5('two merged')) });
  expect(readingOf(await load(root), 'candidate')).toEqual({ state: 'names', version: 'run-1' });
  writeFiles(root, { [`${candidates}/run-2.dvc`]: pointer('two', 'run-2') });
  expect(readingOf(await load(root), 'candidate')).toEqual({ state: 'names', version: 'run-2' });
});

test('a folder that a training left is a version without anything to move to', async () => {
  const root = createDvcTree({ [`${wip}/run-1.dvc`]: pointer('one', 'run-1') });
  mkdirSync(join(root, wip, 'run-1'));
  mkdirSync(join(root, wip, '2025-07-30T16-23-run-2'));
  expect((await load(root)).versions).toMatchObject([
    { version: 'run-1', whole: 'complete' },
    { version: 'run-2', whole: 'incomplete' },
  ]);
});

test('the images of a family are told with it', async () => {
  const root = createDvcTree({
    [stable]: pointer('one', 'qwen'),
    '.env.qwen': '\ufeffSTABLE_IMAGE=hub/llm:qwen_v1\r\nCANDIDATE_IMAGE=\r\n',
    '.ci/versions/qwen-q4_k_m_version.txt': '3\n',
    '.ci/versions/qwen-2-f16_version.txt': '7\n',
    '.ci/versions/qwen-f16_version.txt': 'torn',
  });
  expect((await load(root)).described?.notes).toBe('stable image hub/llm:qwen_v1, image number 3 of q4_k_m');
});

test('a tree without pointers is a registry without models, and a tree that is gone is none', async () => {
  const root = createDvcTree();
  expect(await openDvcTree(root).reader.loadIndex()).toMatchObject({
    ...{ kind: 'dvc', adoption: 'never-written', models: [], strangers: [] },
  });
  await expect(openDvcTree(join(root, 'gone')).reader.loadIndex()).rejects.toMatchObject({
    code: 'registry-not-found',
  });
});

test('a stable pointer that another program moves is noticed', async () => {
  const root = createDvcTree({ [stable]: pointer('one', 'qwen') });
  let changes = 0;
  const stop = openDvcTree(root).reader.watch(() => {
    changes += 1;
  });
  onTestFinished(stop);
  writeFiles(root, { [stable]: pointer('two', 'qwen') });
  await expect.poll(() => changes, { timeout: 10_000 }).toBeGreaterThan(0);
});
