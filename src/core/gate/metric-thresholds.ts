import { describeMetric, type MetricRow } from '../registry/metric.ts';
import type { PoliciesByAlias, PolicyState } from './gate-standing.ts';
import type { MetricsReference, Policy, ThresholdRule } from './policy.ts';

/** What a gate demands of a metric. Equality passes. */
export type MetricThreshold = { readonly operator: '>=' | '<='; readonly threshold: number };

/** The gate of an alias, as metrics are judged by it. */
export type MetricGate = {
  readonly alias: string;
  /** undefined: none is bound, or it cannot be used. */
  readonly policy: Policy | undefined;
};

/** The gate of an alias from its policy as it could be loaded: one that cannot be used demands nothing. Pure. */
export function metricGateOf(alias: string, state: PolicyState | undefined): MetricGate {
  return { alias, policy: state?.state === 'bound' ? state.bound.policy : undefined };
}

/** The gate that metrics are held against where no alias is meant: of the usual alias, else of the first that has one. Pure. */
export function chooseMetricGate(policies: PoliciesByAlias, usualAlias: string): MetricGate {
  const usual = metricGateOf(usualAlias, policies.get(usualAlias));
  if (usual.policy !== undefined) return usual;
  const gates = [...policies].map(([alias, state]) => metricGateOf(alias, state));
  return gates.find(gate => gate.policy !== undefined) ?? usual;
}

/**
 * What a policy demands of a metric as a version records it: its blocking threshold rules on the first set of numbers that it
 * reads the metric from, since a version's own metrics are those of the main evaluation. Of policies that count together, those
 * on the same files of any. Each demand once, in the order of the rules; empty without a policy. Pure.
 */
export function findThresholds(policy: Policy | undefined, metric: string): readonly MetricThreshold[] {
  if (policy === undefined) return [];
  const rules = policy.rules.filter(
    (rule): rule is ThresholdRule =>
      rule.rule === 'threshold' && rule.metric === metric && rule.effect === 'blocks',
  );
  const [first] = rules;
  const found = new Map<string, MetricThreshold>();
  for (const { of, operator, threshold } of rules) {
    if (first !== undefined && placeOf(of, policy) === placeOf(first.of, policy)) {
      found.set(`${operator}${threshold}`, { operator, threshold });
    }
  }
  return [...found.values()];
}

/** Where numbers are read from: combined policies call one file by several names. */
function placeOf({ source, set }: MetricsReference, policy: Policy): string {
  const found = policy.evidence.find(each => each.name === source);
  return JSON.stringify([found?.files ?? source, set]);
}

/** Whether a value reaches one threshold. Pure. */
export function reachesThreshold(value: number, { operator, threshold }: MetricThreshold): boolean {
  return operator === '>=' ? value >= threshold : value <= threshold;
}

/** Whether a value reaches all of them; true of none. Pure. */
export function reachesAll(value: number, thresholds: readonly MetricThreshold[]): boolean {
  return thresholds.every(threshold => reachesThreshold(value, threshold));
}

/** Unit and direction of a metric: as the policy declares them, else as the table of metrics does. Pure. */
export function describeMetricIn(policy: Policy | undefined, metric: string): MetricRow {
  const declared =
    policy && Object.hasOwn(policy.metrics, metric) ? (policy.metrics[metric] as MetricRow) : undefined;
  return declared ?? describeMetric(metric);
}
