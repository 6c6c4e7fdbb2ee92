import { z } from 'zod';
import type { MlflowArtifact, MlflowDataSet, MlflowModel, MlflowRun, MlflowVersion } from '../entities.ts';

/** An int64 comes as a number or as a text, by the server. */
const milliseconds = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?\d{1,19}$/)
      .transform(Number),
  ])
  .nullish()
  .transform(value => value ?? undefined);

const versionNumber = z
  .union([z.int().nonnegative(), z.string().regex(/^\d{1,19}$/)])
  .transform(value => String(value).replace(/^0+(?=\d)/, ''));

/** What is left out and what is empty mean the same. */
const text = z
  .string()
  .nullish()
  .transform(value => value || undefined);

const pairs = z
  .array(z.object({ key: z.string(), value: z.string().nullish() }))
  .nullish()
  .transform(rows => Object.fromEntries((rows ?? []).map(({ key, value }) => [key, value ?? ''])));

const modelRow = z
  .object({
    name: z.string().min(1),
    creation_timestamp: milliseconds,
    last_updated_timestamp: milliseconds,
    description: text,
    tags: pairs,
    aliases: z.array(z.object({ alias: z.string(), version: versionNumber })).nullish(),
  })
  .transform(
    (row): MlflowModel => ({
      name: row.name,
      createdAt: row.creation_timestamp,
      updatedAt: row.last_updated_timestamp,
      description: row.description,
      tags: row.tags,
      aliases: Object.fromEntries((row.aliases ?? []).map(({ alias, version }) => [alias, version])),
    }),
  );

const versionRow = z
  .object({
    name: z.string().min(1),
    version: versionNumber,
    creation_timestamp: milliseconds,
    last_updated_timestamp: milliseconds,
    current_stage: text,
    description: text,
    source: text,
    run_id: text,
    run_link: text,
    model_id: text,
    status: text,
    status_message: text,
    user_id: text,
    tags: pairs,
  })
  .transform(
    (row): MlflowVersion => ({
      model: row.name,
      version: row.version,
      createdAt: row.creation_timestamp,
      updatedAt: row.last_updated_timestamp,
      stage: row.current_stage,
      description: row.description,
      source: row.source,
      runId: row.run_id,
      runLink: row.run_link,
      modelId: row.model_id,
      status: row.status ?? 'READY',
      statusMessage: row.status_message,
      user: row.user_id,
      tags: row.tags,
    }),
  );

/** The largest double stands for infinity in a server's database. */
const isFiniteMetric = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && Math.abs(value) !== Number.MAX_VALUE;

const metricPairs = z
  .array(z.object({ key: z.string(), value: z.union([z.number(), z.string()]).nullish() }))
  .nullish()
  .transform(rows => {
    const numbers = (rows ?? []).flatMap(({ key, value }) =>
      isFiniteMetric(value) ? [[key, value] as const] : [],
    );
    return Object.fromEntries(numbers);
  });

const dataSetRow = z
  .object({ dataset: z.object({ name: z.string(), digest: text }) })
  .transform(({ dataset }): MlflowDataSet => dataset);

const runRow = z
  .object({
    info: z.object({
      run_id: text,
      run_uuid: text,
      experiment_id: z.coerce.string().optional(),
      run_name: text,
      status: text,
      start_time: milliseconds,
      end_time: milliseconds,
      artifact_uri: text,
    }),
    data: z.object({ metrics: metricPairs, params: pairs, tags: pairs }).optional(),
    inputs: z.object({ dataset_inputs: z.array(dataSetRow).nullish() }).nullish(),
    outputs: z.object({ model_outputs: z.array(z.object({ model_id: z.string() })).nullish() }).nullish(),
  })
  .transform(
    ({ info, data, inputs, outputs }): MlflowRun => ({
      runId: info.run_id ?? info.run_uuid ?? '',
      experimentId: info.experiment_id,
      name: info.run_name ?? data?.tags['mlflow.runName'],
      status: info.status,
      startedAt: info.start_time,
      endedAt: info.end_time,
      artifactUri: info.artifact_uri,
      metrics: data?.metrics ?? {},
      params: data?.params ?? {},
      tags: data?.tags ?? {},
      dataSets: inputs?.dataset_inputs ?? [],
      ...(outputs?.model_outputs?.length
        ? { loggedModels: outputs.model_outputs.map(output => output.model_id) }
        : {}),
    }),
  );

const artifactRow = z
  .object({ path: z.string(), is_dir: z.boolean().nullish(), file_size: milliseconds })
  .transform(
    (row): MlflowArtifact => ({
      path: row.path,
      isFolder: row.is_dir ?? false,
      sizeBytes: row.is_dir ? undefined : row.file_size,
    }),
  );

const experimentRow = z
  .object({ experiment_id: z.coerce.string(), name: z.string().nullish() })
  .transform(row => ({ id: row.experiment_id, name: row.name ?? '' }));

function page<Row>(rows: Row[] | null | undefined, next: string | undefined) {
  return { rows: rows ?? [], next };
}

/** What answers must be; empty lists and texts may be left out, and what is not named here is passed over. */
export const answers = {
  nothing: z.unknown(),
  model: z.object({ registered_model: modelRow }).transform(answer => answer.registered_model),
  models: z
    .object({ registered_models: z.array(modelRow).nullish(), next_page_token: text })
    .transform(answer => page(answer.registered_models, answer.next_page_token)),
  version: z.object({ model_version: versionRow }).transform(answer => answer.model_version),
  versions: z
    .object({ model_versions: z.array(versionRow).nullish(), next_page_token: text })
    .transform(answer => page(answer.model_versions, answer.next_page_token)),
  downloadUri: z.object({ artifact_uri: z.string() }).transform(answer => answer.artifact_uri),
  run: z.object({ run: runRow }).transform(answer => answer.run),
  runs: z
    .object({ runs: z.array(runRow).nullish(), next_page_token: text })
    .transform(answer => page(answer.runs, answer.next_page_token)),
  loggedModel: z
    .object({ model: z.object({ info: z.object({ name: text }) }) })
    .transform(answer => answer.model.info.name),
  experiment: z.object({ experiment: experimentRow }).transform(answer => answer.experiment),
  experimentId: z.object({ experiment_id: z.coerce.string() }).transform(answer => answer.experiment_id),
  experiments: z
    .object({ experiments: z.array(experimentRow).nullish(), next_page_token: text })
    .transform(answer => page(answer.experiments, answer.next_page_token)),
  artifacts: z
    .object({ files: z.array(artifactRow).nullish(), next_page_token: text })
    .transform(answer => page(answer.files, answer.next_page_token)),
} as const;
