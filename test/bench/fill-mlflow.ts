import { DatabaseSync } from 'node:sqlite';

/** How much is registered. */
export type RegistrySize = { readonly models: number; readonly versionsPerModel: number };

/** 2026-01-01 UTC, in milliseconds; each version a minute after the one before. */
const firstAt = 1_767_225_600_000;
const minuteMs = 60_000;

/** The name of the model of that number, counted from 0: in the order of names too. */
export function nameBenchModel(number: number): string {
  return `model-${String(number).padStart(5, '0')}`;
}

/**
 * Puts models straight into the tables of a server: over its own calls it would take an hour. Each has a tag and an alias, each version
 * a tag and a run with two metrics; the newest but one is in Production, the newest in Staging.
 */
export function fillMlflow(database: string, { models, versionsPerModel }: RegistrySize): void {
  const tables = new DatabaseSync(database, { timeout: 30_000 });
  const insert = (table: string, columns: readonly string[]) => {
    const marks = columns.map(() => '?').join(', ');
    const statement = tables.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks})`);
    return (...values: readonly (string | number)[]): void => void statement.run(...values);
  };
  const addModel = insert('registered_models', ['name', 'creation_time', 'last_updated_time', 'description']);
  const addModelTag = insert('registered_model_tags', ['name', 'key', 'value']);
  const addAlias = insert('registered_model_aliases', ['name', 'alias', 'version']);
  const addVersion = insert('model_versions', [
    ...['name', 'version', 'creation_time', 'last_updated_time', 'description', 'current_stage', 'source'],
    ...['run_id', 'status', 'run_link', 'storage_location'],
  ]);
  const addVersionTag = insert('model_version_tags', ['name', 'version', 'key', 'value']);
  const addRun = insert('runs', [
    ...['run_uuid', 'name', 'source_type', 'source_name', 'entry_point_name', 'user_id', 'status'],
    ...['start_time', 'end_time', 'source_version', 'lifecycle_stage', 'artifact_uri', 'experiment_id'],
  ]);
  const addMetric = insert('latest_metrics', ['run_uuid', 'key', 'value', 'timestamp', 'step', 'is_nan']);
  tables.exec('BEGIN');
  for (let number = 0; number < models; number += 1) {
    const name = nameBenchModel(number);
    const modelAt = firstAt + number * versionsPerModel * minuteMs;
    addModel(name, modelAt, modelAt, `Answers of team ${number % 17}`);
    addModelTag(name, 'team', `team-${number % 17}`);
    for (let version = 1; version <= versionsPerModel; version += 1) {
      const at = modelAt + version * minuteMs;
      const run = (number * versionsPerModel + version).toString(16).padStart(32, '0');
      const source = `runs:/${run}/model`;
      const words = [`version ${version}`, stageOf(versionsPerModel - version), source, run] as const;
      addVersion(name, version, at, at, ...words, 'READY', '', source);
      addVersionTag(name, version, 'dataset', `reviews-${version}`);
      const times = [at - minuteMs, at] as const;
      const run0 = [run, `run ${version}`, 'UNKNOWN', '', '', 'bench', 'FINISHED', ...times] as const;
      addRun(...run0, '', 'active', `mlflow-artifacts:/0/${run}/artifacts`, 0);
      addMetric(run, 'f1', 0.8 + version / 100, at, 0, 0);
      addMetric(run, 'loss', 0.5 - version / 100, at, 0, 0);
    }
    addAlias(name, 'champion', Math.max(1, versionsPerModel - 1));
  }
  tables.exec('COMMIT');
  tables.close();
}

function stageOf(placeFromNewest: number): string {
  if (placeFromNewest === 0) return 'Staging';
  return placeFromNewest === 1 ? 'Production' : 'Archived';
}
