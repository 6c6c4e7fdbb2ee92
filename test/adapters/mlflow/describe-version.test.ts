import { expect, test } from 'vitest';
import { describeVersion, type KnownRun } from '../../../src/adapters/mlflow/describe-version.ts';
import type { MlflowVersion } from '../../../src/adapters/mlflow/entities.ts';
import type { VersionRecord } from '../../../src/core/registry/version.ts';
import { sampleRun, sampleVersion } from '../../support/mlflow/content.ts';

function recordOf(changes: Partial<MlflowVersion>, run: KnownRun = 'none'): VersionRecord {
  const version = describeVersion(sampleVersion('7', changes), run);
  if (version.whole !== 'complete') throw new Error(`it is ${version.whole}`);
  return version.record;
}

test('the numbers of a version are those of its run, its parameters the configuration', () => {
  const run = sampleRun({
    metrics: { accuracy: 0.91 },
    params: { lr: '0.001', model: 'tiny', shuffle: 'true' },
    tags: { 'mlflow.source.git.commit': 'abc123' },
    dataSets: [{ name: 'orders', digest: 'd1' }],
  });
  expect(recordOf({ runId: 'run-1', tags: { data_version: '2024', dataset: 'orders' } }, run)).toMatchObject({
    version: 'v7',
    createdAt: '2026-11-03T00:00:00.000Z',
    metrics: { accuracy: 0.91 },
    configuration: { lr: '0.001', model: '"tiny"', shuffle: 'true' },
    lineage: { gitCommit: 'abc123', dataSources: ['orders', '2024'] },
    artifacts: [{ name: 's3://bucket/7', role: 'weights', sha256: undefined }],
    oddities: [],
  });
});

test.each([
  ['0.257865', { weighted_score: 0.257865 }],
  ['', {}],
  ['N/A', {}],
  ['NaN', {}],
  ['Infinity', {}],
])('the score that S1 tags a version with counts where it is a number: %j', (weighted_score, metrics) => {
  expect(recordOf({ tags: { weighted_score } }).metrics).toEqual(metrics);
});

test('a version that was registered from another one of the model is made from it', () => {
  expect(recordOf({ source: 'models:/rag/16' }).parent).toBe('v16');
  expect(recordOf({ source: 'models:/other/16' }).parent).toBeUndefined();
  expect(recordOf({ source: 'models:/m-abc' }).parent).toBeUndefined();
});

test('what could not be read is said, and hides nothing', () => {
  expect(recordOf({ runId: 'r' }, 'missing').oddities).toEqual([
    'its run is not on the server any more: it has no metrics of it',
  ]);
  expect(recordOf({ runId: 'r' }, 'unread').oddities).toEqual([
    'its run could not be read: metrics are missing',
  ]);
  expect(recordOf({ runId: 'r' }, 'coming').oddities).toEqual([]);
  const torn = recordOf({ tags: { 'lastgood.registration': '{"format":1' } });
  expect(torn.oddities).toMatchObject([expect.stringMatching(/^its registration is /)]);
});

test('texts of a server steer no terminal', () => {
  const esc = '\u001b]0;x\u0007';
  const record = recordOf(
    { description: esc, source: `s3://${esc}`, user: esc, tags: { [esc]: esc }, runId: 'r' },
    sampleRun({
      name: esc,
      params: { [esc]: esc },
      metrics: { [esc]: 1 },
      tags: { 'mlflow.source.git.commit': esc },
    }),
  );
  expect(JSON.stringify(record)).not.toMatch(/(?<!\\)\\u00(?:1b|07)/);
});

test('a source on a Windows drive is text like any other', () => {
  const source = 'file:///C:/Users/me/mlruns/0/model';
  expect(recordOf({ source }).artifacts).toMatchObject([{ name: source, role: 'weights' }]);
});

test('an address that another program stored with a secret in it is shown without', () => {
  const { artifacts, particulars } = recordOf({ source: 'https://anna:pw@host/model?sig=abc' });
  expect(JSON.stringify([artifacts, particulars])).not.toMatch(/pw|abc/);
  expect(artifacts).toMatchObject([{ name: 'https://…@host/model?sig=…' }]);
  expect(particulars).toContainEqual(['source', 'https://…@host/model?sig=…']);
});
