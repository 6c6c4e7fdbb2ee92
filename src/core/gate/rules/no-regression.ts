import { exceeds } from '../../decision/exceeds.ts';
import { findRangeProblem, formatQuantity } from '../../registry/unit.ts';
import { measureSpread } from '../noise-spread.ts';
import { cleanDifference, countTellingDigits, formatDifference } from '../number-comparison.ts';
import type { NoRegressionRule } from '../policy.ts';
import { type MeasuredMetric, readMetric } from '../read-metric.ts';
import { type Found, type RuleContext, type RuleEvaluation, refuse } from '../rule-context.ts';
import { describeNeed, formatChange } from '../rule-words.ts';

/** What a metric is held against, and what that is called in a sentence. */
type BaselineValue = { readonly value: number; readonly where: string };

/**
 * Judges a number that may get worse by at most a limit, in the direction of its metric. Without a limit the comparison is exact; the
 * limit itself is a computed difference and is met within the tolerance of one. Nothing live: passes as the first. Pure.
 */
export function evaluateNoRegression(rule: NoRegressionRule, context: RuleContext): RuleEvaluation {
  const { metric, limit } = rule;
  if (!Number.isFinite(limit.value) || limit.value < 0)
    return {
      metric,
      verdict: 'ERROR',
      reason: `The limit of ${metric} is ${limit.value}: it must be 0 or more.`,
    };
  const read = readMetric(context, rule);
  if (!read.ok) return { metric, ...read.evaluation };
  const measured = read.found;
  const facts = { metric, file: measured.file, unit: measured.unit, value: measured.value };
  if (measured.direction === 'unknown') {
    const reason = `Nobody has declared whether more or less of ${metric} is good.`;
    return { ...facts, verdict: 'ERROR', reason, remedy: `Declare ${metric} in the policy.` };
  }
  const baseline = findBaseline(rule, context, measured);
  if (!baseline.ok) return { ...facts, ...baseline.evaluation, ...factsOf(measured) };
  return { ...facts, ...compare(rule, measured, baseline.found) };
}

/** The file of the result is the one that was judged, whatever happened to the one it is held against. */
function factsOf({ file, unit, value }: MeasuredMetric): Pick<RuleEvaluation, 'file' | 'unit' | 'value'> {
  return { file, unit, value };
}

function findBaseline(
  rule: NoRegressionRule,
  context: RuleContext,
  measured: MeasuredMetric,
): Found<BaselineValue> {
  if (rule.against === 'live') return findLiveValue(rule, context, measured.unit);
  return readMetric(context, { of: rule.against, metric: rule.metric, whenMissing: rule.whenMissing });
}

function findLiveValue(
  { metric, whenMissing }: NoRegressionRule,
  { input: { live } }: RuleContext,
  unit: string,
): Found<BaselineValue> {
  switch (live.state) {
    case 'not-asked':
      return refuse({
        verdict: 'INCONCLUSIVE',
        reason: `${metric} is compared with what is live, and no model was named.`,
        remedy: 'Name the model and the version.',
      });
    case 'nothing-live':
      return refuse({ verdict: 'PASS', reason: `This is the first: nothing is live under ${live.alias}.` });
    case 'unreadable':
      return refuse({
        verdict: 'ERROR',
        reason: `${live.version}, live under ${live.alias}, cannot be read: ${live.problem}.`,
        remedy: `Repair ${live.version}.`,
      });
    case 'live': {
      const where = `${live.version}, live under ${live.alias}`;
      const value = Object.hasOwn(live.metrics, metric) ? live.metrics[metric] : undefined;
      if (value === undefined) {
        const reason = `${where}, has no ${metric} to compare with`;
        return whenMissing === 'skip'
          ? refuse({ verdict: 'SKIPPED', reason: `${reason}, and it may be left out.` })
          : refuse({ verdict: 'INCONCLUSIVE', reason: `${reason}.` });
      }
      const wrong = Number.isFinite(value) ? findRangeProblem(value, unit) : undefined;
      if (!Number.isFinite(value) || wrong !== undefined) {
        const problem = wrong?.problem ?? `is ${value}`;
        const verdict = wrong?.kind === 'not-measured' ? 'INCONCLUSIVE' : 'ERROR';
        return refuse({ verdict, reason: `${metric} of ${where}, ${problem}.` });
      }
      return { ok: true, found: { value, where } };
    }
    default:
      return live satisfies never;
  }
}

function compare(rule: NoRegressionRule, measured: MeasuredMetric, baseline: BaselineValue): RuleEvaluation {
  const { value, repeats, unit, where } = measured;
  const { metric, limit } = rule;
  const isHigherBetter = measured.direction === 'higher';
  const operator = isHigherBetter ? '>=' : '<=';
  const allowed = limit.by === 'absolute' ? limit.value : limit.value * Math.abs(baseline.value);
  const worse = isHigherBetter ? baseline.value - value : value - baseline.value;
  if (!Number.isFinite(allowed) || !Number.isFinite(worse))
    return { verdict: 'ERROR', reason: `${metric} cannot be compared: the numbers are too large.` };
  const between = [value, baseline.value] as const;
  const passes = allowed === 0 ? worse <= 0 : !exceeds(worse, allowed, between);
  const noiseBand = measureSpread(value, repeats);
  const margin = cleanDifference(allowed - worse);
  const numbers: Partial<RuleEvaluation> = {
    operator,
    threshold: cleanDifference(isHigherBetter ? baseline.value - allowed : baseline.value + allowed),
    margin: passes && margin !== null ? Math.max(0, margin) : margin,
    noiseBand,
  };
  const sides =
    `${metric} is ${formatQuantity(value, unit)} in ${where}, ` +
    `against ${formatQuantity(baseline.value, unit)} in ${baseline.where}`;
  if (passes) return { ...numbers, verdict: 'PASS', reason: `${sides}: ${describeChange(worse, unit)}.` };
  const isNoise = noiseBand !== null && !exceeds(worse, noiseBand, between);
  const digits = Math.max(
    countTellingDigits(worse, allowed),
    countTellingDigits(worse, noiseBand ?? allowed),
  );
  const lost = `${sides}: ${describeChange(worse, unit, digits)}; ${describeLimit(limit, allowed, unit, digits)}`;
  if (isNoise) {
    const reason = `${lost}, and the repeat runs differ by ${formatChange(noiseBand, unit, digits)}.`;
    return { ...numbers, verdict: 'INCONCLUSIVE', reason, remedy: 'Evaluate more examples or more runs.' };
  }
  return { ...numbers, verdict: 'FAIL', reason: `${lost}.`, remedy: describeNeed(margin, operator, unit) };
}

function describeChange(worse: number, unit: string, digits?: number): string {
  if (worse === 0) return 'no change';
  return `${worse > 0 ? 'worse' : 'better'} by ${formatChange(worse, unit, digits)}`;
}

function describeLimit(
  limit: NoRegressionRule['limit'],
  allowed: number,
  unit: string,
  digits: number,
): string {
  if (limit.value === 0) return 'it must not get worse';
  const size = formatChange(allowed, unit, digits);
  return limit.by === 'absolute'
    ? `at most ${size} is allowed`
    : `at most ${formatDifference(limit.value * 100)}%, which is ${size}, is allowed`;
}
