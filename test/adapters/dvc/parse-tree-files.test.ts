import { describe, expect, test } from 'vitest';
import { parseLock } from '../../../src/adapters/dvc/parse-lock.ts';
import { parseParams } from '../../../src/adapters/dvc/parse-params.ts';
import { parsePipeline, resolveTemplate } from '../../../src/adapters/dvc/parse-pipeline.ts';
import { parseMetrics } from '../../../src/adapters/dvc/run-metrics.ts';
import { parseRunName, readStamp } from '../../../src/adapters/dvc/run-name.ts';
import { folderMd5, formatMergeLock } from '../../support/dvc/dvc-tree.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('dvc.lock', () => {
  test('has its stages with command, parameters, and what they made of what', () => {
    const text = `${formatMergeLock('qwen', 'run-1', folderMd5('one'))}    params:\n      params.yaml:\n        lora.r: 16\n`;
    expect(parseLock(bytes(text))).toMatchObject({
      ok: true,
      value: {
        oddities: [],
        stages: [
          {
            ...{ name: 'merge', command: 'merge run-1', params: { 'params.yaml': { 'lora.r': 16 } } },
            deps: [{ path: 'src/merge.py' }],
            outs: [{ path: 'models/hf/candidates/qwen/run-1_merged', md5: folderMd5('one'), fileCount: 2 }],
          },
        ],
      },
    });
  });

  test('of a stage that is none, and of an output without a digest, only that is left out', () => {
    const text = `${formatMergeLock('qwen', 'run-1', folderMd5('one'))}    - path: new.txt\n  broken: 7\n`;
    expect(parseLock(bytes(text))).toMatchObject({
      value: {
        stages: [{ name: 'merge', outs: [{ md5: folderMd5('one') }] }],
        oddities: ['dvc.lock: its output new.txt has no md5', 'a stage in dvc.lock is no mapping'],
      },
    });
  });

  test('may be empty, or of the older format, and is refused in a newer one', () => {
    expect(parseLock(bytes(''))).toEqual({ ok: true, value: { stages: [], oddities: [] } });
    expect(parseLock(bytes('train:\n  cmd:\n  - one\n  - two\n'))).toMatchObject({
      value: { stages: [{ name: 'train', command: 'one && two' }] },
    });
    expect(parseLock(bytes("schema: '3.0'\nstages: {}\n"))).toMatchObject({
      problem: 'of the format "3.0", which is not known',
    });
  });
});

describe('params.yaml', () => {
  test('says its run and how it is trained; a wrong type is as if it were not there', () => {
    const text = [
      'family: qwen\nrun_name: run-7\nbase_model: {repo: Qwen/Qwen1.5, revision: v2}',
      'dataset: {path: data\\raw\\qa.json, sample_size: many}\ntraining: {epochs: 3, lr: 1e-4}\n',
    ].join('\n');
    expect(parseParams(bytes(text))).toMatchObject({
      value: {
        ...{ family: 'qwen', run: 'run-7', dataset: 'data/raw/qa.json' },
        training: { baseModel: 'Qwen/Qwen1.5@v2', epochs: 3, learningRate: 0.0001 },
      },
    });
    expect(parseParams(bytes('family: [qwen]\n'))).toMatchObject({ value: { family: undefined } });
  });
});

describe('dvc.yaml', () => {
  const params = { family: 'qwen', ci: { quant_mode: 'q4' }, list: [1] };

  /** A reference to a parameter, as DVC writes it. */
  const refer = (name: string): string => ['$', `{${name}}`].join('');

  test('has its stages with paths in which parameters are replaced', () => {
    const stages = {
      quant: { outs: [`models/gguf/${refer('family')}/x_${refer('ci.quant_mode')}.gguf`] },
      eval: { metrics: [{ [`metrics/${refer(' family ')}.json`]: { cache: false } }] },
      many: { foreach: ['a'] },
    };
    expect(parsePipeline(bytes(JSON.stringify({ stages })), params)).toEqual({
      ok: true,
      value: [
        { name: 'quant', outs: ['models/gguf/qwen/x_q4.gguf'] },
        { name: 'eval', outs: ['metrics/qwen.json'] },
        { name: 'many', outs: [] },
      ],
    });
  });

  test.each(['gone', 'list', 'ci', 'family.more', '__proto__', ''])(
    'a reference to %j has no value and stays as it is',
    name => expect(resolveTemplate(refer(name), params)).toBe(refer(name)),
  );
});

describe('metrics', () => {
  test('are the finite numbers; null and NaN are said, texts are none', () => {
    const text =
      '\ufeff{"loss": null, "perplexity": 2.5, "f1": NaN, "model": "a_merged", "timestamp": "2025-07-30 16:23:18"}';
    expect(parseMetrics(bytes(text), 'run.json')).toEqual({
      ...{ metrics: { perplexity: 2.5 }, file: 'run.json', model: 'a_merged' },
      measuredAt: '2025-07-30T16:23:18.000Z',
      oddities: ['loss is null in run.json', 'f1 is NaN in run.json'],
    });
  });

  test.each([
    ['{"loss": 1', /^run.json is torn/],
    ['[1]', /^run.json is no object$/],
    ['', /^run.json is empty$/],
  ])('%s gives none, and says so', (text, problem) => {
    const { metrics, oddities } = parseMetrics(bytes(text), 'run.json');
    expect([Object.keys(metrics), oddities]).toEqual([[], [expect.stringMatching(problem)]]);
  });
});

test.each([
  ['run-000', { run: 'run-000', stamp: undefined, isMerged: false }],
  ['2025-07-30T16-23-run-000', { run: 'run-000', stamp: '2025-07-30T16-23', isMerged: false }],
  ['2025-07-30T16-23-05-run-000', { run: 'run-000', stamp: '2025-07-30T16-23-05', isMerged: false }],
  ['run-000_merged', { run: 'run-000', stamp: undefined, isMerged: true }],
  ['2025-07-30T16-23', { run: '', stamp: '2025-07-30T16-23', isMerged: false }],
  ['_merged', { run: '_merged', stamp: undefined, isMerged: false }],
])('the name %s is taken apart', (name, parts) => {
  expect(parseRunName(name)).toEqual(parts);
});

test('a time in a name is one of the calendar', () => {
  expect(readStamp('2025-07-30T16-23')).toBe('2025-07-30T16:23:00.000Z');
  expect(readStamp('2025-07-30T16-23-05')).toBe('2025-07-30T16:23:05.000Z');
  expect(readStamp('2025-02-30T16-23')).toBeUndefined();
  expect(readStamp('run-000')).toBeUndefined();
});
