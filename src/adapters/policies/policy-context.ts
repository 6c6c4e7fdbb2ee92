import { setsOfFormat } from '../../core/evidence/evidence-sets.ts';
import { type EvidenceSource, type MetricsReference, mainSet } from '../../core/gate/policy.ts';
import { describeMetric, type MetricRow } from '../../core/registry/metric.ts';
import { findRangeProblem } from '../../core/registry/unit.ts';
import { findNearest } from '../../core/text/find-nearest.ts';
import type { KeyPath } from '../files/key-path.ts';

/** What is wrong with a policy beyond the form of its keys: where, and in words that follow the path. */
export type PolicyProblem = { readonly path: KeyPath; readonly problem: string };

/** What the rules of a policy are made with. */
export type PolicyContext = {
  readonly sources: ReadonlyMap<string, EvidenceSource>;
  /** Metrics that the policy declares itself. */
  readonly metrics: Readonly<Record<string, MetricRow>>;
  /** Notes a problem. Whatever is made nevertheless is thrown away. */
  readonly note: (path: KeyPath, problem: string) => void;
};

/** The source of a name; notes when there is none. */
export function findSource(context: PolicyContext, name: string, path: KeyPath): EvidenceSource | undefined {
  const source = context.sources.get(name);
  if (source !== undefined) return source;
  const names = [...context.sources.keys()];
  const nearest = findNearest(name, names);
  const meant = nearest === undefined ? '' : ` (${nearest} is meant?)`;
  context.note(path, `there is no evidence called ${name}${meant}; there are ${names.join(', ') || 'none'}`);
  return undefined;
}

/** The set of numbers that `main` or `tuning.best` names; notes when there is none. */
export function readReference(context: PolicyContext, text: string, path: KeyPath): MetricsReference {
  const [name = '', set = mainSet] = text.split('.');
  const source = findSource(context, name, path);
  if (source !== undefined) {
    const sets: readonly string[] = setsOfFormat[source.format];
    if (source.format === 'user-feedback')
      context.note(path, `${name} has votes only; a rule votes judges them`);
    else if (sets.length === 0) context.note(path, `${name} has slices only; a rule slices judges them`);
    else if (!sets.includes(set)) {
      const known = sets.map(each => (each === mainSet ? name : `${name}.${each}`)).join(' or ');
      context.note(
        path,
        `a ${source.format} has no ${text.includes('.') ? set : 'numbers of its own'}; write ${known}`,
      );
    }
  }
  return { source: name, set };
}

/** A bound as it is written. */
type WrittenBounds = { readonly min?: number | undefined; readonly max?: number | undefined };

/** A bound as a rule has it. */
export type Bound = { readonly operator: '>=' | '<='; readonly threshold: number };

/** The bound of `min` or `max`; notes what no value of the metrics could be held against. */
export function readBound(
  context: PolicyContext,
  { min, max }: WrittenBounds,
  metrics: readonly string[],
  path: KeyPath,
): Bound {
  if ((min === undefined) === (max === undefined)) {
    context.note(
      path,
      min === undefined ? 'min or max is missing' : 'min and max stand together; make two rules',
    );
  }
  const bound: Bound =
    min === undefined ? { operator: '<=', threshold: max ?? 0 } : { operator: '>=', threshold: min };
  for (const metric of metrics) {
    const problem = findBoundProblem(metric, bound, describeMetric(metric, context.metrics));
    if (problem !== undefined) context.note([...path, min === undefined ? 'max' : 'min'], problem);
  }
  return bound;
}

/** A floor under what is better when lower would fail what got better: improving must never cost a pass. */
function findBoundProblem(
  metric: string,
  { operator, threshold }: Bound,
  row: MetricRow,
): string | undefined {
  const fitting = operator === '>=' ? 'higher' : 'lower';
  if (row.direction !== 'unknown' && row.direction !== fitting) {
    const other = operator === '>=' ? 'max' : 'min';
    return `${metric} is better when ${row.direction}; use ${other}, or declare another direction under metrics`;
  }
  const range = findRangeProblem(threshold, row.unit);
  return range === undefined ? undefined : `the threshold of ${metric} ${range.problem}`;
}

/** Notes a metric of which nobody has said what is better. */
export function requireDirection(context: PolicyContext, metric: string, path: KeyPath): void {
  if (describeMetric(metric, context.metrics).direction !== 'unknown') return;
  context.note(path, `it is not known what is better for ${metric}; declare its direction under metrics`);
}
