import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createFileStoreOrigin } from '../../../../src/adapters/mlflow/file-store/file-store-origin.ts';
import { parseLastValue } from '../../../../src/adapters/mlflow/file-store/parse-metric-lines.ts';
import { storedAt, writeStored, writeStoredRun } from '../../../support/mlflow/file-store.ts';
import { createTemporaryFolder } from '../../../support/temporary-folder.ts';

test('a run is read with its metrics, parameters, tags and data sets', async () => {
  const root = createTemporaryFolder();
  writeStoredRun(root, {
    id: 'run1',
    experiment: '229455169897368118',
    metrics: {
      accuracy: '1747602917811 0.75 0\n1747602917812 0.77 1\n',
      'val/f1': '1 0.5 0\n',
      broken: 'x y z\n',
      nan: '1 nan 0\n',
    },
    params: { lr: '0.01', 'optimizer/name': 'adam ' },
    tags: { 'mlflow.source.git.commit': '8a5fc60' },
    dataSets: { d1: { name: 'reviews', digest: 'ab12' }, d2: { name: 'labels', digest: null } },
  });
  const origin = createFileStoreOrigin(root);
  const [run, ...others] = await origin.readRuns(['run1', 'missing', '..', 'models']);
  expect(others).toEqual([]);
  expect(run).toEqual({
    runId: 'run1',
    experimentId: '229455169897368118',
    name: 'calm-fox-1',
    status: 'FINISHED',
    startedAt: storedAt,
    endedAt: storedAt + 1000,
    artifactUri: 'mlflow-artifacts:/0/run1/artifacts',
    metrics: { accuracy: 0.77, 'val/f1': 0.5 },
    params: { lr: '0.01', 'optimizer/name': 'adam ' },
    tags: { 'mlflow.source.git.commit': '8a5fc60' },
    dataSets: [
      { name: 'reviews', digest: 'ab12' },
      { name: 'labels', digest: undefined },
    ],
  });
});

test('runs of a deleted experiment are found in the trash', async () => {
  const root = createTemporaryFolder();
  writeStoredRun(root, { id: 'live' });
  writeStoredRun(root, { id: 'gone', experiment: '.trash/17', metrics: { f1: '1 0.5 0' } });
  const runs = await createFileStoreOrigin(root).readRuns(['gone', 'live']);
  expect(runs.map(({ runId, experimentId }) => [runId, experimentId])).toEqual([
    ['live', '0'],
    ['gone', '17'],
  ]);
});

test.each([
  ['1', 'RUNNING'],
  ['2', 'SCHEDULED'],
  ['4', 'FAILED'],
  ['5', 'KILLED'],
  ['PAUSED', 'PAUSED'],
])('a run of status %s is %s', async (status, expected) => {
  const root = createTemporaryFolder();
  writeStoredRun(root, { id: 'r', meta: { status: Number(status) || status } });
  expect(await createFileStoreOrigin(root).readRuns(['r'])).toMatchObject([{ status: expected }]);
});

test('a run whose meta.yaml cannot be read keeps its numbers', async () => {
  const root = createTemporaryFolder();
  writeStoredRun(root, { id: 'r', metrics: { f1: '1 0.5 0' }, tags: { 'mlflow.runName': 'bold-owl-2' } });
  writeFileSync(join(root, '0/r/meta.yaml'), 'status: [');
  expect(await createFileStoreOrigin(root).readRuns(['r'])).toMatchObject([
    { runId: 'r', name: 'bold-owl-2', status: undefined, metrics: { f1: 0.5 } },
  ]);
});

test('a folder that says it is another run is not taken for this one', async () => {
  const root = createTemporaryFolder();
  writeStoredRun(root, { id: 'r', meta: { run_id: 'other' } });
  expect(await createFileStoreOrigin(root).readRuns(['r'])).toEqual([]);
});

test('runs, metrics and data sets behind links are not read', async () => {
  const root = createTemporaryFolder();
  const outside = createTemporaryFolder();
  writeStoredRun(outside, {
    id: 'r',
    metrics: { secret: '1 1 0' },
    dataSets: { d: { name: 'secret', digest: '1' } },
  });
  symlinkSync(join(outside, '0'), join(root, '7'));
  writeStoredRun(root, { id: 'linked', dataSets: { e: { name: 'mine', digest: '2' } } });
  symlinkSync(join(outside, '0/r/metrics'), join(root, '0/linked/metrics'));
  symlinkSync(join(outside, '0/datasets/d'), join(root, '0/datasets/d'));
  writeStored(join(root, '0/linked/inputs/i/meta.yaml'), 'source_type: DATASET\nsource_id: d\n');
  const origin = createFileStoreOrigin(root);
  expect(await origin.readRuns(['r'])).toEqual([]);
  expect(await origin.readRuns(['linked'])).toMatchObject([{ metrics: {}, dataSets: [{ name: 'mine' }] }]);
});

test('an input that names a place outside of the data sets is no data set', async () => {
  const root = createTemporaryFolder();
  writeStoredRun(root, { id: 'r', dataSets: { d: { name: 'mine', digest: '1' } } });
  writeStored(join(root, '0/r/inputs/i/meta.yaml'), 'source_type: DATASET\nsource_id: ../r\n');
  writeStored(join(root, '0/r/inputs/m/meta.yaml'), 'source_type: MODEL\nsource_id: d\n');
  mkdirSync(join(root, '0/r/inputs/none'));
  expect(await createFileStoreOrigin(root).readRuns(['r'])).toMatchObject([{ dataSets: [{ name: 'mine' }] }]);
});

test.each([
  ['the highest step counts, in whatever order it was written', '5 0.9 2\n9 0.1 1\n', 0.9],
  ['of one step the latest counts', '5 0.9 2\n9 0.1 2\n', 0.1],
  ['of one moment the largest counts', '5 0.9 2\n5 0.1 2\n', 0.9],
  ['a line without a step is step 0', '5 0.9\n6 0.8\n', 0.8],
  ['a line that names a data set is read', '5 0.9 3 train 1f2e\n6 0.8 2\n', 0.9],
  ['a line that cannot be read hides no other', 'garbage\n5 0.9 3\n', 0.9],
  ['no end of the last line is needed', '5 0.5 0', 0.5],
  ['numbers of Python are numbers', '1 1e-09 0', 1e-9],
  ['what is no number at last is none', '1 0.5 0\n2 nan 1\n', undefined],
  ['what is without end at last is none', '1 0.5 0\n2 -inf 1\n', undefined],
  ['an empty file has none', '', undefined],
  ['a hexadecimal number is none', '1 0x10 0', undefined],
])('of a metric %s', (_, text, expected) => {
  expect(parseLastValue(text)).toBe(expected);
});
