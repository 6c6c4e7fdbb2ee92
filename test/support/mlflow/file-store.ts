import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a meta.yaml says. */
export type Meta = Readonly<Record<string, string | number | null | readonly string[]>>;

/** Texts by key; a slash in a key is a folder. */
type Texts = Readonly<Record<string, string>>;

/** A version as MLflow's own store keeps it. */
export type StoredVersionDraft = {
  readonly number: number | string;
  readonly stage?: string;
  readonly source?: string;
  /** Where MLflow found the files; the source unless told. */
  readonly storedAt?: string;
  readonly runId?: string | null;
  readonly description?: string | null;
  readonly tags?: Texts;
  /** Further lines of its meta.yaml, or others than the usual. */
  readonly meta?: Meta;
};

/** A registered model with its versions. */
export type StoredModelDraft = {
  readonly name: string;
  readonly description?: string | null;
  readonly tags?: Texts;
  readonly aliases?: Texts;
  readonly versions?: readonly StoredVersionDraft[];
  readonly meta?: Meta;
};

/** A run of an experiment. */
export type StoredRunDraft = {
  readonly id: string;
  /** `0` unless told; `.trash/<id>` for one that was deleted. */
  readonly experiment?: string;
  /** Lines `time value step` by key. */
  readonly metrics?: Texts;
  readonly params?: Texts;
  readonly tags?: Texts;
  readonly meta?: Meta;
  /** Data sets as the experiment keeps them, by their id. */
  readonly dataSets?: Readonly<Record<string, Meta>>;
};

/** When everything in a made store happened, in milliseconds since the epoch. */
export const storedAt = 1_747_603_231_099;

/** Writes a file and the folders it is in. */
export function writeStored(path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** The text of a meta.yaml: keys sorted, one a line, as MLflow writes them. */
export function formatMeta(meta: Meta): string {
  const keys = Object.keys(meta).sort();
  return keys.map(key => `${key}: ${formatValue(meta[key] ?? null)}\n`).join('');
}

/** Writes a model into the store `root` (its `mlruns`). */
export function writeStoredModel(root: string, draft: StoredModelDraft): void {
  const { name, description = null, tags = {}, aliases = {}, versions = [], meta = {} } = draft;
  const folder = join(root, 'models', name);
  const times = { creation_timestamp: storedAt, last_updated_timestamp: storedAt };
  writeStored(join(folder, 'meta.yaml'), formatMeta({ name, description, ...times, ...meta }));
  writeTexts(join(folder, 'tags'), tags);
  writeTexts(join(folder, 'aliases'), aliases);
  for (const version of versions) writeStoredVersion(folder, name, version);
}

/** Writes a run into the store `root`. */
export function writeStoredRun(root: string, draft: StoredRunDraft): void {
  const { id, experiment = '0', metrics = {}, params = {}, tags = {}, meta = {}, dataSets = {} } = draft;
  const folder = join(root, experiment, id);
  const usual = {
    run_id: id,
    experiment_id: experiment.replace('.trash/', ''),
    run_name: 'calm-fox-1',
    status: 3,
  };
  const times = { start_time: storedAt, end_time: storedAt + 1000 };
  writeStored(
    join(folder, 'meta.yaml'),
    formatMeta({ ...usual, ...times, artifact_uri: `mlflow-artifacts:/0/${id}/artifacts`, ...meta }),
  );
  writeTexts(join(folder, 'metrics'), metrics);
  writeTexts(join(folder, 'params'), params);
  writeTexts(join(folder, 'tags'), tags);
  for (const [dataSet, said] of Object.entries(dataSets)) {
    const input = {
      source_type: 'DATASET',
      source_id: dataSet,
      destination_type: 'RUN',
      destination_id: dataSet,
    };
    writeStored(join(folder, 'inputs', `input-${dataSet}`, 'meta.yaml'), formatMeta(input));
    writeStored(join(root, experiment, 'datasets', dataSet, 'meta.yaml'), formatMeta(said));
  }
}

function writeStoredVersion(folder: string, name: string, draft: StoredVersionDraft): void {
  const { number, stage = 'None', source = 's3://bucket/model', runId = null, description = null } = draft;
  const place = join(folder, `version-${number}`);
  const usual = {
    name,
    version: number,
    creation_timestamp: storedAt,
    last_updated_timestamp: storedAt,
    current_stage: stage,
    description,
    source,
    storage_location: draft.storedAt ?? source,
    run_id: runId,
    run_link: null,
    status: 'READY',
    status_message: null,
    user_id: null,
  };
  writeStored(join(place, 'meta.yaml'), formatMeta({ ...usual, ...draft.meta }));
  writeTexts(join(place, 'tags'), draft.tags ?? {});
}

function writeTexts(folder: string, texts: Texts): void {
  for (const [key, text] of Object.entries(texts)) writeStored(join(folder, key), text);
}

function formatValue(value: Meta[string]): string {
  if (value === null) return 'null';
  if (typeof value === 'object') return value.length === 0 ? '[]' : value.map(item => `\n- ${item}`).join('');
  if (typeof value === 'number' || isPlain(value)) return String(value);
  return /^[\w .:/-]*$/.test(value) ? `'${value}'` : JSON.stringify(value);
}

/** Whether YAML reads a text as itself without quotes. */
function isPlain(text: string): boolean {
  return (
    /^[A-Za-z](?:[\w/.-]|:(?=\S))*$/.test(text) && !/^(?:null|true|false|yes|no|on|off|y|n)$/i.test(text)
  );
}
