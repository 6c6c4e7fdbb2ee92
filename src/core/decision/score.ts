import type { MetricReading } from '../evidence/metric-readings.ts';
import type { DeployedVersion } from '../gate/evaluate-gate.ts';
import type { Metrics } from '../registry/version.ts';
import type { Contribution, DeployedScore } from './decide.ts';
import { findWeightsProblem, sumWeights, type Weights } from './weights.ts';

/** A weighted score with what it is made of. */
export type Score = {
  /** In the order of the weights. */
  readonly contributions: readonly Contribution[];
  /** Sum of the weights as given. */
  readonly weightSum: number;
  /** The contributions added up in their order; null when one is missing, or the weights cannot be used. */
  readonly score: number | null;
};

/** What S1's own evaluation calls the score it writes beside the metrics. */
export const recordedScore = 'weighted_score';

/**
 * The weighted score of metrics as measured: each weight divided by the sum of all, times its metric. Nothing is rounded. Pure.
 * @see scoring of the original, src/model_selection.py
 */
export function scoreMetrics(weights: Weights, readMetric: (metric: string) => MetricReading): Score {
  const weightSum = sumWeights(weights);
  const isUsable = findWeightsProblem(weights) === undefined;
  const contributions = Object.entries(weights).map(([metric, weight]): Contribution => {
    const reading = readMetric(metric);
    const value = reading.state === 'number' && Number.isFinite(reading.value) ? reading.value : null;
    const normalisedWeight = isUsable ? weight / weightSum : 0;
    const contribution = value === null || !isUsable ? null : normalisedWeight * value;
    return { metric, weight, normalisedWeight, value, contribution };
  });
  return { contributions, weightSum, score: addUp(contributions) };
}

/**
 * The score of a version that was deployed, from its own metrics; where it lacks one of them, the score recorded with it. Pure.
 */
export function scoreDeployed(deployed: DeployedVersion, weights: Weights): DeployedScore {
  const { version, live } = deployed;
  if (!('metrics' in deployed)) return { ...deployed, score: null };
  const { metrics } = deployed;
  const { score, contributions } = scoreMetrics(weights, metric => readOwnMetric(metrics, metric));
  if (score !== null) return { version, live, score };
  const recorded = readOwnMetric(metrics, recordedScore);
  if (recorded.state === 'number') return { version, live, score: recorded.value };
  const missing = contributions.filter(({ value }) => value === null).map(({ metric }) => metric);
  const problem = missing.length === 0 ? 'no score can be made' : `it has no ${missing.join(', no ')}`;
  return { version, live, score: null, problem };
}

/** A metric of a version's record as a reading. Pure. */
export function readOwnMetric(metrics: Metrics, metric: string): MetricReading {
  const value = Object.hasOwn(metrics, metric) ? metrics[metric] : undefined;
  if (value === undefined) return { state: 'absent', problem: `${metric} is not there` };
  if (!Number.isFinite(value)) return { state: 'broken', problem: `${metric} is ${String(value)}` };
  return { state: 'number', value, repeats: [] };
}

function addUp(contributions: readonly Contribution[]): number | null {
  let sum = 0;
  for (const { contribution } of contributions) {
    if (contribution === null) return null;
    sum += contribution;
  }
  return contributions.length > 0 && Number.isFinite(sum) ? sum : null;
}
