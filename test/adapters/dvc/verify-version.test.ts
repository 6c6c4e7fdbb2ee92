import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseCacheFolder } from '../../../src/adapters/dvc/dvc-cache.ts';
import {
  createDvcTree,
  formatDvcFile,
  md5OfText,
  openDvcTree,
  writeFiles,
} from '../../support/dvc/dvc-tree.ts';

const wip = 'models/hf/wip/qwen';
const config = { relpath: 'config.json', md5: md5OfText('{}') };
const weights = { relpath: 'parts/weights.bin', md5: md5OfText('weights') };
const list = JSON.stringify([config, weights]);
const md5 = `${md5OfText(list)}.dir`;

const place = (digest: string, cache = '.dvc/cache'): string =>
  `${cache}/files/md5/${digest.slice(0, 2)}/${digest.slice(2)}`;

/** A run that is a folder of two files, of which DVC's cache has everything. */
function createFolderRun(cache = '.dvc/cache'): string {
  return createDvcTree({
    [`${wip}/run-1.dvc`]: formatDvcFile({ md5, size: 9, nfiles: 2, hash: 'md5', path: 'run-1' }),
    [place(md5, cache)]: list,
    [place(config.md5, cache)]: '{}',
    [place(weights.md5, cache)]: 'weights',
  });
}

async function verify(root: string): Promise<readonly string[]> {
  const { checks } = await openDvcTree(root).reader.verifyVersion('qwen', 'run-1');
  return checks.map(({ name, outcome }) => `${outcome} ${name}`);
}

const whole = [
  `verified list of files of ${wip}/run-1`,
  `verified ${wip}/run-1/config.json`,
  `verified ${wip}/run-1/parts/weights.bin`,
];

test('every file of a folder is held against its digest, in the cache or in the tree', async () => {
  const root = createFolderRun();
  expect(await verify(root)).toEqual(whole);
  writeFiles(root, { [`${wip}/run-1/parts/weights.bin`]: 'weights' });
  rmSync(join(root, place(weights.md5)));
  expect(await verify(root)).toEqual(whole);
  writeFiles(root, { [`${wip}/run-1/parts/weights.bin`]: 'other' });
  expect(await verify(root)).toEqual([...whole.slice(0, 2), `differs ${wip}/run-1/parts/weights.bin`]);
});

test('what is not on this machine is elsewhere', async () => {
  const root = createFolderRun();
  rmSync(join(root, place(weights.md5)));
  expect((await verify(root)).at(-1)).toBe(`elsewhere ${wip}/run-1/parts/weights.bin`);
  rmSync(join(root, place(md5)));
  expect(await verify(root)).toEqual([`elsewhere list of files of ${wip}/run-1`]);
});

test('a list of files that is not the one on record is told, and not believed', async () => {
  const root = createFolderRun();
  writeFiles(root, { [place(md5)]: JSON.stringify([config]) });
  expect(await verify(root)).toEqual([`differs list of files of ${wip}/run-1`]);
});

test('a list that leads out of its folder is never followed, though it is the one on record', async () => {
  const bad = JSON.stringify([{ relpath: '../../../secret', md5: md5OfText('secret') }]);
  const digest = `${md5OfText(bad)}.dir`;
  const root = createDvcTree({
    [`${wip}/run-1.dvc`]: formatDvcFile({ md5: digest, hash: 'md5', path: 'run-1' }),
    [place(digest)]: bad,
    'models/secret': 'secret',
  });
  const { checks } = await openDvcTree(root).reader.verifyVersion('qwen', 'run-1');
  expect(checks).toEqual([
    {
      name: `list of files of ${wip}/run-1`,
      outcome: 'unreadable',
      detail: 'no list of files with their md5',
    },
  ]);
});

