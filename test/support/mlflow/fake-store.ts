/** What a fake server keeps of a version; times in milliseconds since the epoch. */
export type StoredVersion = {
  readonly name: string;
  readonly version: number;
  readonly createdAt: number;
  updatedAt: number;
  stage: string;
  description: string | undefined;
  source: string;
  runId: string | undefined;
  readonly storage: string;
  readonly modelId: string | undefined;
  readonly tags: Map<string, string>;
};

/** A registered model. Deleted versions stay: their numbers are never given again. */
export type StoredModel = {
  name: string;
  readonly createdAt: number;
  updatedAt: number;
  description: string | undefined;
  readonly tags: Map<string, string>;
  readonly aliases: Map<string, number>;
  readonly versions: StoredVersion[];
};

/** A point of a metric as it was logged; `value` is a number, or `NaN` as text. */
export type StoredMetric = {
  readonly key: string;
  readonly value: number | string;
  readonly timestamp: number;
  readonly step: number;
};

/** A run. */
export type StoredRun = {
  readonly runId: string;
  readonly experimentId: string;
  readonly name: string;
  status: string;
  readonly startedAt: number;
  endedAt: number | undefined;
  lifecycle: 'active' | 'deleted';
  readonly metrics: Map<string, StoredMetric>;
  readonly params: Map<string, string>;
  readonly tags: Map<string, string>;
  readonly dataSets: { readonly name: string; readonly digest: string }[];
  /** Of MLflow 3: names of the models that were logged by themselves, by id. */
  readonly loggedModels: Map<string, string>;
};

/** An experiment. */
export type StoredExperiment = { readonly id: string; readonly name: string; readonly createdAt: number };

/** All a fake server holds. */
export type FakeStore = {
  readonly models: Map<string, StoredModel>;
  readonly experiments: StoredExperiment[];
  readonly runs: Map<string, StoredRun>;
  /** Bytes by path below the artifact root: `1/<run>/artifacts/model/MLmodel`. */
  readonly files: Map<string, Buffer>;
};

/** Where the version stands that was deleted. */
export const deletedStage = 'Deleted_Internal';

/** A store as a new server has it: one experiment. */
export function createFakeStore(now: number): FakeStore {
  return {
    models: new Map(),
    experiments: [{ id: '0', name: 'Default', createdAt: now }],
    runs: new Map(),
    files: new Map(),
  };
}

/** Where the files of a run are. */
export function artifactUriOf({ experimentId, runId }: StoredRun): string {
  return `mlflow-artifacts:/${experimentId}/${runId}/artifacts`;
}
