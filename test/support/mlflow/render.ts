import {
  artifactUriOf,
  deletedStage,
  type StoredExperiment,
  type StoredModel,
  type StoredRun,
  type StoredVersion,
} from './fake-store.ts';
import type { Flavour } from './flavour.ts';

type Json = Readonly<Record<string, unknown>>;

/** Writes what a fake server holds as MLflow writes it: what was never set is left out, and so is every empty list. */
export type Renderer = {
  model(model: StoredModel): Json;
  /** @param aliases whether they are told: searches do not */
  version(version: StoredVersion, aliases?: ReadonlyMap<string, number>): Json;
  run(run: StoredRun): Json;
  runInfo(run: StoredRun): Json;
  experiment(experiment: StoredExperiment): Json;
};

/** A renderer of that flavour. */
export function createRenderer(flavour: Flavour): Renderer {
  const int64 = (value: number): number | string => (flavour.int64 === 'text' ? String(value) : value);
  const version: Renderer['version'] = (stored, aliases) => ({
    name: stored.name,
    version: String(stored.version),
    creation_timestamp: int64(stored.createdAt),
    last_updated_timestamp: int64(stored.updatedAt),
    ...(flavour.stages === 'yes' ? { current_stage: stored.stage } : {}),
    ...(stored.description === undefined ? {} : { description: stored.description }),
    source: stored.source,
    run_id: stored.runId ?? '',
    status: 'READY',
    ...list('tags', writeTags(stored.tags)),
    run_link: '',
    ...list(
      'aliases',
      [...(aliases ?? [])].filter(([, number]) => number === stored.version).map(([alias]) => alias),
    ),
    ...(stored.modelId === undefined ? {} : { model_id: stored.modelId }),
  });
  const runInfo: Renderer['runInfo'] = run => ({
    run_uuid: run.runId,
    experiment_id: run.experimentId,
    run_name: run.name,
    user_id: '',
    status: run.status,
    start_time: int64(run.startedAt),
    ...(run.endedAt === undefined ? {} : { end_time: int64(run.endedAt) }),
    artifact_uri: findArtifactUri(flavour, run),
    lifecycle_stage: run.lifecycle,
    run_id: run.runId,
  });
  return {
    version,
    runInfo,
    model: model => ({
      name: model.name,
      creation_timestamp: int64(model.createdAt),
      last_updated_timestamp: int64(model.updatedAt),
      ...(model.description ? { description: model.description } : {}),
      ...list(
        'latest_versions',
        findLatest(model).map(stored => version(stored)),
      ),
      ...list('tags', writeTags(model.tags)),
      ...list('aliases', flavour.aliases === 'yes' ? writeAliases(model.aliases) : []),
    }),
    run: run => ({
      info: runInfo(run),
      data: {
        ...list(
          'metrics',
          [...run.metrics.values()].map(metric => ({ ...metric, timestamp: int64(metric.timestamp) })),
        ),
        ...list('params', writeTags(run.params)),
        ...list('tags', writeTags(run.tags)),
      },
      inputs: list(
        'dataset_inputs',
        run.dataSets.map(dataSet => ({
          dataset: { ...dataSet, source_type: 'local', source: '{}' },
          tags: [{ key: 'mlflow.data.context', value: 'training' }],
        })),
      ),
      outputs: list(
        'model_outputs',
        [...run.loggedModels.keys()].map(model_id => ({ model_id, step: 0 })),
      ),
    }),
    experiment: ({ id, name, createdAt }) => ({
      experiment_id: id,
      name,
      artifact_location: `mlflow-artifacts:/${id}`,
      lifecycle_stage: 'active',
      last_update_time: int64(createdAt),
      creation_time: int64(createdAt),
      workspace: 'default',
    }),
  };
}

/** Where a run's files are, by the flavour. */
export function findArtifactUri(flavour: Flavour, run: StoredRun): string {
  const uri = artifactUriOf(run);
  return flavour.servesFiles === 'yes' ? uri : uri.replace('mlflow-artifacts:/', 's3://bucket/');
}

/** Rows under a name, or nothing where there are none. */
export function list(name: string, rows: readonly unknown[]): Json {
  return rows.length === 0 ? {} : { [name]: rows };
}

/** The newest of each stage, in the order in which the stages are met. */
export function findLatest(model: StoredModel): readonly StoredVersion[] {
  const latest = new Map<string, StoredVersion>();
  for (const stored of model.versions) if (stored.stage !== deletedStage) latest.set(stored.stage, stored);
  return [...latest.values()];
}

function writeTags(tags: ReadonlyMap<string, string>): readonly Json[] {
  return [...tags].map(([key, value]) => ({ key, value }));
}

function writeAliases(aliases: ReadonlyMap<string, number>): readonly Json[] {
  return [...aliases]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([alias, version]) => ({ alias, version: String(version) }));
}
