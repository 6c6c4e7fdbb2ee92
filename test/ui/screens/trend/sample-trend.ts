import type { PolicyState } from '../../../../src/core/gate/gate-standing.ts';
import type { Version } from '../../../../src/core/registry/version.ts';
import { followMetric, type LoadedTrend } from '../../../../src/core/session/load-trend.ts';
import { listMetrics } from '../../../../src/core/trend/metric-choice.ts';
import { ragPolicy } from '../../../support/gate-policies.ts';
import { chainOf, loadedVersions, modelIndex, moveLatest, versionOf } from '../models/sample-registry.ts';
import { longReason } from '../models/samples.ts';

const bound: PolicyState = {
  state: 'bound',
  bound: { policy: ragPolicy(), sha256: 'digest', origin: 'built in' },
};

/** v1 to v8 of a model: v3 was never measured, v6 was rolled back to v5, which is live. */
export const values: readonly (number | undefined)[] = [3.1, 3.4, undefined, 3.9, 4.33, 2.74, 4.2, 4.1];

const entries = chainOf('rag', [
  { ...moveLatest(null, 'v1'), at: '2026-11-01T10:00:00.000Z' },
  {
    ...moveLatest('v1', 'v5'),
    at: '2026-11-10T10:00:00.000Z',
    gate: { verdict: 'PASS', overridden: false },
  },
  {
    ...moveLatest('v5', 'v6'),
    at: '2026-11-20T18:00:00.000Z',
    gate: { verdict: 'FAIL', overridden: true },
  },
  {
    ...moveLatest('v6', 'v5'),
    action: 'rollback',
    at: '2026-11-21T03:10:00.000Z',
    actor: 'alice@example.org',
    reason: longReason,
  },
]);

/** What was read of the model, with the metric to look at. */
export function sampleTrend(
  numbers: readonly (number | undefined)[] = values,
  policy: PolicyState | undefined = bound,
  model = 'rag',
): LoadedTrend {
  const index = modelIndex(model, numbers.length, { entries });
  const versions = numbers.map(
    (value, place): Version =>
      versionOf(model, `v${place + 1}`, {
        metrics: value === undefined ? {} : { groundedness: value, latency_total: 9 - value },
      }),
  );
  const loaded = { ...loadedVersions(index), versions };
  const metrics = listMetrics(versions, ragPolicy());
  const empty: LoadedTrend = { loaded, alias: 'latest', policy, metrics, trend: undefined };
  const [main] = metrics;
  return main === undefined ? empty : followMetric(empty, main.metric);
}
