import { describe, expect, it } from 'vitest';
import { parseForeignRow } from '../../../src/adapters/catalog/parse-foreign-row.ts';
import { parseRow } from '../../../src/adapters/catalog/parse-row.ts';
import { parseScores } from '../../../src/adapters/catalog/parse-scores.ts';
import { readRowState } from '../../../src/adapters/catalog/row-state.ts';
import type { JsonObject } from '../../../src/adapters/files/read-json.ts';
import { makeS2Version, type S2Version } from '../../support/catalog-files.ts';

const parse = (version: S2Version) =>
  parseRow({
    model: 'majora',
    version: version.version,
    fields: makeS2Version('majora', version) as JsonObject,
    oddities: [],
  });

describe('a row of S2', () => {
  it('gives everything it says', () => {
    const record = parse({
      version: 'v2',
      createdAt: '2026-01-14T10:00:00',
      scores: {
        accuracy: 0,
        rouge_scores: { rouge1: 0.4, rougeL: 0.3 },
        custom_metrics: { recall_at_5: 0.9 },
      },
      training: { base_model: 'majora:v1', samples: 223, cost_usd: 0.8, hardware: 'M2 Max' },
      parent: 'v1',
      dataSources: ['oracle', 'toolbench'],
      gitCommit: 'abc123',
      ggufPath: '/models/v2.gguf',
      loraPath: '/models/v2-lora',
      tags: ['stable'],
      notes: 'more data',
      deployed: true,
      deployedAt: '2026-01-14T11:00:00',
    });
    expect(record).toMatchObject({
      createdAt: '2026-01-14T10:00:00.000Z',
      metrics: { accuracy: 0, rouge1: 0.4, rougeL: 0.3, recall_at_5: 0.9 },
      parent: 'v1',
      notes: 'more data',
      tags: ['stable'],
      lineage: { dataSources: ['oracle', 'toolbench'], gitCommit: 'abc123' },
      particulars: [['deployed at', '2026-01-14T11:00:00.000Z']],
      oddities: [],
    });
    expect(Object.keys(record.metrics)).toHaveLength(4);
    expect(record.training).toEqual({
      framework: 'unsloth',
      baseModel: 'majora:v1',
      samples: 223,
      epochs: 1,
      batchSize: 32,
      learningRate: 0.0001,
      maxSequenceLength: 2048,
      durationHours: undefined,
      costUsd: 0.8,
      hardware: 'M2 Max',
      notes: undefined,
    });
    expect(record.artifacts.map(({ name, role }) => [name, role])).toEqual([
      ['/models/v2-lora', 'weights'],
      ['/models/v2.gguf', 'weights'],
    ]);
  });

  it('may call its data by the older name, and hold fields of other programs', () => {
    const fields = {
      training_data: ['oracle'],
      training_data_sources: undefined,
      approved_by: 'dev@example.com',
      extra: { a: 1 },
    };
    const record = parse({ version: 'v1', fields });
    expect(record.lineage?.dataSources).toEqual(['oracle']);
    expect(record.particulars).toEqual([
      ['approved_by', 'dev@example.com'],
      ['extra', 'an object of 1'],
    ]);
  });

  it.each([
    [
      { status: undefined, training: undefined },
      'status, training missing: another program dropped what it does not keep',
    ],
    [{ status: 'production' }, 'status is "production", which is no state'],
    [{ status: 7 }, 'status is no text, which is no state'],
    [{ deployed: 'yes' }, 'deployed is neither true nor false'],
    [{ deployed: true }, 'it is marked as deployed, and its status is not'],
    [{ status: 'deployed' }, 'its status is deployed, and it is not marked as deployed'],
    [{ created_at: undefined }, 'created_at is missing'],
    [{ created_at: 'yesterday' }, 'created_at is no time'],
    [{ training: [] }, 'training is no object'],
    [{ training: { samples: 'many' } }, 'samples is no number'],
    [{ evaluation_scores: 3 }, 'evaluation_scores is no object'],
    [{ evaluation_scores: { accuracy: 'high' } }, 'metric accuracy is no number'],
    [{ training_data_sources: 'oracle' }, 'training_data_sources is no list'],
    [{ training_data_sources: ['oracle', 3] }, 'training_data_sources has items that are no texts'],
    [{ tags: { a: 1 } }, 'tags is no list'],
    [{ notes: [] }, 'notes is no text'],
    [{ gguf_path: 5 }, 'gguf_path is no text'],
    [{ model_name: 'oracle' }, 'it names the model oracle'],
    [{ version: 'v7' }, 'it names the version v7'],
  ])('with %o says what is odd, and is read', (fields, oddity) => {
    expect(parse({ version: 'v1', fields }).oddities).toContain(oddity);
  });

  it('is shown without anything that could steer a terminal', () => {
    const hostile = '\u001b]0;x\u0007\u202e\n';
    const fields = { [hostile]: hostile, lora_path: hostile, git_commit: hostile, tags: [hostile] };
    const record = parse({
      version: 'v1',
      notes: hostile,
      parent: hostile,
      dataSources: [hostile],
      training: { hardware: hostile },
      scores: { [hostile]: 1, custom_metrics: { [hostile]: { [hostile]: 2 } } },
      fields,
    });
    expect(JSON.stringify(record, undefined, 0)).not.toMatch(/[\u0000-\u001f\u202e]|\\u00|\\n/);
  });
});

