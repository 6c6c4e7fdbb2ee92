/** What is read of an MLflow file store at most: it comes from elsewhere, and nothing in it may take the machine's memory. */
export const storeLimits = {
  /** A meta.yaml: those of data sets hold their schema. Reading so much of hostile YAML takes less than a second. */
  metaBytes: 256 * 1024,
  /** The value of a tag or of a parameter; a server takes 100,000 characters at most. */
  valueBytes: 1024 * 1024,
  /** All points of one metric of a run: about a million of them. */
  metricBytes: 64 * 1024 * 1024,
  models: 100_000,
  versionsOfModel: 100_000,
  /** Tags, parameters, metrics or data sets of one thing. */
  values: 5000,
  /** Parts of a tag's key, which are folders. */
  keyParts: 16,
  artifacts: 1000,
  artifactDepth: 16,
} as const;
