import { InvalidInputError } from '../errors/app-error.ts';
import type { MetricRow } from '../registry/metric.ts';
import { describeMetricIn } from './metric-thresholds.ts';
import type { MetricsReference, Policy, Rule } from './policy.ts';

/**
 * Several policies as one that passes only if each of them does. Sources and rules are called by the policy's name and their own,
 * `rag.main` and `rag.main.groundedness`; a single policy stays as it is. A verdict counts as long as the shortest of them says.
 * Pure.
 * @throws InvalidInputError invalid-policy when two of them mean different things by one metric
 */
export function combinePolicies(policies: readonly [Policy, ...(readonly Policy[])]): Policy {
  const [first, ...others] = policies;
  if (others.length === 0) return first;
  const prefixes = choosePrefixes(policies);
  const prefixed = policies.map((policy, place) => prefixPolicy(policy, prefixes[place] ?? policy.name));
  return {
    name: prefixes.join(' + '),
    description: policies.map(policy => policy.description).join(' '),
    maxAgeMs: Math.min(...policies.map(policy => policy.maxAgeMs)),
    metrics: combineMetrics(policies),
    evidence: prefixed.flatMap(policy => policy.evidence),
    rules: prefixed.flatMap(policy => policy.rules),
    statusFiles: policies.some(policy => policy.statusFiles === 'quality-gate') ? 'quality-gate' : 'none',
  };
}

/** Names of metrics that the rules of a policy judge. Pure. */
export function listJudgedMetrics(policy: Policy): readonly string[] {
  return [...new Set(policy.rules.flatMap(listMetricsOf))];
}

function listMetricsOf(rule: Rule): readonly string[] {
  switch (rule.rule) {
    case 'threshold':
    case 'noRegression':
      return [rule.metric];
    case 'slices':
      return rule.metrics;
    case 'weightedScore':
      return Object.keys(rule.weights);
    case 'votes':
    case 'requiredFiles':
    case 'maxAge':
    case 'digest':
      return [];
    default:
      return rule satisfies never;
  }
}

/** The names, and for a name that comes again, as it does with other thresholds, `rag-2`. */
function choosePrefixes(policies: readonly Policy[]): readonly string[] {
  const taken = new Set<string>();
  for (const { name } of policies) {
    let prefix = name;
    for (let count = 2; taken.has(prefix); count += 1) prefix = `${name}-${count}`;
    taken.add(prefix);
  }
  return [...taken];
}

function combineMetrics(policies: readonly Policy[]): Readonly<Record<string, MetricRow>> {
  const seen = new Map<string, { readonly policy: string; readonly row: MetricRow }>();
  for (const policy of policies) {
    for (const metric of new Set([...listJudgedMetrics(policy), ...Object.keys(policy.metrics)])) {
      const row = describeMetricIn(policy, metric);
      const other = seen.get(metric);
      if (other !== undefined && (other.row.unit !== row.unit || other.row.direction !== row.direction)) {
        throw refuseMetric(metric, other, { policy: policy.name, row });
      }
      seen.set(metric, { policy: policy.name, row });
    }
  }
  return Object.fromEntries(policies.flatMap(policy => Object.entries(policy.metrics)));
}

type MetricUse = { readonly policy: string; readonly row: MetricRow };

function refuseMetric(metric: string, one: MetricUse, other: MetricUse): InvalidInputError {
  const describe = ({ policy, row }: MetricUse): string =>
    `${policy} in ${row.unit || 'no unit'} (better: ${row.direction})`;
  return new InvalidInputError(
    'invalid-policy',
    `Two policies that count together mean different things by ${metric}: ${describe(one)}, ${describe(other)}.`,
    { hint: 'Declare the metric the same way in both policies, or bind only one of them.', data: { metric } },
  );
}

function prefixPolicy(policy: Policy, prefix: string): Policy {
  return {
    ...policy,
    evidence: policy.evidence.map(source => ({ ...source, name: `${prefix}.${source.name}` })),
    rules: policy.rules.map(rule => prefixRule(rule, prefix)),
  };
}

function prefixRule(rule: Rule, prefix: string): Rule {
  const id = `${prefix}.${rule.id}`;
  const rename = (source: string): string => `${prefix}.${source}`;
  const renameIn = (of: MetricsReference): MetricsReference => ({ ...of, source: rename(of.source) });
  switch (rule.rule) {
    case 'threshold':
    case 'weightedScore':
      return { ...rule, id, of: renameIn(rule.of) };
    case 'noRegression':
      return {
        ...rule,
        id,
        of: renameIn(rule.of),
        against: rule.against === 'live' ? 'live' : renameIn(rule.against),
      };
    case 'slices':
    case 'votes':
    case 'maxAge':
      return { ...rule, id, source: rename(rule.source) };
    case 'requiredFiles':
      return { ...rule, id, sources: rule.sources.map(rename) };
    case 'digest':
      return { ...rule, id };
    default:
      return rule satisfies never;
  }
}
