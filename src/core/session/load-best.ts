import { InvalidInputError, NotFoundError } from '../errors/app-error.ts';
import { describeMetricIn } from '../gate/metric-thresholds.ts';
import { listComparable, type RankedVersion, rankByMetric } from '../registry/rank-by-metric.ts';
import { listNearest } from '../text/find-nearest.ts';
import { makeSafeText } from '../text/safe-text.ts';
import { type LoadedVersions, loadVersions } from './load-model.ts';
import type { Session } from './session.ts';

/** What is asked: which version of a model is best by a metric. */
export type BestQuery = {
  readonly model: string;
  /** A metric of its versions, or a number of their training such as `cost_usd`. */
  readonly metric: string;
  /** undefined: as the table of metrics, or the policy of the usual alias, says. */
  readonly best: 'highest' | 'lowest' | undefined;
};

/** The versions that have the metric, best first. */
export type BestVersions = {
  readonly loaded: LoadedVersions;
  readonly metric: string;
  readonly unit: string;
  readonly best: 'highest' | 'lowest';
  readonly ranked: readonly [RankedVersion, ...RankedVersion[]];
};

/**
 * Ranks the versions of a model by a metric.
 * @throws NotFoundError model-not-found, metric-not-found; InvalidInputError usage where nobody has said which way is better
 */
export async function loadBest(
  session: Session,
  query: BestQuery,
  signal?: AbortSignal,
): Promise<BestVersions> {
  const { metric } = query;
  const loaded = await loadVersions(session, query.model, 'everything', signal);
  const policy = loaded.policies.get(loaded.status.usualAlias);
  const { direction, unit } = describeMetricIn(
    policy?.state === 'bound' ? policy.bound.policy : undefined,
    metric,
  );
  const best =
    query.best ?? { higher: 'highest' as const, lower: 'lowest' as const, unknown: undefined }[direction];
  const [first, ...others] = rankByMetric(loaded.versions, metric, best ?? 'highest');
  if (first === undefined) throw describeUnknown(loaded, metric);
  if (best === undefined) {
    const shown = makeSafeText(metric, { limit: 80 });
    throw new InvalidInputError('usage', `Nobody has said whether more or less of ${shown} is better.`, {
      hint: 'Give --highest or --lowest.',
    });
  }
  return { loaded, metric, unit, best, ranked: [first, ...others] };
}

/** Names a hint offers. */
const offeredNames = 3;

function describeUnknown({ status, versions }: LoadedVersions, wanted: string): NotFoundError {
  const { model } = status.index;
  const names = [...new Set(versions.flatMap(version => Object.keys(listComparable(version))))].sort();
  const nearest = listNearest(wanted, names, offeredNames).map(name => makeSafeText(name, { limit: 80 }));
  const shown = makeSafeText(wanted, { limit: 80 });
  return new NotFoundError('metric-not-found', `No version of ${model} has the metric ${shown}.`, {
    hint: names.length === 0 ? 'Its versions have no metrics.' : `Nearest: ${nearest.join(', ')}.`,
    data: { model, metric: shown, nearest },
  });
}
