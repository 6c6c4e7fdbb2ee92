import type { Json } from '../../core/history/canonical-json.ts';
import type { Registration } from '../../core/registration/registration.ts';
import type { Metrics } from '../../core/registry/version.ts';
import { formatPythonTime } from '../files/python-time.ts';
import type { RecordedFile, RecordedWeights } from '../history/prepare-files.ts';
import { placeScores } from './place-scores.ts';

/** Everything a record of ours is made of. */
export type RecordParts = {
  readonly registration: Registration;
  readonly version: string;
  readonly operationId: string;
  readonly tool: string;
  readonly weights: RecordedWeights | null;
  readonly files: readonly RecordedFile[];
  /** Those of the evidence and those named at registration. */
  readonly metrics: Metrics;
};

/** What S2 has no place for, in a record of ours under `lastgood`. */
export type RecordExtras = {
  readonly format: 1;
  readonly operationId: string;
  readonly actor: string;
  readonly tool: string;
  readonly weights: RecordedWeights | null;
  readonly configuration: Json;
  /** By name; their bytes are kept under their digests. */
  readonly artifacts: Readonly<Record<string, Omit<RecordedFile, 'name'>>>;
};

/** S2's fields of a version in its order; null where nothing was said. */
function describeVersion({ registration, version, weights, metrics }: RecordParts) {
  const { training, lineage, filePaths } = registration;
  return {
    model_name: registration.model,
    version,
    created_at: formatPythonTime(registration.createdAt),
    status: 'draft',
    lora_path: filePaths?.lora ?? null,
    gguf_path: filePaths?.gguf ?? weights?.path ?? null,
    checkpoint_path: filePaths?.checkpoint ?? null,
    config_path: filePaths?.config ?? registration.configurationPath ?? null,
    training: {
      framework: training?.framework ?? null,
      base_model: training?.baseModel ?? null,
      samples: training?.samples ?? null,
      epochs: training?.epochs ?? null,
      batch_size: training?.batchSize ?? null,
      learning_rate: training?.learningRate ?? null,
      max_seq_length: training?.maxSequenceLength ?? null,
      duration_hours: training?.durationHours ?? null,
      cost_usd: training?.costUsd ?? null,
      hardware: training?.hardware ?? null,
      notes: training?.notes ?? '',
    },
    evaluation_scores: placeScores(metrics),
    parent_version: registration.parent ?? null,
    training_data_sources: lineage?.dataSources ?? [],
    git_commit: lineage?.gitCommit ?? null,
    deployed: false,
    deployed_at: null,
    deployment_notes: '',
    tags: registration.tags,
    notes: registration.notes ?? '',
  };
}

/**
 * The record of a version we register: S2's fields with null where nothing was said, and what S2 has no place for under `lastgood`. Pure.
 * @see src/afs/registry/models.py of the original, ModelVersion.to_dict
 */
export function formatRecord(parts: RecordParts): string {
  const { registration, operationId, tool, weights, files } = parts;
  const extras: RecordExtras = {
    format: 1,
    operationId,
    actor: registration.actor,
    tool,
    weights,
    configuration: registration.configuration,
    artifacts: Object.fromEntries(
      files.map(({ name, role, sha256, sizeBytes }) => [name, { role, sha256, sizeBytes }]),
    ),
  };
  return JSON.stringify({ ...describeVersion(parts), lastgood: extras }, undefined, 2);
}
