import type { VersionState } from '../history/entry.ts';
import type { Description } from '../history/model-history.ts';
import { describeMetric } from '../registry/metric.ts';
import { findModelDescription } from '../registry/model-description.ts';
import { judgeModels, type ModelStatus } from '../registry/model-status.ts';
import { rankByMetric } from '../registry/rank-by-metric.ts';
import type { TrainingFacts, Version } from '../registry/version.ts';
import { findState, listStates } from '../registry/version-state.ts';
import { listMetrics } from '../trend/metric-choice.ts';
import { loadVersions } from './load-model.ts';
import { loadRecords } from './load-records.ts';
import type { Session } from './session.ts';

/** The version that is best by a metric. */
export type BestBy = { readonly metric: string; readonly version: string; readonly value: number };

/** What the trainings of a model took, as far as that is recorded. */
export type TrainingTotals = {
  /** Versions with a recorded cost, and what they cost in all; undefined when none has one. */
  readonly costUsd: number | undefined;
  readonly durationHours: number | undefined;
  /** Versions of which anything of their training is recorded. */
  readonly versionCount: number;
};

/** A model in figures. */
export type ModelSummary = {
  readonly model: string;
  readonly description: Description;
  readonly versionCount: number;
  /** How many versions are in each state; those with none are left out. */
  readonly states: ReadonlyMap<VersionState, number>;
  readonly live: readonly { readonly alias: string; readonly version: string }[];
  /** Newest version by version order; undefined without any. */
  readonly newest: { readonly version: string; readonly state: VersionState } | undefined;
  /** By every metric whose direction is known, in the order of the list of metrics. */
  readonly bestBy: readonly BestBy[];
  readonly training: TrainingTotals;
};

/**
 * The figures of one model, or of all, by name.
 * @throws NotFoundError model-not-found, registry-not-found
 */
export async function loadSummary(
  session: Session,
  model: string | undefined,
  signal?: AbortSignal,
): Promise<readonly ModelSummary[]> {
  if (model !== undefined) {
    const { status, versions } = await loadVersions(session, model, 'everything', signal);
    return [summarise(status, versions)];
  }
  const index = await session.registry.reader.loadIndex({ signal });
  const summaries: ModelSummary[] = [];
  for (const status of judgeModels(index, session.sha256)) {
    const names = status.index.versions.map(({ version }) => version);
    summaries.push(summarise(status, await loadRecords(session, status, names, 'listing', signal)));
  }
  return summaries;
}

function summarise(status: ModelStatus, versions: readonly Version[]): ModelSummary {
  const newest = status.index.versions.at(-1)?.version;
  const states = new Map<VersionState, number>();
  for (const state of listStates(status).values()) states.set(state, (states.get(state) ?? 0) + 1);
  return {
    model: status.index.model,
    description: findModelDescription(status),
    versionCount: status.index.versions.length,
    states,
    live: [...status.effective.aliases].flatMap(([alias, { version }]) =>
      version === null ? [] : [{ alias, version }],
    ),
    newest: newest === undefined ? undefined : { version: newest, state: findState(status, newest) },
    bestBy: listMetrics(versions).flatMap(({ metric }) => findBest(versions, metric)),
    training: addTrainings(versions),
  };
}

function findBest(versions: readonly Version[], metric: string): readonly BestBy[] {
  const { direction } = describeMetric(metric);
  if (direction === 'unknown') return [];
  const [best] = rankByMetric(versions, metric, direction === 'higher' ? 'highest' : 'lowest');
  return best === undefined ? [] : [{ metric, ...best }];
}

function addTrainings(versions: readonly Version[]): TrainingTotals {
  const trainings = versions.flatMap(version =>
    version.whole === 'complete' && version.record.training !== undefined ? [version.record.training] : [],
  );
  return {
    costUsd: addUp(trainings, 'costUsd'),
    durationHours: addUp(trainings, 'durationHours'),
    versionCount: trainings.length,
  };
}

function addUp(trainings: readonly TrainingFacts[], fact: 'costUsd' | 'durationHours'): number | undefined {
  const known = trainings.flatMap(training => training[fact] ?? []);
  return known.length === 0 ? undefined : known.reduce((sum, each) => sum + each, 0);
}
