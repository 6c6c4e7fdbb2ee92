/** What a file of lineage says of one version. */
export type LineageRow = {
  readonly model: string;
  readonly version: string;
  /** ISO 8601 UTC, or undefined. */
  readonly createdAt: string | undefined;
  readonly parent: string | undefined;
  readonly baseModel: string | undefined;
  readonly dataSources: readonly string[];
  readonly gitCommit: string | undefined;
  readonly notes: string | undefined;
};

/** The rows of a lineage file; `problem` says why there are none though the file stands there. Safe to show. */
export type LineageReading = {
  /** For people: name of the file. */
  readonly target: string;
  readonly rows: readonly LineageRow[];
  readonly problem: string | undefined;
  /** Doctor can put the file back; left out where nobody here can. */
  readonly repair?: 'doctor' | undefined;
};
