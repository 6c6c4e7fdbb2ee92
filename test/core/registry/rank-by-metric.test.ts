import { describe, expect, test } from 'vitest';
import { parseMetric } from '../../../src/core/registry/parse-metric.ts';
import { rankByMetric } from '../../../src/core/registry/rank-by-metric.ts';
import { listTraining, listTrainingMetrics } from '../../../src/core/registry/training-fields.ts';
import type { Metrics, TrainingFacts, Version } from '../../../src/core/registry/version.ts';

function version(name: string, metrics: Metrics, training?: TrainingFacts): Version {
  const record = {
    ...{ model: 'rag', version: name, createdAt: undefined, metrics, configuration: {}, artifacts: [] },
    ...{ parent: undefined, notes: undefined, tags: [], particulars: [], oddities: [], training },
  };
  return { model: 'rag', version: name, whole: 'complete', record };
}

describe('ranking by a metric', () => {
  const versions = [
    version('v1', { accuracy: 0 }, { costUsd: 12.5, durationHours: 2 }),
    version('v2', { accuracy: 0.9 }, { costUsd: 4 }),
    version('v3', { accuracy: 0.9, cost_usd: 1 }),
    version('v4', {}),
    { model: 'rag', version: 'v5', whole: 'damaged', problem: 'torn' } as const,
  ];

  test('0 is a score, and of equal ones the older comes first', () => {
    expect(rankByMetric(versions, 'accuracy', 'highest').map(each => each.version)).toEqual([
      'v2',
      'v3',
      'v1',
    ]);
    expect(rankByMetric(versions, 'accuracy', 'lowest')[0]).toEqual({ version: 'v1', value: 0 });
  });

  test('what a training took counts like a metric, behind a measured one of that name', () => {
    expect(rankByMetric(versions, 'cost_usd', 'lowest').map(each => each.value)).toEqual([1, 4, 12.5]);
    expect(rankByMetric(versions, 'duration_hours', 'lowest')).toEqual([{ version: 'v1', value: 2 }]);
  });

  test('names that every object has are no metrics', () => {
    expect(rankByMetric(versions, 'constructor', 'highest')).toEqual([]);
  });
});

test('a training is told by what is known of it', () => {
  const training = { framework: 'unsloth', samples: 223, learningRate: 0.0002, notes: 'lora' };
  expect(listTraining(training)).toEqual([
    ['framework', 'unsloth'],
    ['samples', '223'],
    ['learning rate', '0.0002'],
    ['training notes', 'lora'],
  ]);
  expect(listTrainingMetrics(training)).toEqual({ samples: 223, learning_rate: 0.0002 });
  expect(listTraining(undefined)).toEqual([]);
});

describe('a typed metric', () => {
  test.each([
    ['accuracy=0', { name: 'accuracy', value: 0 }],
    ['loss=-1.5e-3', { name: 'loss', value: -0.0015 }],
    ['a=b=.5', { name: 'a=b', value: 0.5 }],
  ])('%s is one', (word, metric) => {
    expect(parseMetric(word)).toEqual(metric);
  });

  test.each([
    'accuracy',
    '=1',
    'a=',
    'a=NaN',
    'a=Infinity',
    'a=1e999',
    'a=0x10',
    'a=ten',
    ' a=1',
    'a\u001b=1',
    'a= 1',
  ])('%j is none', word => {
    expect(parseMetric(word)).toHaveProperty('problem');
  });
});
