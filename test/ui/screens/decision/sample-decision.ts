import { type Decision, decide } from '../../../../src/core/decision/decide.ts';
import { readOwnMetric } from '../../../../src/core/decision/score.ts';
import { defaultMinImprovement, defaultWeights } from '../../../../src/core/decision/weights.ts';
import type { MetricReading } from '../../../../src/core/evidence/metric-readings.ts';
import type { DecisionView } from '../../../../src/core/session/load-decision.ts';
import { judgedModel } from '../gate/sample-gate.ts';

/** The metrics of S1's documented example: they score 0.257865. */
export const documented = {
  bleu1: 0.3713,
  bleu2: 0.2622,
  bleu3: 0.2035,
  bleu4: 0.1603,
  rougeL_precision: 0.6641,
};

/** What a version is compared with, by score. */
export type Deployed = Parameters<typeof decide>[0]['deployed'];

/** A decision by S1's weights. */
export function decisionOf(
  metrics: Readonly<Record<string, number>>,
  deployed: Deployed = [],
  changes: Partial<Parameters<typeof decide>[0]> = {},
): Decision {
  const readMetric = (metric: string): MetricReading => readOwnMetric(metrics, metric);
  return decide({
    weights: defaultWeights,
    minImprovement: defaultMinImprovement,
    readMetric,
    deployed,
    ...changes,
  });
}

/** Metrics whose runs were repeated. */
export function repeated(metrics: Readonly<Record<string, number>>, spread: number) {
  return (metric: string): MetricReading => {
    const reading = readOwnMetric(metrics, metric);
    return reading.state === 'number' ? { ...reading, repeats: [reading.value + spread] } : reading;
  };
}

/** The decision about v3 for `latest`, made now by the usual weights unless told. */
export function decisionView(decision: Decision, changes: Partial<DecisionView> = {}): DecisionView {
  const missing = decision.contributions.flatMap(each => (each.value === null ? [each.metric] : []));
  return {
    loaded: judgedModel([]),
    version: 'v3',
    alias: 'latest',
    decision,
    basis: { by: 'usual-weights' },
    missing,
    ...changes,
  };
}
