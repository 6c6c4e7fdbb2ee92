import { InvalidInputError, NotFoundError } from '../errors/app-error.ts';
import type { PolicyState } from '../gate/gate-standing.ts';
import { findLiveVersion } from '../plan/find-version.ts';
import type { ModelStatus } from '../registry/model-status.ts';
import { listNearest } from '../text/find-nearest.ts';
import { makeSafeText } from '../text/safe-text.ts';
import { chooseMainMetric, type ListedMetric, listMetrics, trendLength } from '../trend/metric-choice.ts';
import { describeTrend, type Trend } from '../trend/trend.ts';
import { type LoadedVersions, loadVersions } from './load-model.ts';
import { findPolicy } from './load-policies.ts';
import type { Session } from './session.ts';

/** What is asked of a trend. */
export type TrendQuery = {
  readonly model: string;
  /** undefined: the model's main metric. */
  readonly metric: string | undefined;
  /** undefined: the usual one, or where nothing is live under it the first under which something is. */
  readonly alias: string | undefined;
  /** How many of the newest versions; undefined: all. */
  readonly last?: number;
};

/** A trend with the model it is of, and the metrics it could be of. */
export type LoadedTrend = {
  readonly loaded: LoadedVersions;
  readonly alias: string;
  /** Of the alias; undefined: none is bound. */
  readonly policy: PolicyState | undefined;
  /** Most telling first; empty when no version has a metric. */
  readonly metrics: readonly ListedMetric[];
  /** undefined when no version has a metric and none was named. */
  readonly trend: Trend | undefined;
};

/**
 * Follows a metric across the versions of a model.
 * @throws NotFoundError model-not-found, registry-not-found, metric-not-found; InvalidInputError usage for a `last` below 1
 */
export async function loadTrend(
  session: Session,
  query: TrendQuery,
  signal?: AbortSignal,
): Promise<LoadedTrend> {
  const { model, last } = query;
  if (last !== undefined && last < 1) throw new InvalidInputError('usage', 'A trend has at least 1 version.');
  const loaded = await loadVersions(session, model, 'listing', signal);
  const alias = query.alias ?? chooseAlias(loaded.status);
  const policy = loaded.policies.get(alias) ?? (await findPolicy(session, loaded.status.index.model, alias));
  const metrics = listMetrics(loaded.versions, policyOf(policy));
  const empty: LoadedTrend = { loaded, alias, policy, metrics, trend: undefined };
  const metric =
    query.metric === undefined ? findMainMetric(loaded, metrics) : checkMetric(loaded, metrics, query.metric);
  return metric === undefined ? empty : followMetric(empty, metric, last);
}

/** The same with the trend of another metric. Pure: nothing is read again. */
export function followMetric(
  loadedTrend: LoadedTrend,
  metric: string,
  last?: number,
): LoadedTrend & { readonly trend: Trend } {
  const { loaded, alias, policy } = loadedTrend;
  const { status, versions } = loaded;
  return { ...loadedTrend, trend: describeTrend({ status, versions, alias, metric, policy, last }) };
}

/** The usual alias, or where nothing is live under it the first under which something is. */
function chooseAlias(status: ModelStatus): string {
  if (findLiveVersion(status, status.usualAlias) !== undefined) return status.usualAlias;
  const live = [...status.effective.aliases].find(([, { version }]) => version !== null);
  return live?.[0] ?? status.usualAlias;
}

function policyOf(policy: PolicyState | undefined) {
  return policy?.state === 'bound' ? policy.bound.policy : undefined;
}

/** As the overview chooses: by the newest versions, and where they have no metric by all. */
function findMainMetric({ versions }: LoadedVersions, metrics: readonly ListedMetric[]): string | undefined {
  const newest = versions.filter(version => version.whole !== 'incomplete').slice(-trendLength);
  return chooseMainMetric(newest) ?? metrics[0]?.metric;
}

/** Names a hint offers. */
const offeredNames = 3;

function checkMetric({ status }: LoadedVersions, metrics: readonly ListedMetric[], wanted: string): string {
  if (metrics.some(({ metric }) => metric === wanted)) return wanted;
  const { model } = status.index;
  const names = metrics.map(({ metric }) => metric);
  const nearest = listNearest(wanted, names, offeredNames).map(name => makeSafeText(name, { limit: 80 }));
  const shown = makeSafeText(wanted, { limit: 80 });
  throw new NotFoundError('metric-not-found', `No version of ${model} has the metric ${shown}.`, {
    hint: names.length === 0 ? 'Its versions have no metrics.' : `Nearest: ${nearest.join(', ')}.`,
    data: { model, metric: makeSafeText(wanted), nearest },
  });
}
