import type { MlflowArtifact, MlflowModel, MlflowRun, MlflowTags, MlflowVersion } from './entities.ts';

/** How one call is given up. */
export type CallOptions = {
  readonly signal?: AbortSignal | undefined;
};

/** One page of a search. `next` is undefined at the end. */
export type Page<Row> = { readonly rows: readonly Row[]; readonly next: string | undefined };

/** Which rows, and how many at most on one page. */
export type SearchQuery = CallOptions & {
  /** MLflow's filter, such as `name='rag'`. */
  readonly filter?: string | undefined;
  readonly maxResults?: number | undefined;
  readonly orderBy?: readonly string[] | undefined;
  /** From the page before. */
  readonly pageToken?: string | undefined;
};

/** Which runs. The server wants the experiments named. */
export type RunQuery = SearchQuery & { readonly experimentIds: readonly string[] };

/** A version of a model, by number. */
export type VersionPlace = { readonly model: string; readonly version: string };

/** A new version. The server gives the number. */
export type NewVersion = {
  readonly model: string;
  readonly source: string;
  readonly runId: string | undefined;
  readonly modelId?: string | undefined;
  readonly description: string | undefined;
  readonly tags: MlflowTags;
};

/** One point of a metric. `at`: milliseconds since the epoch. */
export type MetricPoint = { readonly key: string; readonly value: number; readonly at: number };

/** What is logged of a run in one call; at most 1,000 metrics and 100 each of the others. */
export type RunBatch = {
  readonly metrics?: readonly MetricPoint[];
  readonly params?: Readonly<Record<string, string>>;
  readonly tags?: MlflowTags;
};

/**
 * An MLflow server, as far as it is needed. Reads are tried again within a budget; a write is sent once.
 *
 * Every call throws: UnavailableError `network-failed` (no connection, timeout, 5xx, 429, an answer that is none), `login-required`
 * (401), `access-denied` (403); ConflictError or InvalidInputError `request-refused` for what the server will not do, with its own
 * words made safe; InvalidInputError `capability-missing` for a write that the server has no call for; the signal's reason. A write
 * whose answer was lost throws UnavailableError `answer-lost`: it may have been done.
 */
export type MlflowClient = {
  /** The address for people: without user, password or query. */
  readonly url: string;

  searchModels(query: SearchQuery): Promise<Page<MlflowModel>>;
  /** undefined: there is no such model. */
  getModel(name: string, options?: CallOptions): Promise<MlflowModel | undefined>;
  createModel(name: string, options?: CallOptions): Promise<'created' | 'exists'>;
  setModelTag(name: string, key: string, value: string, options?: CallOptions): Promise<void>;
  deleteModelTag(name: string, key: string, options?: CallOptions): Promise<void>;
  describeModel(name: string, description: string, options?: CallOptions): Promise<void>;

  searchVersions(query: SearchQuery): Promise<Page<MlflowVersion>>;
  getVersion(place: VersionPlace, options?: CallOptions): Promise<MlflowVersion | undefined>;
  createVersion(version: NewVersion, options?: CallOptions): Promise<MlflowVersion>;
  describeVersion(place: VersionPlace, description: string, options?: CallOptions): Promise<void>;
  setVersionTag(place: VersionPlace, key: string, value: string, options?: CallOptions): Promise<void>;
  deleteVersionTag(place: VersionPlace, key: string, options?: CallOptions): Promise<void>;
  /** The server moves the others of the stage to Archived in the same transaction when `archiveOthers`. */
  moveToStage(
    place: VersionPlace,
    stage: string,
    archiveOthers: boolean,
    options?: CallOptions,
  ): Promise<MlflowVersion>;
  setAlias(place: VersionPlace, alias: string, options?: CallOptions): Promise<void>;
  deleteAlias(name: string, alias: string, options?: CallOptions): Promise<void>;
  /** Where its files are, as the server resolves it. */
  getDownloadUri(place: VersionPlace, options?: CallOptions): Promise<string>;

  getRun(runId: string, options?: CallOptions): Promise<MlflowRun | undefined>;
  /** Name of a model that MLflow 3 keeps by itself; undefined: there is none of that id, or the server knows no such models. */
  findLoggedModelName(modelId: string, options?: CallOptions): Promise<string | undefined>;
  searchRuns(query: RunQuery): Promise<Page<MlflowRun>>;
  /** Ids and names of experiments that are not deleted. */
  searchExperiments(query: SearchQuery): Promise<Page<{ readonly id: string; readonly name: string }>>;
  findExperiment(name: string, options?: CallOptions): Promise<string | undefined>;
  createExperiment(name: string, options?: CallOptions): Promise<string>;
  /** The run as it was begun, with its artifact root. */
  createRun(
    run: {
      readonly experimentId: string;
      readonly name: string;
      readonly startedAt: number;
      readonly tags: MlflowTags;
    },
    options?: CallOptions,
  ): Promise<MlflowRun>;
  logToRun(runId: string, batch: RunBatch, options?: CallOptions): Promise<void>;
  finishRun(
    runId: string,
    status: 'FINISHED' | 'FAILED',
    endedAt: number,
    options?: CallOptions,
  ): Promise<void>;
  /** Files of a run below `path`, one level. */
  listArtifacts(runId: string, path: string, options?: CallOptions): Promise<readonly MlflowArtifact[]>;
  /**
   * Files below an address that the server itself keeps (`mlflow-artifacts:/…`), one level, paths below that address; undefined where
   * they are kept elsewhere.
   */
  listStoredFiles(uri: string, options?: CallOptions): Promise<readonly MlflowArtifact[] | undefined>;
  /** Puts a file below a run's artifact root, through the server. @throws InvalidInputError capability-missing when it serves no artifacts */
  putArtifact(run: MlflowRun, path: string, bytes: Uint8Array, options?: CallOptions): Promise<void>;
};
