/** How a server differs from MLflow 3 with a SQL store. */
export type Flavour = {
  /** Unity Catalog has none. */
  readonly stages: 'yes' | 'no';
  /** A workspace registry of Databricks has none. */
  readonly aliases: 'yes' | 'no';
  /** An older server does not search runs by id. */
  readonly runSearch: 'yes' | 'no';
  /** Some write int64 as text. */
  readonly int64: 'number' | 'text';
  /** Most rows on a page of models and of versions. */
  readonly modelPage: number;
  readonly versionPage: number;
  /** `no`: artifacts are at `s3://`, and the server hands out none. */
  readonly servesFiles: 'yes' | 'no';
};

/** MLflow 3 as it is. */
export const plainFlavour: Flavour = {
  stages: 'yes',
  aliases: 'yes',
  runSearch: 'yes',
  int64: 'number',
  modelPage: 1000,
  versionPage: 200_000,
  servesFiles: 'yes',
};
