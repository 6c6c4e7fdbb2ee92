import { compareMetric, type KnownMetric, knowMetric, type MetricChange } from '../diff/compare-metrics.ts';
import type { PolicyState } from '../gate/gate-standing.ts';
import { type MetricThreshold, reachesAll } from '../gate/metric-thresholds.ts';
import type { LiveSpan } from '../history/model-history.ts';
import type { MetricDirection } from '../registry/metric.ts';
import type { ModelStatus } from '../registry/model-status.ts';
import type { Version, Wholeness } from '../registry/version.ts';
import { wordOfWholeness } from '../registry/wholeness-words.ts';
import { readMetric } from './metric-choice.ts';
import { describeTendency, type Tendency } from './tendency.ts';
import { indexFates, type RolledBack, type VersionFate } from './version-fates.ts';

/** A metric in one version, and what became of that version. */
export type TrendPoint = {
  readonly version: string;
  readonly whole: Wholeness['whole'];
  /** undefined where it was not measured, or the record cannot be read. */
  readonly value: number | undefined;
  /** ISO 8601 UTC; undefined when nobody recorded it. */
  readonly createdAt: string | undefined;
  /** When it was live, under any alias, in order of start. */
  readonly liveSpans: readonly LiveSpan[];
  /** Whether it is live under the alias of the trend. */
  readonly isLive: boolean;
  /** How its last time under the alias was taken back; undefined when it was not. */
  readonly rolledBack: RolledBack | undefined;
  /** The gate when it was last moved to the alias, else its newest verdict for it; undefined without either. */
  readonly gate: VersionFate['gate'];
  /** Whether the value reaches what the gate demands now; undefined without a value or a demand. */
  readonly reaches: boolean | undefined;
  /** Against the version before it that has the metric; undefined for the first. */
  readonly toPrevious: MetricChange | undefined;
  /** Live → this one; undefined when nothing is live, or this is what is live. */
  readonly toLive: MetricChange | undefined;
};

/** A metric across the versions of a model. */
export type Trend = {
  readonly model: string;
  readonly alias: string;
  readonly metric: string;
  readonly unit: string;
  readonly direction: MetricDirection;
  /** Oldest first, by version order. */
  readonly points: readonly TrendPoint[];
  /** Earlier versions that were left out because fewer were asked for. */
  readonly hiddenCount: number;
  /** What the gate of the alias demands of the metric; empty where nothing is. */
  readonly thresholds: readonly MetricThreshold[];
  /** Name of the policy that is bound; undefined without one that can be used. */
  readonly policy: string | undefined;
  /** Why the bound policy cannot be used. */
  readonly policyProblem: string | undefined;
  /** Of the points shown; undefined when the direction is not known or none has a value. The newer of two equal ones. */
  readonly best: TrendPoint | undefined;
  readonly worst: TrendPoint | undefined;
  /** The newest point with a value. */
  readonly newest: TrendPoint | undefined;
  readonly tendency: Tendency;
};

/** What a trend is made from. */
export type TrendInput = {
  readonly status: ModelStatus;
  /** Oldest first, by version order. */
  readonly versions: readonly Version[];
  readonly alias: string;
  readonly metric: string;
  /** Of the alias; undefined: none is bound. */
  readonly policy: PolicyState | undefined;
  /** How many of the newest versions are wanted; undefined: all. */
  readonly last: number | undefined;
};

/** Follows a metric across the versions of a model. Pure. */
export function describeTrend(input: TrendInput): Trend {
  const { status, alias, metric, policy } = input;
  const bound = policy?.state === 'bound' ? policy.bound.policy : undefined;
  const known = knowMetric(metric, bound);
  const all = listPoints(input, known);
  const points = input.last === undefined ? all : all.slice(-input.last);
  const measured = points.filter(hasValue);
  const { unit, direction, thresholds } = known;
  return {
    model: status.index.model,
    ...{ alias, metric, unit, direction, points, thresholds },
    hiddenCount: all.length - points.length,
    policy: bound?.name,
    policyProblem: policy?.state === 'unusable' ? policy.problem : undefined,
    best: findExtreme(measured, direction, 'best'),
    worst: findExtreme(measured, direction, 'worst'),
    newest: measured.at(-1),
    tendency: describeTendency(measured, direction),
  };
}

/** A point whose version has the metric. */
export type MeasuredPoint = TrendPoint & { readonly value: number };

function hasValue(point: TrendPoint): point is MeasuredPoint {
  return point.value !== undefined;
}

function listPoints(
  { status, versions, alias, metric }: TrendInput,
  known: KnownMetric,
): readonly TrendPoint[] {
  const fates = indexFates(status, alias);
  const live = versions.find(version => fates.get(version.version)?.isLive);
  const liveValue = live && readMetric(live, metric);
  let previous: number | undefined;
  const here = versions.filter(version => wordOfWholeness(version) !== 'arriving');
  return here.map(version => {
    const value = readMetric(version, metric);
    const fate = fates.get(version.version);
    const point: TrendPoint = {
      version: version.version,
      whole: version.whole,
      value,
      createdAt: version.whole === 'complete' ? version.record.createdAt : undefined,
      liveSpans: fate?.liveSpans ?? [],
      isLive: fate?.isLive ?? false,
      rolledBack: fate?.rolledBack,
      gate: fate?.gate,
      reaches:
        value === undefined || known.thresholds.length === 0
          ? undefined
          : reachesAll(value, known.thresholds),
      toPrevious: previous === undefined ? undefined : compareMetric(known, previous, value),
      toLive: live === undefined || live === version ? undefined : compareMetric(known, liveValue, value),
    };
    previous = value ?? previous;
    return point;
  });
}

function findExtreme(
  points: readonly MeasuredPoint[],
  direction: MetricDirection,
  wanted: 'best' | 'worst',
): TrendPoint | undefined {
  if (direction === 'unknown') return undefined;
  const wantsHighest = (direction === 'higher') === (wanted === 'best');
  let found: MeasuredPoint | undefined;
  for (const point of points) {
    if (found === undefined || (wantsHighest ? point.value >= found.value : point.value <= found.value)) {
      found = point;
    }
  }
  return found;
}
