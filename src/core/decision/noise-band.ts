import type { MetricReading } from '../evidence/metric-readings.ts';
import { scoreMetrics } from './score.ts';
import type { Weights } from './weights.ts';

/**
 * Spread (largest minus smallest) of the score over the evaluation and its repeat runs; null without repeats. Where not every
 * run has every metric the runs cannot be told apart, and the answer is the most the score can have moved. Pure.
 */
export function findNoiseBand(
  weights: Weights,
  readMetric: (metric: string) => MetricReading,
): number | null {
  const { contributions } = scoreMetrics(weights, readMetric);
  const runs = contributions.map(({ metric, normalisedWeight }) => ({
    weight: normalisedWeight,
    values: listRuns(readMetric(metric)),
  }));
  const lengths = runs.map(({ values }) => values.length);
  if (Math.max(0, ...lengths) < 2) return null;
  if (new Set(lengths).size > 1)
    return runs.reduce((sum, { weight, values }) => sum + weight * spread(values), 0);
  const scores = Array.from({ length: lengths[0] ?? 0 }, (_, run) =>
    runs.reduce((sum, { weight, values }) => sum + weight * (values[run] ?? 0), 0),
  );
  return spread(scores);
}

function listRuns(reading: MetricReading): readonly number[] {
  return reading.state === 'number' ? [reading.value, ...reading.repeats] : [];
}

function spread(values: readonly number[]): number {
  const most = Math.max(...values) - Math.min(...values);
  return values.length === 0 ? 0 : Math.min(most, Number.MAX_VALUE);
}
