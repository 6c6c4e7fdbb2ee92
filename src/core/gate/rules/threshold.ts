import { formatQuantity } from '../../registry/unit.ts';
import { measureSpread } from '../noise-spread.ts';
import { measureMargin, reaches } from '../number-comparison.ts';
import type { ThresholdRule } from '../policy.ts';
import { readMetric } from '../read-metric.ts';
import type { RuleContext, RuleEvaluation } from '../rule-context.ts';
import { describeNeed, describeOperator } from '../rule-words.ts';

/** Judges a number against a fixed one, exactly. Equality passes. Pure. */
export function evaluateThreshold(rule: ThresholdRule, context: RuleContext): RuleEvaluation {
  const { metric, operator, threshold } = rule;
  const bar = { metric, operator, threshold: Number.isFinite(threshold) ? threshold : null };
  if (!Number.isFinite(threshold))
    return { ...bar, verdict: 'ERROR', reason: `The threshold of ${metric} is no finite number.` };
  const read = readMetric(context, rule);
  if (!read.ok) return { ...bar, ...read.evaluation };
  const { value, repeats, unit, file, where } = read.found;
  const passes = reaches(value, operator, threshold);
  const margin = measureMargin(value, operator, threshold);
  const measured = `${metric} is ${formatQuantity(value, unit)} in ${where}`;
  const wanted = `${describeOperator(operator)} ${formatQuantity(threshold, unit)}`;
  return {
    ...bar,
    verdict: passes ? 'PASS' : 'FAIL',
    file,
    unit,
    value,
    margin,
    noiseBand: measureSpread(value, repeats),
    reason: passes ? `${measured}, ${wanted}.` : `${measured}; it must be ${wanted}.`,
    remedy: passes ? null : describeNeed(margin, operator, unit),
  };
}
