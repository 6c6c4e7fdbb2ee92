import type { MetricReading, MetricSet, Slice } from '../../evidence/metric-readings.ts';
import { createRangeCheck, formatQuantity, normaliseUnit } from '../../registry/unit.ts';
import { cleanDifference, type Operator, reaches } from '../number-comparison.ts';
import type { SlicesRule } from '../policy.ts';
import { checkReading, describeMeasured } from '../read-metric.ts';
import { rankVerdict, type SliceResult, shownPassing, shownSlices, type Verdict } from '../report.ts';
import { findSource, type RuleContext, type RuleEvaluation } from '../rule-context.ts';
import { describeNeed, describeOperator } from '../rule-words.ts';
import { type Badness, compareBadness, createWorstFirst } from '../worst-first.ts';

/** A metric of the rule, with what is the same for every slice. */
type Column = {
  readonly metric: string;
  readonly unit: string;
  readonly canBe: (value: number) => boolean;
  /** Whether the file declares no other unit than the policy. */
  readonly isSameUnit: boolean;
};

/** A metric of a slice, judged. `problem`: why it is no number. */
type JudgedSlice = {
  readonly slice: Slice;
  readonly metric: string;
  readonly unit: string;
  readonly verdict: Verdict;
  readonly value: number | null;
  readonly margin: number;
  readonly problem: string;
};

/** What became of one metric of a slice. */
type Judgement = Pick<JudgedSlice, 'verdict' | 'value' | 'margin' | 'problem'>;

/** What is known after all slices. */
type Tally = { readonly worst: readonly JudgedSlice[]; readonly all: number; readonly bad: number };

/**
 * Judges every metric of every slice against one threshold. Equality passes; no slices, fewer than the report speaks of, a slice
 * without examples and one without the metric are INCONCLUSIVE. Pure.
 */
export function evaluateSlices(rule: SlicesRule, context: RuleContext): RuleEvaluation {
  const { operator, threshold, metrics } = rule;
  const bar = { operator, threshold: Number.isFinite(threshold) ? threshold : null };
  if (!Number.isFinite(threshold) || metrics.length === 0)
    return {
      ...bar,
      verdict: 'ERROR',
      reason: 'The rule names no metric, or its threshold is no finite number.',
    };
  const source = findSource(context, rule.source);
  if (!source.ok) return { ...bar, ...source.evaluation };
  const { name: file, slices, sliceGaps } = source.found;
  if (slices.length === 0) {
    return {
      ...bar,
      file,
      verdict: 'INCONCLUSIVE',
      sliceCounts: { all: 0, bad: 0 },
      reason: `${file} has no slices.`,
      remedy: `Evaluate the slices and replace ${file}.`,
    };
  }
  const tally = judgeAll(rule, context, slices, file);
  return { ...bar, file, ...doubtGaps(conclude(rule, tally, file), sliceGaps, file) };
}

/** Most gaps that are told one by one. */
const shownGaps = 3;

/** Slices that are not there cannot have passed. */
function doubtGaps(evaluation: RuleEvaluation, gaps: readonly string[], file: string): RuleEvaluation {
  if (gaps.length === 0 || evaluation.verdict !== 'PASS') return evaluation;
  const more = gaps.length > shownGaps ? [`and ${gaps.length - shownGaps} more`] : [];
  const reason = `${[...gaps.slice(0, shownGaps), ...more].join('; ')}.`;
  return { ...evaluation, verdict: 'INCONCLUSIVE', reason, remedy: describeRepeat(file) };
}

function judgeAll(rule: SlicesRule, context: RuleContext, slices: readonly Slice[], file: string): Tally {
  const columns = rule.metrics.map(metric => createColumn(metric, context, slices[0]?.metrics));
  const failing = createWorstFirst<Slice>(shownSlices);
  const passing = createWorstFirst<JudgedSlice>(shownPassing);
  let bad = 0;
  for (const slice of slices) {
    let worst: Badness | undefined;
    const { metrics, doubt } = slice;
    for (const column of columns) {
      const judgement = judgeReading(rule, doubt ?? readColumn(column, metrics, slice, file));
      const badness = badnessOf(judgement);
      if (judgement.verdict !== 'PASS') {
        if (worst === undefined || compareBadness(badness, worst) < 0) worst = badness;
      } else if (passing.accepts(badness)) {
        passing.add(badness, { slice, metric: column.metric, unit: column.unit, ...judgement });
      }
    }
    if (worst === undefined) continue;
    bad += 1;
    failing.add(worst, slice);
  }
  const named = failing.list().flatMap(slice => listFailures(rule, columns, slice, file));
  const room = Math.max(0, shownPassing - named.length);
  return { worst: [...named, ...passing.list().slice(0, room)], all: slices.length, bad };
}

