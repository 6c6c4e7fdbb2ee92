import type { PoliciesByAlias } from '../gate/gate-standing.ts';
import { chooseMetricGate, findThresholds, type MetricThreshold } from '../gate/metric-thresholds.ts';
import { describeApart, findApart } from '../mirror/find-apart.ts';
import { type Concern, judgeModels, type ModelStatus } from '../registry/model-status.ts';
import type { RegistryIndex } from '../registry/registry-index.ts';
import type { Version } from '../registry/version.ts';
import { chooseMainMetric, readMetric, trendLength } from '../trend/metric-choice.ts';
import { loadPolicies } from './load-policies.ts';
import { loadRecords } from './load-records.ts';
import type { Session } from './session.ts';

/** A model in one row: what is live, since when, how it develops, what is wrong with it. */
export type ModelOverview = {
  readonly status: ModelStatus;
  readonly policies: PoliciesByAlias;
  /** The metric the trend is of; undefined when the newest versions share none. */
  readonly trendMetric: string | undefined;
  /** Its values over the newest versions, oldest first; undefined where a version has none. */
  readonly trend: readonly (number | undefined)[];
  /** What the gate of the model demands of that metric; empty where nothing is. */
  readonly trendThresholds: readonly MetricThreshold[];
};

/** A registry at a glance. */
export type RegistryOverview = { readonly index: RegistryIndex; readonly models: readonly ModelOverview[] };

/** Loads every model's row. Models that need attention come first, then by name. */
export async function loadOverview(session: Session, signal?: AbortSignal): Promise<RegistryOverview> {
  const index = await session.registry.reader.loadIndex({ signal });
  const models: ModelOverview[] = [];
  for (const status of judgeModels(index, session.sha256)) {
    const newest = status.index.versions.filter(version => version.whole === 'complete').slice(-trendLength);
    const live = [...status.effective.aliases.values()].flatMap(position => position.version ?? []);
    const names = newest.map(version => version.version);
    const others = live.filter(version => !names.includes(version));
    const versions = await loadRecords(session, status, [...others, ...names], 'listing', signal);
    const policies = await loadPolicies(session, status);
    models.push({
      status: addApart(addDamage(status, versions), session),
      policies,
      ...findTrend(versions.slice(others.length), policies, status.usualAlias),
    });
  }
  return { index, models: models.sort((one, other) => urgency(other) - urgency(one)) };
}

/** A live version whose record cannot be read is found only by reading it. */
function addDamage(status: ModelStatus, versions: readonly Version[]): ModelStatus {
  const concerns = [...status.effective.aliases].flatMap(([alias, position]): readonly Concern[] => {
    const live = versions.find(version => version.version === position.version);
    if (live?.whole !== 'damaged') return [];
    const message = `${live.version}, live under ${alias}, is damaged: ${live.problem}`;
    return [{ severity: 'critical', kind: 'live-damaged', message }];
  });
  return concerns.length === 0 ? status : { ...status, concerns: [...concerns, ...status.concerns] };
}

/** What is live by entries that the bucket does not have is not sure. */
function addApart(status: ModelStatus, { registry }: Session): ModelStatus {
  const condition = registry.mirror?.reader.getCondition();
  const apart = condition && findApart(condition).find(({ model }) => model === status.index.model);
  if (apart === undefined) return status;
  const concern = { severity: 'critical', kind: 'history-damaged', message: describeApart(apart) } as const;
  return { ...status, concerns: [concern, ...status.concerns.filter(({ kind }) => kind !== concern.kind)] };
}

/** How much a model needs a look: critical concerns before warnings before none. */
function urgency(model: ModelOverview): number {
  const severities = model.status.concerns.map(concern => (concern.severity === 'critical' ? 2 : 1));
  return Math.max(0, ...severities);
}

function findTrend(
  versions: readonly Version[],
  policies: PoliciesByAlias,
  usualAlias: string,
): Pick<ModelOverview, 'trendMetric' | 'trend' | 'trendThresholds'> {
  const trendMetric = chooseMainMetric(versions);
  if (trendMetric === undefined) return { trendMetric, trend: [], trendThresholds: [] };
  const { policy } = chooseMetricGate(policies, usualAlias);
  return {
    trendMetric,
    trend: versions.map(version => readMetric(version, trendMetric)),
    trendThresholds: findThresholds(policy, trendMetric),
  };
}
