import type { MetricReading, MetricSet } from '../evidence/metric-readings.ts';
import { describeMetric, type MetricRow } from '../registry/metric.ts';
import { findRangeProblem, normaliseUnit } from '../registry/unit.ts';
import { makeSafeText } from '../text/safe-text.ts';
import type { MetricsReference, Policy } from './policy.ts';
import { type Found, findSet, type RuleContext, refuse } from './rule-context.ts';

/** A metric that can be compared: a finite number that its unit allows. */
export type MeasuredMetric = {
  readonly value: number;
  readonly repeats: readonly number[];
  readonly unit: string;
  readonly direction: MetricRow['direction'];
  readonly file: string;
  /** What it was read from, for a sentence. */
  readonly where: string;
};

/** What a rule wants of one metric. */
export type MetricWanted = {
  readonly of: MetricsReference;
  readonly metric: string;
  readonly whenMissing: 'inconclusive' | 'skip';
};

/**
 * A metric of the evidence, fit to be compared; otherwise what it means for the rule that it is not: nothing that is missing, no
 * number or impossible in its unit is ever a value. Pure.
 */
export function readMetric(context: RuleContext, wanted: MetricWanted): Found<MeasuredMetric> {
  const { of, metric, whenMissing } = wanted;
  const found = findSet(context, of);
  if (!found.ok) return found;
  const { set, file, where } = found.found;
  const { unit, direction } = describeMeasured(context.input.bound.policy, set, metric);
  const facts = { file, metric, unit };
  const raw = set.get(metric);
  if (raw.state === 'absent' && whenMissing === 'skip')
    return refuse({ ...facts, verdict: 'SKIPPED', reason: `${raw.problem}, and it may be left out.` });
  const reading = checkReading(raw, { metric, unit, set, where });
  switch (reading.state) {
    case 'number':
      return { ok: true, found: { ...reading, unit, direction, file, where } };
    case 'absent':
      return refuse({
        ...facts,
        verdict: 'INCONCLUSIVE',
        reason: `${reading.problem}.`,
        remedy: `Measure ${metric} and evaluate again.`,
      });
    case 'broken':
      return refuse({
        ...facts,
        verdict: 'ERROR',
        reason: `${reading.problem}.`,
        remedy: `Correct ${metric} in ${file}.`,
      });
    default:
      return reading satisfies never;
  }
}

/** Unit and direction of a metric: as the policy says, else the table, else its file for the unit. Pure. */
export function describeMeasured(policy: Policy, set: MetricSet | undefined, metric: string): MetricRow {
  const row = describeMetric(metric, policy.metrics);
  return row.unit === '' ? { ...row, unit: normaliseUnit(set?.unitOf(metric) ?? '') } : row;
}

/** A reading with what it is measured in and where it was read. */
type ReadingPlace = {
  readonly metric: string;
  readonly unit: string;
  readonly set: MetricSet;
  readonly where: string;
};

/**
 * A reading held against its unit, repeat runs included: broken where the file declares another unit or the number is impossible,
 * absent where it says that nothing was measured. Pure.
 */
export function checkReading(reading: MetricReading, place: ReadingPlace): MetricReading {
  if (reading.state !== 'number') return reading;
  const { metric, unit, set, where } = place;
  const declared = set.unitOf(metric);
  if (declared !== undefined && normaliseUnit(declared) !== normaliseUnit(unit)) {
    const conflict = `${where} declares ${nameMetric(metric)} in ${declared}, the policy in ${unit}`;
    return { state: 'broken', problem: conflict };
  }
  for (const value of [reading.value, ...reading.repeats]) {
    const wrong = findRangeProblem(value, unit);
    if (wrong === undefined) continue;
    const state = wrong.kind === 'not-measured' ? 'absent' : 'broken';
    return { state, problem: `${nameMetric(metric)} ${wrong.problem}, in ${where}` };
  }
  return reading;
}

function nameMetric(metric: string): string {
  return makeSafeText(metric, { limit: 60 });
}