/** The values of a slice that do not pass, worst first: judged once more, since few of the slices there are get named. */
function listFailures(
  rule: SlicesRule,
  columns: readonly Column[],
  slice: Slice,
  file: string,
): readonly JudgedSlice[] {
  const { metrics, doubt } = slice;
  return columns
    .map((column): JudgedSlice => {
      const judgement = judgeReading(rule, doubt ?? readColumn(column, metrics, slice, file));
      return { slice, metric: column.metric, unit: column.unit, ...judgement };
    })
    .filter(({ verdict }) => verdict !== 'PASS')
    .sort((one, other) => compareBadness(badnessOf(one), badnessOf(other)));
}

function badnessOf({ verdict, margin }: Pick<JudgedSlice, 'verdict' | 'margin'>): Badness {
  return { rank: rankVerdict(verdict), margin };
}

function createColumn(metric: string, context: RuleContext, set: MetricSet | undefined): Column {
  const { unit } = describeMeasured(context.input.bound.policy, set, metric);
  const declared = set?.unitOf(metric);
  const isSameUnit = declared === undefined || normaliseUnit(declared) === normaliseUnit(unit);
  return { metric, unit, canBe: createRangeCheck(unit), isSameUnit };
}

/** A number that needs no second look is answered at once: there are many, and few are wrong. */
function readColumn(
  { metric, unit, canBe, isSameUnit }: Column,
  set: MetricSet,
  slice: Slice,
  file: string,
): MetricReading {
  const reading = set.get(metric);
  if (reading.state !== 'number' || (isSameUnit && canBe(reading.value))) return reading;
  return checkReading(reading, { metric, unit, set, where: `slice ${slice.value} of ${file}` });
}

function judgeReading({ operator, threshold }: SlicesRule, reading: MetricReading): Judgement {
  if (reading.state !== 'number') {
    const verdict = reading.state === 'absent' ? 'INCONCLUSIVE' : 'ERROR';
    return { verdict, value: null, margin: 0, problem: reading.problem };
  }
  const { value } = reading;
  const margin = operator === '>=' ? value - threshold : threshold - value;
  return { verdict: reaches(value, operator, threshold) ? 'PASS' : 'FAIL', value, margin, problem: '' };
}

function conclude({ operator, threshold, metrics }: SlicesRule, tally: Tally, file: string): RuleEvaluation {
  const { all, bad, worst } = tally;
  const first = worst[0];
  const facts = {
    slices: worst.map(describeSlice),
    sliceCounts: { all, bad },
    ...describeWorst(worst.find(({ value }) => value !== null)),
  };
  const wanted = `${describeOperator(operator)} ${formatQuantity(threshold, first?.unit ?? '')}`;
  if (first === undefined || first.verdict === 'PASS') {
    const nearest = first === undefined ? '' : `; the nearest is ${nameMeasurement(first)}`;
    const who = all === 1 ? `The only slice of ${file} has` : `All ${all} slices of ${file} have`;
    const reason = `${who} ${metrics.join(', ')} ${wanted}${nearest}.`;
    return { ...facts, verdict: 'PASS', reason };
  }
  const counts = `${bad} of ${all} slices of ${file} ${bad === 1 ? 'does' : 'do'} not pass`;
  if (first.verdict === 'FAIL') {
    const reason = `${counts}; the worst is ${nameMeasurement(first)}, and it must be ${wanted}.`;
    return { ...facts, verdict: 'FAIL', reason, remedy: describeRemedy(first, operator) };
  }
  return {
    ...facts,
    verdict: first.verdict,
    reason: `${counts}: ${first.problem}.`,
    remedy: describeRepeat(file),
  };
}

function describeRepeat(file: string): string {
  return `Evaluate the slices again and replace ${file}.`;
}

function describeRemedy(worst: JudgedSlice, operator: Operator): string {
  const need = describeNeed(Number.isFinite(worst.margin) ? worst.margin : null, operator, worst.unit);
  return `${need.slice(0, -1)} for ${worst.metric} of slice ${worst.slice.value}.`;
}

function nameMeasurement({ metric, value, unit, slice }: JudgedSlice): string {
  return `${metric} ${value === null ? '-' : formatQuantity(value, unit)} of slice ${slice.value}`;
}

function describeWorst(
  worst: JudgedSlice | undefined,
): Pick<RuleEvaluation, 'metric' | 'value' | 'margin' | 'unit'> {
  if (worst === undefined) return {};
  const { metric, value, margin, unit } = worst;
  return { metric, value, unit, margin: cleanDifference(margin) };
}

function describeSlice({ slice, metric, value, verdict }: JudgedSlice): SliceResult {
  return { field: slice.field, slice: slice.value, count: slice.count, metric, value, verdict };
}
