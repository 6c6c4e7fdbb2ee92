import type { MetricChange } from '../../../core/diff/compare-metrics.ts';
import type { LiveSpan } from '../../../core/history/model-history.ts';
import type { LoadedTrend } from '../../../core/session/load-trend.ts';
import type { TrendPoint } from '../../../core/trend/trend.ts';
import type { TrendDocument } from '../json/trend.ts';
import { describeThresholds } from './diff-document.ts';
import { describeGateRecord } from './gate-standing-document.ts';

/** A trend as a document. Pure. */
export function describeTrendDocument({ loaded, alias, metrics, trend }: LoadedTrend): TrendDocument {
  return {
    schema: 'lastgood/trend/1',
    model: loaded.status.index.model,
    alias,
    metric: trend?.metric ?? null,
    unit: trend?.unit ?? '',
    direction: trend?.direction ?? 'unknown',
    policy: trend?.policy ?? null,
    policyProblem: trend?.policyProblem ?? null,
    thresholds: describeThresholds(trend?.thresholds ?? []),
    points: (trend?.points ?? []).map(describePoint),
    hiddenCount: trend?.hiddenCount ?? 0,
    best: trend?.best?.version ?? null,
    worst: trend?.worst?.version ?? null,
    newest: trend?.newest?.version ?? null,
    tendency:
      trend === undefined
        ? { movement: 'unknown', versionCount: 0, verdict: 'unknown', words: 'was never measured' }
        : { ...trend.tendency },
    metrics: metrics.map(({ metric, unit, direction, versionCount, newest }) => ({
      metric,
      unit,
      direction,
      versionCount,
      newest,
    })),
  };
}

function describePoint(point: TrendPoint): TrendDocument['points'][number] {
  const { rolledBack, gate } = point;
  return {
    version: point.version,
    whole: point.whole,
    value: point.value ?? null,
    createdAt: point.createdAt ?? null,
    isLive: point.isLive,
    liveSpans: point.liveSpans.map(describeSpan),
    rolledBack:
      rolledBack === undefined
        ? null
        : {
            at: rolledBack.at ?? null,
            actor: rolledBack.actor ?? null,
            reason: rolledBack.reason ?? null,
          },
    gate: gate === undefined ? null : describeGateRecord(gate),
    reaches: point.reaches ?? null,
    toPrevious: describeChange(point.toPrevious),
    toLive: describeChange(point.toLive),
  };
}

function describeSpan({ alias, startedAt, end }: LiveSpan) {
  return { alias, startedAt, endedAt: end?.at ?? null, takenBack: end?.takenBack ?? false };
}

function describeChange(change: MetricChange | undefined) {
  if (change === undefined) return null;
  const { difference, differenceRatio, verdict, crosses } = change;
  return {
    difference: difference ?? null,
    differenceRatio: differenceRatio ?? null,
    verdict,
    crosses: crosses ?? null,
  };
}