test('a cache that the configuration places elsewhere is the one that is looked into', async () => {
  const root = createFolderRun('shared/cache');
  expect(await verify(root)).toEqual([`elsewhere list of files of ${wip}/run-1`]);
  writeFiles(root, { '.dvc/config.local': "[core]\n    remote = x\n['cache']\n    dir = ../shared/cache\n" });
  expect(await verify(root)).toEqual(whole);
  expect(parseCacheFolder('[remote "a"]\ndir = /a\n[cache]\r\n  dir = /b \r\n')).toBe('/b');
});

test('what DVC 2 made is in the place that DVC 2 kept it in', async () => {
  const digest = md5OfText('weights');
  const root = createDvcTree({ [`${wip}/run-1.dvc`]: formatDvcFile({ md5: digest, path: 'run-1.gguf' }) });
  expect(await verify(root)).toEqual([`elsewhere ${wip}/run-1.gguf`]);
  writeFiles(root, { [`.dvc/cache/${digest.slice(0, 2)}/${digest.slice(2)}`]: 'weights' });
  expect(await verify(root)).toEqual([`verified ${wip}/run-1.gguf`]);
});

test('a run that is not there is missing', async () => {
  const { checks } = await openDvcTree(createDvcTree()).reader.verifyVersion('qwen', 'run-1');
  expect(checks).toMatchObject([{ outcome: 'missing' }]);
});

test('a verification stops when it is aborted', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  const verifying = openDvcTree(createFolderRun()).reader.verifyVersion('qwen', 'run-1', { signal });
  await expect(verifying).rejects.toThrow('enough');
});

test('a verdict is bound to the digest of the model, which no move and no other machine changes', async () => {
  const root = createFolderRun();
  const { reader } = openDvcTree(root);
  const bound = await reader.bindVersion('qwen', 'run-1');
  expect(bound).toMatchObject({ files: [{ name: 'DVC output', place: 'version' }], unbound: [] });
  expect(bound.checks.map(({ outcome }) => outcome)).toEqual(['verified', 'verified', 'verified']);
  const pointer = formatDvcFile({ md5, size: 9, nfiles: 2, hash: 'md5', path: 'qwen' });
  writeFiles(root, { 'models/hf/stable/qwen.dvc': pointer });
  expect(await reader.checkBoundFiles('qwen', 'run-1', bound.files)).toMatchObject([{ outcome: 'verified' }]);
  expect(await reader.hashRecord('qwen', 'run-1')).toBe(bound.files[0]?.sha256);
  writeFiles(root, {
    [`${wip}/run-1.dvc`]: pointer.replace(md5, 'f'.repeat(32)),
    'models/hf/stable/qwen.dvc': '',
  });
  expect(await reader.checkBoundFiles('qwen', 'run-1', bound.files)).toMatchObject([{ outcome: 'differs' }]);
  await expect(reader.bindVersion('qwen', 'run-9')).rejects.toMatchObject({ code: 'version-not-found' });
});

test("a run's numbers are its evidence, under the names that policies have, and are bound where they stand", async () => {
  const root = createFolderRun();
  writeFiles(root, { 'metrics/qwen/run-1.json': '{"loss": 0.5}' });
  const { reader } = openDvcTree(root);
  const source = {
    name: 'metrics',
    files: ['metrics.json'],
    format: 'summary',
    presence: 'required',
  } as const;
  const [found] = await reader.openEvidence('qwen', 'run-1').loadEvidence([source]);
  expect(found).toMatchObject({ state: 'read', file: { name: 'metrics/qwen/run-1.json' } });
  const file = found?.state === 'read' ? found.file : undefined;
  const files = [
    {
      ...{ source: 'metrics', name: file?.name ?? '', place: 'version' as const },
      ...{ sha256: file?.sha256 ?? '', sizeBytes: 13 },
    },
  ];
  expect(await reader.checkBoundFiles('qwen', 'run-1', files)).toMatchObject([{ outcome: 'verified' }]);
  writeFiles(root, { 'metrics/qwen/run-1.json': '{"loss": 0.1}' });
  expect(await reader.checkBoundFiles('qwen', 'run-1', files)).toMatchObject([{ outcome: 'differs' }]);
});
