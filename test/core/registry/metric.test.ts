import { expect, test } from 'vitest';
import { describeMetric } from '../../../src/core/registry/metric.ts';

test.each([
  ['bleu4', 'higher', 'ratio'],
  ['rougeL_precision', 'higher', 'ratio'],
  ['rouge2_fmeasure', 'higher', 'ratio'],
  ['perplexity', 'lower', 'perplexity'],
  ['latency_ms', 'lower', 'ms'],
  ['critical_vulnerabilities', 'lower', 'count'],
  ['weighted_score', 'higher', ''],
  ['nobody_declared_this', 'unknown', ''],
  ['constructor', 'unknown', ''],
  ['__proto__', 'unknown', ''],
])('%s is good when %s, in %j', (name, direction, unit) => {
  expect(describeMetric(name)).toEqual({ direction, unit });
});

test('what a policy declares counts before the table', () => {
  const declared = { latency_total: { direction: 'lower', unit: 'ms' } } as const;
  expect(describeMetric('latency_total', declared).unit).toBe('ms');
  expect(describeMetric('groundedness', declared).unit).toBe('score 0..5');
});
