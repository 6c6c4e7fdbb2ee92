import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Version, VersionRecord } from '../../../src/core/registry/version.ts';
import {
  createDvcTree,
  folderMd5,
  formatDvcFile,
  formatMergeLock,
  formatNotedFile,
  openDvcTree,
  writeFiles,
} from '../../support/dvc/dvc-tree.ts';

const wip = 'models/hf/wip/qwen';

const pointer = (text: string, path: string): string =>
  formatDvcFile({ md5: folderMd5(text), size: 10, nfiles: 1, hash: 'md5', path });

async function load(root: string, version: string): Promise<Version> {
  const [found] = await openDvcTree(root).reader.loadVersions('qwen', [version], 'everything');
  if (found === undefined) throw new Error('nothing came back');
  return found;
}

async function loadRecord(root: string, version: string): Promise<VersionRecord> {
  const found = await load(root, version);
  if (found.whole !== 'complete') throw new Error(`it is ${found.whole}`);
  return found.record;
}

test('numbers are those of the run, with links followed; its parameters those of params.yaml when it is of the run', async () => {
  const root = createDvcTree({
    [`${wip}/run-1.dvc`]: pointer('one', 'run-1'),
    [`${wip}/run-2.dvc`]: pointer('two', 'run-2'),
    'params.yaml': 'family: qwen\nrun_name: run-2\ndataset: {path: data/qa.json}\nlora: {r: 16}\n',
    'data/qa.json.dvc': formatDvcFile({ md5: 'd'.repeat(32), path: 'qa.json' }),
    'cache/numbers': '{"loss": 0.5}',
    'metrics/qwen/run-2.json': '{"loss": 0.25, "perplexity": null}',
  });
  symlinkSync(join(root, 'cache/numbers'), join(root, 'metrics/qwen/run-1.json'));
  expect(await loadRecord(root, 'run-1')).toMatchObject({
    ...{ metrics: { loss: 0.5 }, configuration: {}, oddities: [] },
    lineage: { dataSources: [] },
  });
  expect(await loadRecord(root, 'run-2')).toMatchObject({
    ...{ metrics: { loss: 0.25 }, configuration: { 'lora.r': '16', run_name: '"run-2"' } },
    lineage: { dataSources: ['data/qa.json@dddddddd'] },
    oddities: ['perplexity is null in metrics/qwen/run-2.json'],
  });
});

test('numbers that are gone are those of the newest archived evaluation', async () => {
  const root = createDvcTree({
    [`${wip}/run-1.dvc`]: pointer('one', 'run-1'),
    'metrics/qwen/archive/run-1_20250730T162318.json': '{"loss": 3}',
    'metrics/qwen/archive/run-1_20250731T010203.json': '{"loss": 2}',
    'metrics/qwen/archive/run-1_more_20250801T010203.json': '{"loss": 1}',
  });
  expect((await loadRecord(root, 'run-1')).metrics).toEqual({ loss: 2 });
});

test('a run that the pipeline has moved on from keeps what its stages were given by then', async () => {
  const params = '    params:\n      params.yaml:\n        lora.r: 8\n      other.yaml:\n        x: 1\n';
  const root = createDvcTree({
    'dvc.lock': `${formatMergeLock('qwen', 'run-1', folderMd5('one'))}${params}`,
  });
  const { configuration, particulars, createdAt } = await loadRecord(root, 'run-1');
  expect([configuration, createdAt]).toEqual([{ 'lora.r': '8' }, undefined]);
  expect(particulars.find(([label]) => label === 'stage merge')?.[1]).toMatch(
    /^models\/hf\/candidates\/qwen\/run-1_merged [0-9a-f]{8} from src\/merge.py [0-9a-f]{8}$/,
  );
});

test('a run is as old as the time in its name', async () => {
  const root = createDvcTree({
    [`${wip}/2025-07-30T16-23-run-1.dvc`]: pointer('one', '2025-07-30T16-23-run-1'),
    [`${wip}/2025-08-30T16-23-run-1.dvc`]: pointer('again', '2025-08-30T16-23-run-1'),
  });
  const { createdAt, artifacts } = await loadRecord(root, 'run-1');
  expect(createdAt).toBe('2025-08-30T16:23:00.000Z');
  expect(artifacts.map(({ name }) => name)).toEqual([
    `${wip}/2025-08-30T16-23-run-1`,
    `${wip}/2025-07-30T16-23-run-1`,
  ]);
});

test('a stable model that was made again since is said to be another one', async () => {
  const root = createDvcTree({
    'dvc.lock': formatMergeLock('qwen', 'run-1', folderMd5('made again')),
    'models/hf/stable/qwen.dvc': formatNotedFile({ md5: folderMd5('served'), path: 'qwen' }, 'run-1'),
  });
  const { oddities, artifacts } = await loadRecord(root, 'run-1');
  expect(oddities).toEqual([
    expect.stringMatching(/^stable names md5 \w{8}, and the pipeline has made md5 \w{8} of run-1 since$/),
  ]);
  expect(artifacts.map(({ name }) => name)).toEqual([
    'models/hf/candidates/qwen/run-1_merged',
    'models/hf/stable/qwen',
  ]);
});

test('a run whose pointer is torn is damaged, one that is not there incomplete, and the tag of its image is told', async () => {
  const root = createDvcTree({ [`${wip}/run-1.dvc`]: 'outs:\n- md5: 12' });
  expect(await load(root, 'run-1')).toMatchObject({
    whole: 'damaged',
    problem: `${wip}/run-1.dvc cannot be read: an output in it has no path`,
  });
  expect(await load(root, 'run-9')).toMatchObject({ whole: 'incomplete' });
  writeFiles(root, {
    [`${wip}/run-1.dvc`]: pointer('one', 'run-1'),
    '.ci/image_qwen_run-1.txt': '\ufeffhub/llm:qwen\u001b[31m_v1\r\n',
  });
  expect((await loadRecord(root, 'run-1')).particulars).toContainEqual(['image', 'hub/llm:qwen^[[31m_v1']);
});

test('the commit that brought what a run is served by is told of one run, and not asked for in a list', async () => {
  const asked: string[] = [];
  const root = createDvcTree({ [`${wip}/run-1.dvc`]: pointer('one', 'run-1') });
  const { reader } = openDvcTree(root, {
    findLastChange: async (path, text) => {
      asked.push(`${path} ${text}`);
      return { commit: 'c'.repeat(40), at: '2025-08-01T10:00:00.000Z', author: 'anna' };
    },
  });
  await reader.loadVersions('qwen', ['run-1'], 'listing');
  await reader.loadVersions('qwen', Array<string>(5).fill('run-1'), 'everything');
  expect(asked).toEqual([]);
  const [version] = await reader.loadVersions('qwen', ['run-1'], 'everything');
  expect(asked).toEqual([`${wip}/run-1.dvc ${folderMd5('one')}`]);
  expect(version).toMatchObject({
    record: { createdAt: undefined, lineage: { gitCommit: 'c'.repeat(40) } },
  });
});
