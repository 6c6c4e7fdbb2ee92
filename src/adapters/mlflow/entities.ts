/** Texts by key, as the server has them: raw, not yet safe to show. */
export type MlflowTags = Readonly<Record<string, string>>;

/** A registered model, by MLflow's word. Texts are raw. @see https://mlflow.org/docs/latest/rest-api.html */
export type MlflowModel = {
  readonly name: string;
  /** Milliseconds since the epoch; undefined where the store has none. */
  readonly createdAt: number | undefined;
  readonly updatedAt: number | undefined;
  readonly description: string | undefined;
  readonly tags: MlflowTags;
  /** Version by alias: digits without leading zeros. */
  readonly aliases: Readonly<Record<string, string>>;
};

/** A version of a registered model. Texts are raw. */
export type MlflowVersion = {
  readonly model: string;
  /** Digits without leading zeros; an int64, so never a number here. */
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number | undefined;
  readonly updatedAt: number | undefined;
  /** `None`, `Staging`, `Production`, `Archived`; undefined where the server has no stages (Unity Catalog). */
  readonly stage: string | undefined;
  readonly description: string | undefined;
  readonly source: string | undefined;
  readonly runId: string | undefined;
  readonly runLink: string | undefined;
  /** Of MLflow 3: the logged model it is made of. */
  readonly modelId: string | undefined;
  /** `READY`, `PENDING_REGISTRATION`, `FAILED_REGISTRATION`, or a word of a newer server. */
  readonly status: string;
  readonly statusMessage: string | undefined;
  readonly user: string | undefined;
  readonly tags: MlflowTags;
};

/** A data set a run was given. Texts are raw. */
export type MlflowDataSet = { readonly name: string; readonly digest: string | undefined };

/** A run of the tracking server: where a version's numbers come from. Texts are raw. */
export type MlflowRun = {
  readonly runId: string;
  readonly experimentId: string | undefined;
  readonly name: string | undefined;
  /** `RUNNING`, `FINISHED`, `FAILED`, `KILLED`, `SCHEDULED`. */
  readonly status: string | undefined;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly artifactUri: string | undefined;
  /** The last value of each; only finite numbers. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: MlflowTags;
  readonly dataSets: readonly MlflowDataSet[];
  /** Ids of the models that MLflow 3 keeps by themselves, in the order they were logged; left out where there are none. */
  readonly loggedModels?: readonly string[] | undefined;
};

/** A file or folder among the artifacts of a run. */
export type MlflowArtifact = {
  /** Path below the run's artifact root. */
  readonly path: string;
  readonly isFolder: boolean;
  readonly sizeBytes: number | undefined;
};
