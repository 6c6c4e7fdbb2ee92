import { describe, expect, test } from 'vitest';
import type { PolicyState } from '../../../src/core/gate/gate-standing.ts';
import type { HistoryEntry } from '../../../src/core/history/entry.ts';
import type { Version } from '../../../src/core/registry/version.ts';
import { listMetrics } from '../../../src/core/trend/metric-choice.ts';
import { describeTrend, type Trend, type TrendInput } from '../../../src/core/trend/trend.ts';
import { ragPolicy } from '../../support/gate-policies.ts';
import {
  chainOf,
  modelIndex,
  moveLatest,
  statusOf,
  versionOf,
} from '../../ui/screens/models/sample-registry.ts';

const bound: PolicyState = {
  state: 'bound',
  bound: { policy: ragPolicy(), sha256: 'digest', origin: 'built in' },
};

/** v1 to v4: v1 and v2 were live, v3 was rolled back to v2, v4 was never live. */
const entries = chainOf('rag', [
  { ...moveLatest(null, 'v1'), at: '2026-11-01T10:00:00.000Z' },
  {
    ...moveLatest('v1', 'v2'),
    at: '2026-11-10T10:00:00.000Z',
    gate: { verdict: 'PASS', overridden: false },
  },
  {
    ...moveLatest('v2', 'v3'),
    at: '2026-11-20T18:00:00.000Z',
    gate: { verdict: 'FAIL', overridden: true },
    reason: 'hotfix',
  },
  {
    ...moveLatest('v3', 'v2'),
    action: 'rollback',
    at: '2026-11-21T03:10:00.000Z',
    actor: 'alice@example.org',
    reason: 'INC-42',
  },
]);

const values = [3.5, 4, 2.74, 3.9];

function versionsOf(numbers: readonly (number | undefined)[] = values): readonly Version[] {
  return numbers.map((value, place) =>
    versionOf('rag', `v${place + 1}`, { metrics: value === undefined ? {} : { groundedness: value } }),
  );
}

function trendOf(changes: Partial<TrendInput> = {}, history = entries): Trend {
  return describeTrend({
    status: statusOf(modelIndex('rag', 4, { entries: history })),
    versions: versionsOf(),
    alias: 'latest',
    metric: 'groundedness',
    policy: bound,
    last: undefined,
    ...changes,
  });
}

const pointOf = (trend: Trend, version: string) => trend.points.find(point => point.version === version);

describe('a point of a trend', () => {
  test('says whether it is live, and against what is live and the one before', () => {
    const point = pointOf(trendOf(), 'v4');
    expect(point?.isLive).toBe(false);
    expect(point?.toLive).toMatchObject({ before: 4, after: 3.9, verdict: 'worse' });
    expect(point?.toPrevious).toMatchObject({ before: 2.74, after: 3.9, crosses: 'now passes' });
  });

  test('says when it was live, and that it is again', () => {
    const point = pointOf(trendOf(), 'v2');
    expect(point?.isLive).toBe(true);
    expect(point?.rolledBack).toBeUndefined();
    expect(point?.liveSpans.map(span => span.end?.at)).toEqual(['2026-11-20T18:00:00.000Z', undefined]);
    expect(point?.toLive).toBeUndefined();
  });

  test('says by whom and why it was rolled back, and what its gate was', () => {
    const point = pointOf(trendOf(), 'v3');
    expect(point?.rolledBack).toEqual({
      at: '2026-11-21T03:10:00.000Z',
      actor: 'alice@example.org',
      reason: 'INC-42',
    });
    expect(point?.gate).toEqual({ verdict: 'FAIL', overridden: true });
    expect(point?.reaches).toBe(false);
  });

  test('tells of a rollback that another program did', () => {
    const fact = {
      kind: 'rolled-back-before',
      version: 'v3',
      target: 'v2',
      at: '2026-10-01T00:00:00.000Z',
      actor: 'octocat',
      reason: 'spike',
    } as const;
    const adopted: Partial<HistoryEntry> = { action: 'adopt', ...moveLatest(null, 'v2'), facts: [fact] };
    const point = pointOf(trendOf({}, chainOf('rag', [adopted])), 'v3');
    expect(point?.rolledBack).toEqual({ at: fact.at, actor: 'octocat', reason: 'spike' });
  });

  test('has the verdict that was recorded for it, where it was never live', () => {
    const gated = {
      kind: 'gated',
      version: 'v4',
      alias: 'latest',
      verdict: 'INCONCLUSIVE',
      policy: 'rag',
      policySha256: 'digest',
      reportSha256: 'digest',
      evaluatedAt: '2026-11-21T04:00:00.000Z',
      expiresAt: '2026-11-28T04:00:00.000Z',
    } as const;
    const chain = chainOf('rag', [moveLatest(null, 'v2'), { action: 'gate', moves: [], facts: [gated] }]);
    expect(pointOf(trendOf({}, chain), 'v4')?.gate).toEqual({ verdict: 'INCONCLUSIVE', overridden: false });
  });

  test('of a version without the metric has no value, and the next one is held against the one before it', () => {
    const trend = trendOf({ versions: versionsOf([3.5, undefined, undefined, 2.9]) });
    expect(pointOf(trend, 'v2')).toMatchObject({ value: undefined, reaches: undefined });
    expect(pointOf(trend, 'v4')?.toPrevious).toMatchObject({ before: 3.5, crosses: 'now fails' });
  });

  test('of a damaged version has no value', () => {
    const versions: readonly Version[] = [
      ...versionsOf([3.5]),
      { model: 'rag', version: 'v2', whole: 'damaged', problem: 'torn' },
    ];
    expect(pointOf(trendOf({ versions }), 'v2')).toMatchObject({ whole: 'damaged', value: undefined });
  });
});