describe('scores', () => {
  it('lie flat however deep S2 put them, and of a name on several levels the outermost counts', () => {
    const oddities: string[] = [];
    const value = {
      accuracy: 0.9,
      custom_metrics: {
        pass_rate: 0.5,
        custom_metrics: { pass_rate: 0.4, custom_metrics: { old: 1, accuracy: 0.1 } },
      },
      per_domain: { din: { pass_rate: 0.7 } },
    };
    expect(parseScores(value, oddities)).toEqual({
      accuracy: 0.9,
      pass_rate: 0.5,
      old: 1,
      'per_domain.din.pass_rate': 0.7,
    });
    expect(oddities).toEqual([]);
  });

  it('are finite numbers only: null is absent, NaN is said', () => {
    const oddities: string[] = [];
    expect(
      parseScores({ a: null, b: Number.NaN, c: Number.POSITIVE_INFINITY, d: true, e: [] }, oddities),
    ).toEqual({});
    expect(oddities).toEqual(['b', 'c', 'd', 'e'].map(name => `metric ${name} is no number`));
  });

  it('may be called as anything', () => {
    const value = JSON.parse(
      '{"__proto__": 1, "constructor": 2, "custom_metrics": {"toString": 3}}',
    ) as JsonObject;
    expect(Object.entries(parseScores(value, []))).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
      ['toString', 3],
    ]);
  });
});

describe('the state of a row', () => {
  it.each([
    ['wrapper', { status: 'deployed', deployed: true }, { isDeployed: true, state: 'deployed' }],
    ['wrapper', { status: 'deployed', deployed: false }, { isDeployed: false, state: undefined }],
    ['wrapper', { status: 'archived', deployed: false }, { isDeployed: false, state: 'archived' }],
    ['wrapper', { status: 'draft', deployed: true }, { isDeployed: true, state: 'deployed' }],
    ['wrapper', { deployed: 'true' }, { isDeployed: false, state: undefined }],
    ['wrapper', { stage: 'production' }, { isDeployed: false, state: undefined }],
    ['foreign-models', { stage: 'Production' }, { isDeployed: true, state: 'deployed' }],
    ['foreign-rows', { status: 'archived' }, { isDeployed: false, state: 'archived' }],
    ['foreign-rows', { status: 'constructor' }, { isDeployed: false, state: undefined }],
  ] as const)('in a %s of %o is %o', (shape, fields, state) => {
    expect(readRowState(shape, fields)).toEqual(state);
  });
});

describe('a row of another program', () => {
  it('has its numbers for metrics and its texts for particulars', () => {
    const fields = {
      model_version: 'lgbm_v2.2',
      algorithm: 'LightGBM',
      macro_f1: 0.88,
      metrics: { roc_auc: 0.92, note: 'x' },
      timestamp: '2026-04-25T06:37:41.838240+00:00',
      artifacts: ['model.joblib'],
      __proto__: null,
    };
    const record = parseForeignRow({ model: 'lgbm', version: 'v2.2', fields, oddities: [] });
    expect(record).toMatchObject({
      createdAt: '2026-04-25T06:37:41.838Z',
      metrics: { macro_f1: 0.88, roc_auc: 0.92 },
      artifacts: [{ name: 'model.joblib', role: 'weights' }],
      particulars: [
        ['model_version', 'lgbm_v2.2'],
        ['algorithm', 'LightGBM'],
      ],
      oddities: [],
    });
  });
});
