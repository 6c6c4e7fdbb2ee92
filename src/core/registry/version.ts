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

/** How whole a version is. Only a complete one can become live. */
export type Wholeness =
  | { readonly whole: 'complete'; readonly record: VersionRecord }
  /** Its metadata is not here: a writer has not finished or never will; with `arriving` it is whole in the bucket and on its way. */
  | { readonly whole: 'incomplete'; readonly arriving?: Arriving | undefined }
  /** The metadata is there and cannot be used. */
  | { readonly whole: 'damaged'; readonly problem: string };

/** A version of a model with what its files say. */
export type Version = { readonly model: string; readonly version: string } & Wholeness;
