import type { Metrics } from './answers.ts';

/**
 * What is asked by a program that imports lastgood, as types. The build puts the files of this folder together into
 * dist/api.d.ts, so that what is checked here is what is shipped: they import types, and only each other's.
 */

/** Which registry is meant and how it is used: what the command line calls by the same names. */
export type OpenOptions = {
  /** A configured name, a file `registry.json`, a folder, `gs://bucket/prefix`, or the address of an MLflow server; without it the one the command line would take. */
  readonly registry?: string | undefined;
  /** What it means when nothing stands there; `create`: the first write makes it. `refuse` unless said. */
  readonly whenMissing?: 'refuse' | 'create' | undefined;
  /** Who acts, for the record. */
  readonly actor?: string | undefined;
  readonly readOnly?: boolean | undefined;
  /** File of settings. */
  readonly configuration?: string | undefined;
  /** Folder of the local copy of a bucket or server. */
  readonly cache?: string | undefined;
  readonly transport?: 'sdk' | 'gsutil' | undefined;
  readonly offline?: boolean | undefined;
  /** Told what the command line would write to stderr: plans, warnings, progress. */
  readonly onText?: ((text: string) => void) | undefined;
};

/** How a version was trained. */
export type Training = {
  readonly framework?: string | undefined;
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
};

/** A version to add. Only what is given is recorded. */
export type NewVersion = {
  readonly model: string;
  /** Without it the next free number. */
  readonly version?: string | undefined;
  readonly metrics?: Metrics | undefined;
  readonly training?: Training | undefined;
  /** Version of the model it was made from. */
  readonly parent?: string | undefined;
  readonly dataSources?: readonly string[] | undefined;
  readonly gitCommit?: string | undefined;
  /** Weights that are hashed, so that they can be verified later: a file here, or a URI. */
  readonly modelPath?: string | undefined;
  /** Where files are, recorded as they are given. */
  readonly loraPath?: string | undefined;
  readonly ggufPath?: string | undefined;
  readonly checkpointPath?: string | undefined;
  readonly configPath?: string | undefined;
  /** Folder of an evaluation, whose files are registered and judged. */
  readonly results?: string | undefined;
  readonly notes?: string | undefined;
  readonly tags?: readonly string[] | undefined;
};

/** How a write is recorded. */
export type WriteOptions = {
  /** For the record. Rollbacks and holds need one. */
  readonly reason?: string | undefined;
};

/** How a move of what is live is recorded and confirmed. */
export type MoveOptions = WriteOptions & {
  /** Alias to move; the usual one of the registry when none is named. */
  readonly alias?: string | undefined;
  /** A protected alias needs `model@alias` here, in these words. */
  readonly confirm?: string | undefined;
};

export type PromoteOptions = MoveOptions & {
  /** Folder of an evaluation that is judged now. */
  readonly results?: string | undefined;
  /** Goes on without a passing gate; needs a reason and stays marked for ever. */
  readonly overrideGate?: boolean | undefined;
};

export type RollbackOptions = MoveOptions & {
  readonly reason: string;
  /** Where to: a version, the one live before, or the one that is proven good. */
  readonly to: string | { readonly target: 'previous' | 'last-good' };
  /** False leaves the version that is left without a hold. */
  readonly hold?: boolean | undefined;
};

/** What is recorded beside a version, or beside its model. What is not given stays. */
export type Description = {
  /** Of a model only. */
  readonly description?: string | undefined;
  /** Of a model only. */
  readonly owner?: string | undefined;
  readonly notes?: string | undefined;
  readonly tags?: readonly string[] | undefined;
};
