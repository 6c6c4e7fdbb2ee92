/** A file of a version and what was recorded of it. */
export type Artifact = {
  /** Name inside the version folder, or the path of weights that live elsewhere. */
  readonly name: string;
  readonly role: 'weights' | 'evidence' | 'configuration';
  readonly sha256: string | undefined;
  readonly sizeBytes: number | undefined;
};

/** A flat set of numbers by metric name. Only finite numbers. */
export type Metrics = Readonly<Record<string, number>>;

/** A configuration as it was registered, by dotted path (`retriever.top_k`), each value as JSON text. */
export type Configuration = Readonly<Record<string, string>>;

/** How a version was trained. What is not known is undefined. */
export type TrainingFacts = {
  /** `unsloth`, `mlx`, `huggingface` … */
  readonly framework?: string | undefined;
  /** A model of a hub, or a version of this registry (`majora:v1`). */
  readonly baseModel?: string | undefined;
  readonly samples?: number | undefined;
  readonly epochs?: number | undefined;
  readonly batchSize?: number | undefined;
  readonly learningRate?: number | undefined;
  /** In tokens. */
  readonly maxSequenceLength?: number | undefined;
  readonly durationHours?: number | undefined;
  readonly costUsd?: number | undefined;
  readonly hardware?: string | undefined;
  readonly notes?: string | undefined;
};

/** Where a version comes from, beside its parent. */
export type LineageFacts = {
  /** Names of data sets, in the order recorded. */
  readonly dataSources: readonly string[];
  readonly gitCommit: string | undefined;
  /** What was live when it was registered, by S0's word, which is often wrong: not a parent. */
  readonly previousLive?: string | undefined;
};

/** What was registered of a version. Immutable. */
export type VersionRecord = {
  readonly model: string;
  /** As printed, for example `v7`. */
  readonly version: string;
  /** ISO 8601 UTC; undefined when the record has none that can be read. */
  readonly createdAt: string | undefined;
  readonly metrics: Metrics;
  readonly configuration: Configuration;
  readonly artifacts: readonly Artifact[];
  /** Version this one was made from, or undefined. */
  readonly parent: string | undefined;
  readonly notes: string | undefined;
  readonly tags: readonly string[];
  /** Undefined where nothing of its training was recorded. */
  readonly training?: TrainingFacts | undefined;
  /** Undefined where nothing of it was recorded. */
  readonly lineage?: LineageFacts | undefined;
  /** Further facts of the record for display, by label, in order (training, git commit, who deployed). */
  readonly particulars: readonly (readonly [label: string, value: string])[];
  /** What is odd about the record without making it unusable. */
  readonly oddities: readonly string[];
};

/** What a list of the bucket says of a version whose record is still to come into the copy on this machine. */
export type Arriving = {
  readonly fileCount: number;
  /** Of all its files in the bucket. */
  readonly sizeBytes: number;
  /** ISO 8601, by the clock of the bucket: when its metadata.json was written there. */
  readonly writtenAt: string;
};

/** Why a version cannot be used yet, where the registry itself says so. Safe to show. */
export type Unfinished = {
  /** Follows its name: `is not ready on the server (PENDING_REGISTRATION)`. */
  readonly problem: string;
  readonly hint: string;
};

/** How whole a version is. Only a complete one can become live. */
export type Wholeness =
  | { readonly whole: 'complete'; readonly record: VersionRecord }
  /** Its metadata is not here: a writer has not finished or never will; with `arriving` it is whole in the bucket and on its way. */
  | {
      readonly whole: 'incomplete';
      readonly arriving?: Arriving | undefined;
      readonly unfinished?: Unfinished | undefined;
    }
  /** The metadata is there and cannot be used. */
  | { readonly whole: 'damaged'; readonly problem: string };

/** A version of a model with what its files say. */
export type Version = { readonly model: string; readonly version: string } & Wholeness;