describe('a trend', () => {
  test('has the threshold of the bound policy, and which points do not reach it', () => {
    const trend = trendOf();
    expect(trend.thresholds).toEqual([{ operator: '>=', threshold: 3 }]);
    expect(trend.points.map(point => point.reaches)).toEqual([true, true, false, true]);
  });

  test('knows best and worst by the direction of the metric', () => {
    expect([trendOf().best?.version, trendOf().worst?.version]).toEqual(['v2', 'v3']);
    const none = trendOf({ metric: 'examples' });
    expect([none.best, none.worst, none.newest]).toEqual([undefined, undefined, undefined]);
  });

  test('of two equal ones the newer is the best', () => {
    expect(trendOf({ versions: versionsOf([4, 4, 3]) }).best?.version).toBe('v2');
  });

  test('of the last two keeps what was before them: the difference to the version before stays', () => {
    const trend = trendOf({ last: 2 });
    expect(trend.points.map(point => point.version)).toEqual(['v3', 'v4']);
    expect(trend.hiddenCount).toBe(2);
    expect(trend.points[0]?.toPrevious).toMatchObject({ before: 4 });
    expect(trend.tendency.words).toBe('rises from v3 to v4, getting better');
  });

  test('without a policy has no threshold, and says when one cannot be used', () => {
    expect(trendOf({ policy: undefined })).toMatchObject({ thresholds: [], policy: undefined });
    const unusable = trendOf({ policy: { state: 'unusable', problem: 'line 3 is wrong' } });
    expect(unusable).toMatchObject({ thresholds: [], policyProblem: 'line 3 is wrong' });
  });

  test('of ten thousand versions with a thousand moves is made in a moment', () => {
    const count = 10_000;
    const long = chainOf(
      'rag',
      Array.from({ length: 1000 }, (_, place) =>
        moveLatest(place === 0 ? null : `v${place}`, `v${place + 1}`),
      ),
    );
    const numbers = Array.from({ length: count }, (_, place) => place % 5);
    const input: Partial<TrendInput> = {
      status: statusOf(modelIndex('rag', count, { entries: long })),
      versions: versionsOf(numbers),
    };
    // The least of several: another process may take the processor away in the middle of one.
    const costsMs = [1, 2, 3].map(() => {
      const startedAt = performance.now();
      expect(trendOf(input).points).toHaveLength(count);
      return performance.now() - startedAt;
    });
    expect(Math.min(...costsMs)).toBeLessThan(1000);
  });
});

test('metrics are listed with the telling ones first, how many versions have them and the newest value', () => {
  const versions = [
    versionOf('rag', 'v1', { metrics: { recall: 0.5, groundedness: 3 } }),
    versionOf('rag', 'v2', { metrics: { groundedness: 4, accuracy: 0.9 } }),
  ];
  expect(listMetrics(versions)).toMatchObject([
    { metric: 'groundedness', versionCount: 2, newest: 4, unit: 'score 0..5', direction: 'higher' },
    { metric: 'accuracy', versionCount: 1, newest: 0.9 },
    { metric: 'recall', versionCount: 1, newest: 0.5 },
  ]);
});
